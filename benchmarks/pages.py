"""How long an analyst waits for each page of the app, beside Streamlit's own wait.

A made-up year of comments (synthetic), the app as it is served, headless Chromium. Of
each page: opened with nothing kept by the browser, opened again, and chosen from the
menu; a page is there when nothing moves any more. Beside it a page of Streamlit with
one word, opened the same way. ``--comments``, or ``--at`` a folder with a built world.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page
from rich.progress import Progress

from benchmarks.size import built
from benchmarks.size_world import REFORMS, YEAR
from kayfiyat.mongod import private_mongod
from kayfiyat.ports import answers, free_port
from kayfiyat.printing import aside, console, table
from shown.speech import ENGLISH
from store.clients import connect
from tests.ui.browsing import PAGES, WIDE, chromium, path, served, settle
from ui.contents import CONTENTS, name

NAME = "large"
ASKED = {
    "lang": ENGLISH.tag,
    "from": YEAR.first.isoformat(),
    "to": YEAR.last.isoformat(),
    "reform": REFORMS[4],
}
TITLES = {name(page): page.TITLE for page in CONTENTS}

SETTLED = 0.15
"""Seconds that ``settle`` itself waits; they are not counted."""

PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"

ROUNDS = 3


@dataclass
class Waits:
    """Seconds of one page, of each round."""

    painted: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    chosen: list[float] = field(default_factory=list)


def main() -> None:
    """Print the medians of the rounds after the first, which fills the app's caches."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--comments", type=int, default=100_000)
    options.add_argument("--at", type=Path, help="folder of a private MongoDB")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    given = options.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        private_mongod(given.at or Path(folder) / "data") as uri,
    ):
        if not given.at:
            with Progress(console=aside) as progress:
                built(connect(uri, NAME), given.comments, progress)
        with (
            served(uri, NAME, Path(folder)) as address,
            _bare(Path(folder)) as bare,
            chromium() as browser,
        ):
            waits = _waits(browser, address, bare, given.rounds)
    _print(waits)


def _waits(browser: Browser, address: str, bare: str, rounds: int) -> dict[str, Waits]:
    """The first round counts no more than that it was there."""
    waits: dict[str, Waits] = {}
    for _ in range(rounds + 1):
        waits_now = {page: _of_page(browser, address, page) for page in PAGES}
        waits_now["Streamlit, one word"] = _opened(browser, bare)
        for page, seen in _chosen(browser, address).items():
            waits_now[page].chosen.append(seen)
        _add(waits, waits_now)
    return waits


def _add(waits: dict[str, Waits], more: dict[str, Waits]) -> None:
    for page, seen in more.items():
        known = waits.setdefault(page, Waits())
        known.painted += seen.painted
        known.empty += seen.empty
        known.again += seen.again
        known.chosen += seen.chosen


def _of_page(browser: Browser, address: str, page: str) -> Waits:
    asked = "&".join(f"{key}={value}" for key, value in ASKED.items())
    return _opened(browser, f"{address}{path(page)}?{asked}")


def _opened(browser: Browser, url: str) -> Waits:
    context, waits = _context(browser), Waits()
    for seconds in (waits.empty, waits.again):
        page = context.new_page()
        seconds.append(_until_still(page, url))
        waits.painted.append(float(page.evaluate(PAINTED)) / 1000)
        page.close()
    context.close()
    return waits


def _context(browser: Browser) -> BrowserContext:
    size = {"width": WIDE[0], "height": WIDE[1]}
    return browser.new_context(viewport=size, locale="en-GB")  # type: ignore[arg-type]


def _until_still(page: Page, url: str) -> float:
    began = time.perf_counter()
    page.goto(url)
    settle(page)
    return time.perf_counter() - began - SETTLED


def _chosen(browser: Browser, address: str) -> dict[str, float]:
    """Seconds from a choice in the menu until the page is there."""
    context = _context(browser)
    page, seconds = context.new_page(), {}
    asked = "&".join(f"{key}={value}" for key, value in ASKED.items())
    page.goto(f"{address}/method?{asked}")
    settle(page)
    for each in PAGES:
        link = page.get_by_role("link", name=TITLES[each], exact=True)
        began = time.perf_counter()
        link.first.click()
        page.wait_for_timeout(50)
        settle(page)
        seconds[each] = time.perf_counter() - began - SETTLED
    context.close()
    return seconds


@contextmanager
def _bare(folder: Path) -> Iterator[str]:
    """A page of Streamlit with one word."""
    script, port = folder / "bare.py", free_port()
    script.write_text("import streamlit as st\nst.title('Word')\n")
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += [f"--server.port={port}", "--server.headless=true"]
    command += ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        while not answers("127.0.0.1", port):
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _print(waits: dict[str, Waits]) -> None:
    shown = table(
        "page", "first paint", "nothing kept", "opened again", "from the menu"
    )
    for page, seen in waits.items():
        shown.add_row(
            page,
            *map(_told, (seen.painted[2:], seen.empty[1:], seen.again[1:])),
            _told(seen.chosen[1:]),
        )
    console.print("Seconds until nothing moves any more, medians:")
    console.print(shown)


def _told(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f}" if seconds else "–"


if __name__ == "__main__":
    main()
