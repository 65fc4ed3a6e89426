"""The app served, and a real browser that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    sync_playwright,
)

from domain.settings import AppSettings, Settings
from ui.contents import CONTENTS, name
from ui.launch import command

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

OURS = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")

Scheme = Literal["light", "dark"]

PAGES = [name(page) for page in CONTENTS]
"""Every page by its name."""

WIDE, NARROW = (1280, 900), (380, 800)

SETTLED = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    if (app?.getAttribute('data-test-script-state') !== 'notRunning') return false;
    if (!document.querySelector('h1')) return false;
    if (document.querySelector('[data-testid=stSkeleton], [data-stale=true]'))
        return false;
    const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
    return charts.every(chart => chart.querySelector('svg, canvas'));
}"""


def path(page: str) -> str:
    """Where a page is found: the first of them at the bare address alone."""
    return "/" if page == PAGES[0] else f"/{page}"


@contextmanager
def served(uri: str, name: str, folder: Path) -> Iterator[str]:
    """The address of the app over the database ``name``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(app=AppSettings(port=port))
    environment = os.environ | {"MONGODB_URI": uri, "MONGODB_DB": name}
    running = subprocess.Popen(command(settings), env=environment, cwd=folder)
    try:
        yield _answering(port, running)
    finally:
        running.terminate()
        running.wait()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


def opened(
    browser: Browser,
    url: str,
    *,
    scheme: Scheme = "light",
    size: tuple[int, int] = WIDE,
    locale: str = "en-GB",
) -> tuple[Page, list[str]]:
    """The page at ``url`` when all is drawn, and what went wrong in it so far."""
    page = browser.new_page(
        color_scheme=scheme,
        viewport={"width": size[0], "height": size[1]},
        locale=locale,
        timezone_id="America/New_York",
    )
    wrong = watched(page)
    page.goto(url)
    settle(page)
    return page, wrong


def settle(page: Page) -> None:
    """Wait until the script has run and every chart is drawn."""
    page.wait_for_function(SETTLED, timeout=30_000)
    page.wait_for_timeout(150)  # a rerun may just begin
    page.wait_for_function(SETTLED, timeout=30_000)


def watched(page: Page) -> list[str]:
    """What goes wrong in the page, as it goes wrong."""
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        # Streamlit looks for its server below the page's own path first.
        sought = "/_stcore/" in message.location.get("url", "")
        if message.type in {"error", "warning"} and not sought:
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


def _answering(port: int, running: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        assert running.poll() is None, "the app ended before it answered"
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return f"http://127.0.0.1:{port}"
        time.sleep(0.1)
    raise TimeoutError("the app did not answer")
