"""The page in a real browser: drawn, without errors, and nothing but text."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    expect,
    sync_playwright,
)
from pymongo.database import Database

from domain.periods import Period
from domain.settings import AppSettings, Settings
from domain.sources import Kind, Source
from store.events import Event, save_events
from tests.ui import made_up
from ui.launch import command

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the browser did not run"
)

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> **bold** [x](http://x)"

OURS = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")

LINE = "[data-testid=stVegaLiteChart] svg .mark-line path"


@pytest.fixture
def address(
    uri_and_db: tuple[str, str], database: Database[dict[str, Any]], tmp_path: Path
) -> Iterator[str]:
    """The address of the app over a made-up half year with hostile names."""
    uri, name = uri_and_db
    period = made_up.period_before(made_up.today(), 120)
    off = period.first + timedelta(days=60)
    hostile = Source(Kind.TELEGRAM_WEB, "hostile", institution=HOSTILE)
    made_up.fill(
        uri_and_db,
        database,
        period,
        blackout=Period(off, off + timedelta(days=2)),
        sources=(*made_up.SOURCES, hostile),
    )
    save_events(database, [Event(period.first + timedelta(days=30), HOSTILE)])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = Settings(app=AppSettings(port=port))
    environment = os.environ | {"MONGODB_URI": uri, "MONGODB_DB": name}
    running = subprocess.Popen(command(served), env=environment, cwd=tmp_path)
    try:
        yield _answering(f"http://127.0.0.1:{port}", running)
    finally:
        running.terminate()
        running.wait()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


def _answering(address: str, running: subprocess.Popen[bytes]) -> str:
    host, port = address.removeprefix("http://").split(":")
    for _ in range(300):
        assert running.poll() is None, "the app ended before it answered"
        with socket.socket() as knock:
            if knock.connect_ex((host, int(port))) == 0:
                return address
        time.sleep(0.1)
    pytest.fail("the app did not answer")


def _watched(page: Page) -> list[str]:
    """What goes wrong in the page, as it goes wrong."""
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            wrong.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(OURS):
            wrong.append(f"asked {request.url}")

    def opened(dialog: Dialog) -> None:
        wrong.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", said)
    page.on("request", asked)
    page.on("dialog", opened)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mood_line_is_drawn_and_nothing_goes_wrong(
    address: str, browser: Browser, scheme: Any
) -> None:
    page = browser.new_page(color_scheme=scheme, timezone_id="America/New_York")
    wrong = _watched(page)

    page.goto(f"{address}/?source=telegram_web:hostile&by=day")

    expect(page.locator(LINE)).to_have_count(2, timeout=30_000)
    expect(page.get_by_text("SYNTHETIC")).to_be_visible()
    expect(page.get_by_text("nobody was listening")).to_have_count(0)
    expect(page.locator("svg").get_by_text("blocked")).to_be_visible()
    expect(page.get_by_text(f"Chosen: {HOSTILE} (hostile)")).to_be_visible()
    expect(page.locator("strong", has_text="bold")).to_have_count(0)
    expect(page.locator("[data-testid=stMain] img")).to_have_count(0)
    assert wrong == []


def test_the_page_fits_a_narrow_screen(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 380, "height": 800})
    wrong = _watched(page)

    page.goto(address)

    expect(page.locator(LINE).first).to_be_visible(timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    for chart in page.locator("[data-testid=stVegaLiteChart] svg").all():
        box = chart.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 380
    assert wrong == []


def test_a_filter_redraws_the_page_and_stands_in_the_address(
    address: str, browser: Browser
) -> None:
    page = browser.new_page()
    wrong = _watched(page)
    page.goto(address)
    expect(page.get_by_text("Mood by week")).to_be_visible(timeout=30_000)

    page.get_by_label("By", exact=True).click()
    page.get_by_role("option", name="Month").click()

    expect(page.get_by_text("Mood by month")).to_be_visible()
    expect(page).to_have_url(f"{address}/?by=month")
    assert wrong == []
