"""The app in a real browser: every page, without errors, and nothing but text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pymongo.database import Database

from domain.periods import Period
from domain.sources import Kind, Source
from shown.speech import TONGUES, _, speak
from store.clients import connect
from store.events import Event, save_events
from store.schema import prepare
from tests.ui import made_up
from tests.ui.browsing import (
    CHROMIUM,
    NARROW,
    PAGES,
    WIDE,
    chromium,
    opened,
    path,
    served,
    settle,
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the browser did not run"
)

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> **bold** [x](http://x)"

LINE = "[data-testid=stVegaLiteChart] svg .mark-line path"

SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def address(
    mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the app over made-up months with hostile names.

    All tests here only read, so one app serves them: it takes seconds to start.
    """
    name = f"test_{uuid4().hex}"
    database = connect(mongodb_uri, name)
    prepare(database)
    _fill((mongodb_uri, name), database)
    with served(mongodb_uri, name, tmp_path_factory.mktemp("app")) as answering:
        yield answering
    database.client.drop_database(name)
    database.client.close()


def _fill(uri_and_db: tuple[str, str], database: Database[dict[str, Any]]) -> None:
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


@pytest.fixture(scope="module")
def chrome(address: str) -> Iterator[Browser]:
    """Opened after the app: while it is open, no other loop may run."""
    with chromium() as open_browser:
        yield open_browser


@pytest.fixture
def browser(chrome: Browser) -> Iterator[Browser]:
    """A browser that remembers nothing of the test before."""
    yield chrome
    for context in chrome.contexts:
        context.close()


LOOKS = (
    ((WIDE, "light"), (NARROW, "dark")),
    ((WIDE, "dark"), (NARROW, "light")),
)
"""A page has all four looks in the two writings of Uzbek, and in the other two."""


def looks(page: Page, tag: str) -> Iterator[str]:
    """The page wide and narrow, light and dark."""
    chosen: tuple[Any, ...] = LOOKS[list(TONGUES).index(tag) % len(LOOKS)]
    for (width, height), scheme in chosen:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        settle(page)
        yield f"{width} px, {scheme}"


def findings(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:200]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("tag", TONGUES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_in_every_language_and_look(
    address: str, browser: Browser, name: str, tag: str
) -> None:
    page, wrong = opened(browser, f"{address}{path(name)}?lang={tag}")
    speak(tag)

    for look in looks(page, tag):
        assert page.locator("h1").count() == 1, look
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        expect(page.get_by_text(_("Try again"))).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= page_width(page)
        assert findings(page) == [], look
    assert page.evaluate("document.documentElement.lang") == tag
    assert wrong == []


def page_width(page: Page) -> int:
    size = page.viewport_size
    assert size is not None
    return size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mood_line_is_drawn_and_nothing_goes_wrong(
    address: str, browser: Browser, scheme: Any
) -> None:
    url = f"{address}/?source=telegram_web:hostile&by=day"
    page, wrong = opened(browser, url, scheme=scheme)

    expect(page.locator(LINE)).to_have_count(2, timeout=30_000)
    expect(page.get_by_text("SYNTHETIC")).to_be_visible()
    expect(page.get_by_text("nobody was listening")).to_have_count(0)
    expect(page.locator("svg").get_by_text("blocked")).to_be_visible()
    expect(page.get_by_text(f"Chosen: {HOSTILE} (hostile)")).to_be_visible()
    expect(page.locator("strong", has_text="bold")).to_have_count(0)
    expect(page.locator("[data-testid=stMain] img")).to_have_count(0)
    assert wrong == []


def test_a_filter_redraws_the_page_and_stands_in_the_address(
    address: str, browser: Browser
) -> None:
    page, wrong = opened(browser, address)

    page.get_by_label("By", exact=True).click()
    page.get_by_role("option", name="Month").click()

    expect(page.get_by_text("Mood by month")).to_be_visible()
    expect(page).to_have_url(f"{address}/?by=month")
    assert wrong == []


def test_a_view_goes_along_to_the_next_page_and_back(
    address: str, browser: Browser
) -> None:
    page, wrong = opened(browser, f"{address}/?by=month&period=quarter")

    page.get_by_role("link", name="Coverage").click()

    expect(page).to_have_url(f"{address}/coverage?period=quarter&by=month")
    settle(page)
    page.go_back()  # to the address as Streamlit's menu had it, empty
    settle(page)
    page.go_back()
    expect(page.get_by_text("Mood by month")).to_be_visible()
    assert wrong == []


def test_the_language_is_the_browsers_until_another_is_chosen(
    address: str, browser: Browser
) -> None:
    page, wrong = opened(browser, address, locale="ru-RU")
    expect(page.get_by_text("Общественное настроение")).to_be_visible()

    page.get_by_role("combobox", name="Язык приложения").click()
    page.get_by_role("option", name="Oʻzbekcha").click()

    expect(page.get_by_text("Jamoatchilik kayfiyati")).to_be_visible()
    expect(page).to_have_url(f"{address}/?lang=uz")
    assert wrong == []


@pytest.mark.parametrize(
    "kind, begins", [("CSV", b"\xef\xbb\xbffirst_day,"), ("PNG", b"\x89PNG")]
)
def test_what_is_shown_can_be_saved(
    address: str, browser: Browser, kind: str, begins: bytes
) -> None:
    page, wrong = opened(browser, address)
    page.get_by_role("button", name="Save").first.click()
    menu = page.get_by_test_id("stPopoverBody")
    theirs = page.locator("button[aria-label^='Download as']")
    assert not any(button.is_visible() for button in theirs.all())

    with page.expect_download() as saving:
        menu.get_by_role("button", name=kind).click()

    saved = Path(saving.value.path())
    assert saving.value.suggested_filename.startswith("kayfiyat-synthetic-mood-")
    assert saved.read_bytes().startswith(begins)
    assert wrong == []
