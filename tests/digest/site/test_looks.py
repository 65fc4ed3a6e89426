"""The pages in a real browser: each language, light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from digest.readers.links import Links
from domain.subscribers import Wishes
from shown.speech import TONGUES
from store.clients import Database, Document, connect
from store.schema import prepare
from store.subscribers import Subscribers
from tests.digest.site.served import ADDRESSES, KEYS, MONDAY, publish, served
from tests.ui.browsing import CHROMIUM, chromium, watched

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the browser did not run"
)

SERIOUS = {"serious", "critical"}

Look = tuple[int, Literal["light", "dark"]]

LOOKS: tuple[tuple[Look, Look], ...] = (
    ((360, "light"), (1000, "dark")),
    ((360, "dark"), (1000, "light")),
)
"""A page has all four looks in the two writings of Uzbek, and in the other two."""

ID = ADDRESSES.id_of("ali@example.uz")
LINKS = Links(KEYS, "")

PAGES = {
    "home": "/?",
    "confirm": f"{LINKS.confirm(ID)}&",
    "preferences": f"{LINKS.preferences(ID)}&",
    "unsubscribe": f"{LINKS.unsubscribe(ID)}&",
    "letters": "/letters?",
    "trouble": "/confirm?t=bad&",
    "gone": f"{LINKS.preferences('cd' * 32)}&",
}


@pytest.fixture(scope="module")
def stored(mongodb_uri: str) -> Iterator[Database[Document]]:
    name = f"test_{uuid4().hex}"
    database = connect(mongodb_uri, name)
    prepare(database)
    publish(database)
    database.meta.insert_one({"_id": "synthetic"})
    yield database
    database.client.drop_database(name)
    database.client.close()


@pytest.fixture(scope="module")
def address(stored: Database[Document]) -> Iterator[str]:
    with served(stored) as answering:
        yield answering


@pytest.fixture(scope="module")
def chrome(address: str) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser(chrome: Browser, stored: Database[Document]) -> Iterator[Browser]:
    """A browser that remembers nothing, and one reader who has asked."""
    subscribers, now = Subscribers(stored), datetime.now(UTC)
    subscribers.forget(ID)
    wishes = Wishes("ru", ("land_code",))
    subscribers.ask(ID, ADDRESSES.seal("ali@example.uz"), wishes, now=now)
    yield chrome
    for context in chrome.contexts:
        context.close()


def findings(page: Page) -> list[str]:
    """What axe-core finds that keeps people out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


def fits(page: Page) -> bool:
    """Whether nothing has to be pushed sideways to be read."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    )


@pytest.mark.parametrize("tag", TONGUES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_can_be_read_by_all(
    address: str, browser: Browser, name: str, tag: str
) -> None:
    page = browser.new_page()
    wrong = watched(page)
    page.goto(f"{address}{PAGES[name]}lang={tag}")

    for width, scheme in LOOKS[list(TONGUES).index(tag) % len(LOOKS)]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert page.locator("h1").count() == 1
        assert fits(page)
        assert findings(page) == [], (width, scheme)
    assert page.evaluate("document.documentElement.lang") == tag
    # A browser tells of the status of pages that say what is wrong.
    assert [each for each in wrong if "with a status of 4" not in each] == []


@pytest.mark.parametrize("tag", TONGUES)
def test_what_answers_a_form_can_be_read_by_all(
    address: str, browser: Browser, tag: str
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    shown = 0
    for path, press in ((PAGES["confirm"], "main button"), ("/?", "form button")):
        page.goto(f"{address}{path}lang={tag}")
        if path == "/?":
            page.fill("#address", "vali@example.uz")
        page.click(press)
        shown += page.locator("h1").count()
        assert findings(page) == []
        assert fits(page)
    assert shown == 2


def test_the_keyboard_alone_is_enough(
    address: str, browser: Browser, stored: Database[Document]
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/?lang=en")
    address_of = "keys@example.uz"

    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "address":
            break
    page.keyboard.type(address_of)
    page.keyboard.press("Tab")  # past the trap, which is for nobody
    assert page.evaluate("document.activeElement.id") == "language"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # unfolds the reforms
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    page.wait_for_url("**/subscribe*")
    found = Subscribers(stored).get(ADDRESSES.id_of(address_of))
    assert found is not None
    assert len(found.wishes.reforms) == 1


def test_a_wrong_address_is_told_beside_its_field(
    address: str, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/?lang=en")

    page.fill("#address", "ali@localhost")  # a browser takes this for one
    page.click("form button")

    assert page.locator("[role=alert]").count() == 1
    assert page.input_value("#address") == "ali@localhost"
    assert page.evaluate("document.activeElement.id") == "address"
    assert findings(page) == []


def test_a_letter_is_drawn_in_its_sandbox_and_runs_nothing(
    address: str, browser: Browser
) -> None:
    page = browser.new_page()
    wrong = watched(page)
    page.goto(f"{address}/letters/{MONDAY}?lang=en")

    pictures = "[...document.images].map(each => [each.src, each.naturalWidth])"
    ((source, width),) = page.evaluate(pictures)
    assert source.endswith("/nation.1@kayfiyat.png?lang=en")
    assert width == 1
    assert page.title() == "x"
    assert page.evaluate("window.origin") == "null"
    (refused,) = wrong
    assert "Blocked script execution" in refused
