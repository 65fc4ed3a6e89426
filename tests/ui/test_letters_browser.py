"""A letter in a real browser: whole, and unable to do anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Download, Frame, Page, expect

from digest import render
from domain.letters import Edition
from shown.speech import TONGUES
from tests.digest.letters import rich
from tests.ui.browsing import (
    CHROMIUM,
    NARROW,
    WIDE,
    chromium,
    opened,
    served,
    settle,
)
from tests.ui.letters import MONDAY, MongoDB, edition, keep
from ui.views.letters import paper

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the browser did not run"
)

HOSTILE = """<!DOCTYPE html><html><head><title>t</title>
<link rel="stylesheet" href="ELSEWHERE/seen.css">
<script>parent.document.title = 'hit'; alert(1); top.location = '/mood'</script>
<meta http-equiv="refresh" content="0;url=ELSEWHERE/led">
</head><body><p>said</p><img src="x" onerror="parent.document.title = 'hit'; alert(2)">
<img src="ELSEWHERE/seen.png"><iframe src="/mood"></iframe>
<svg onload="alert(3)"></svg><a href="javascript:alert(4)">press</a>
<form action="ELSEWHERE/sent"><button>send</button></form></body></html>"""

AT = "https://mood.example.uz"

SERIOUS = {"serious", "critical"}

TOO_LONG = 500
"""So many pixels may be left below a letter."""


@contextmanager
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another server: its address, and what it was asked for."""
    heard: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_error(404)

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Noting) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()


@contextmanager
def browsing(
    uri_and_db: tuple[str, str], folder: Path, **look: Any
) -> Iterator[tuple[Page, list[str], str]]:
    """The page of letters, what goes wrong on it, and its address."""
    with served(*uri_and_db, folder) as address, chromium() as browser:
        page, wrong = opened(browser, f"{address}/letters", **look)
        expect(page.locator("iframe")).to_be_visible(timeout=30_000)
        yield page, wrong, address


def letter(page: Page) -> Frame:
    handle = page.locator("iframe").element_handle()
    frame = handle.content_frame()
    assert frame is not None
    frame.wait_for_load_state()
    return frame


def findings(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in SERIOUS]


def test_hostile_markup_in_a_letter_does_nothing(
    uri_and_db: tuple[str, str], database: MongoDB, tmp_path: Path
) -> None:
    with elsewhere() as (other, heard):
        html = HOSTILE.replace("ELSEWHERE", other)
        keep(database, editions={tag: edition(tag, html) for tag in TONGUES})
        with browsing(uri_and_db, tmp_path) as (page, wrong, address):
            _try_all(page, wrong, address)
        assert heard == []


def _try_all(page: Page, wrong: list[str], address: str) -> None:
    frame = letter(page)
    expect(frame.get_by_text("said")).to_be_visible()
    frame.get_by_text("press").click()
    frame.get_by_text("send").click()
    page.wait_for_timeout(500)

    sandbox = page.locator("iframe").get_attribute("sandbox") or ""
    assert not {"allow-scripts", "allow-same-origin"} & set(sandbox.split())
    assert page.title() != "hit"
    assert page.url.startswith(f"{address}/letters")
    assert len(page.context.pages) == 1
    assert frame.url == "about:srcdoc"
    assert not [each for each in wrong if each.startswith("a dialog")]
    assert findings(page) == []


def test_a_letter_is_whole_in_every_language_and_width(
    uri_and_db: tuple[str, str], database: MongoDB, tmp_path: Path
) -> None:
    keep(database, editions=editions())

    with browsing(uri_and_db, tmp_path) as (page, wrong, address):
        for tag in TONGUES:
            page.goto(f"{address}/letters?lang={tag}")
            for width, height in (WIDE, NARROW):
                page.set_viewport_size({"width": width, "height": height})
                expect(page.locator("iframe")).to_be_visible(timeout=30_000)
                page.wait_for_timeout(600)
                below, beside = room(letter(page))

                assert 0 <= below <= TOO_LONG, (tag, width)
                assert beside == 0, (tag, width)
        assert wrong == []


def test_links_open_beside_the_app_and_another_week_is_shown_and_saved(
    uri_and_db: tuple[str, str], database: MongoDB, tmp_path: Path
) -> None:
    keep(database, editions=editions())
    keep(database, MONDAY - timedelta(weeks=1))

    with browsing(uri_and_db, tmp_path) as (page, _wrong, address):
        page.context.route(f"{AT}/**", lambda route: route.fulfill(body="there"))
        with page.expect_popup() as beside:
            letter(page).locator(f"a[href^='{AT}']").first.click()

        expect(beside.value.get_by_text("there")).to_be_visible()
        assert page.url.startswith(f"{address}/letters")
        tall = page.locator("iframe").evaluate("frame => frame.clientHeight")
        page.get_by_role("combobox", name="Week of the letter").click()
        page.get_by_role("option", name="9–15 Nov 2026").click()
        settle(page)

        expect(letter(page).get_by_text("en", exact=True)).to_be_visible()
        short = page.locator("iframe").evaluate("frame => frame.clientHeight")
        assert short < tall
        assert page.url == f"{address}/letters?week=2026-11-09"
        saved = save(page, "HTML")
        assert saved.suggested_filename == (
            "kayfiyat-synthetic-letter-2026-11-09-en.html"
        )
        assert Path(saved.path()).read_text(encoding="utf-8").startswith(paper.HEAD)


def save(page: Page, kind: str) -> Download:
    page.get_by_role("button", name="Save").click()
    menu = page.get_by_test_id("stPopoverBody")
    with page.expect_download() as saving:
        menu.get_by_role("button", name=kind).click()
    return saving.value


def editions() -> dict[str, Edition]:
    return {
        tag: render.edition(rich(), tag, app_url=AT, personal=False) for tag in TONGUES
    }


def room(frame: Frame) -> tuple[int, int]:
    """How much the frame is taller than its letter, and the letter wider than it."""
    below, beside = frame.evaluate(
        "[innerHeight - Math.ceil(document.body.lastElementChild"
        ".getBoundingClientRect().bottom + scrollY),"
        " document.documentElement.scrollWidth - innerWidth]"
    )
    return below, beside
