"""Labelling with the keyboard in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from pymongo.database import Database

from store.clients import connect
from store.schema import prepare
from tests.ui import public
from tests.ui.browsing import CHROMIUM, chromium, opened, served, settle

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the browser did not run"
)

MongoDB = Database[dict[str, Any]]

COMMENT = "[data-testid=stText]"

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def labelled(
    mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, MongoDB]]:
    """The app over sixty voices, of whom forty are drawn, and its database."""
    name = f"test_{uuid4().hex}"
    database = connect(mongodb_uri, name)
    prepare(database)
    then = NOW - timedelta(days=2)
    period = public.speak((mongodb_uri, name), database, 60, at=then)
    public.draw(database, period, 40, now=NOW)
    with served(mongodb_uri, name, tmp_path_factory.mktemp("app")) as address:
        yield address, database
    database.client.drop_database(name)
    database.client.close()


@pytest.fixture(scope="module")
def chrome(labelled: tuple[str, MongoDB]) -> Iterator[Browser]:
    with chromium() as open_browser:
        yield open_browser


@pytest.fixture
def at_the_table(
    labelled: tuple[str, MongoDB], chrome: Browser
) -> Iterator[Callable[[str], tuple[Page, list[str]]]]:
    """Sits down to label under a name, without a mouse."""

    def sat(name: str) -> tuple[Page, list[str]]:
        page, wrong = opened(chrome, f"{labelled[0]}/label")
        page.get_by_role("textbox", name="Your name or initials").fill(name)
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"You label as {name}")).to_be_visible()
        settle(page)
        return page, wrong

    yield sat
    for context in chrome.contexts:
        context.close()


@pytest.fixture
def answers(labelled: tuple[str, MongoDB]) -> Callable[[str], list[str]]:
    """What a labeller said, in the order of the draw."""

    def given(name: str) -> list[str]:
        found = labelled[1]["labels"].find().sort("place", 1)
        return [
            answer["said"]
            for each in found
            for answer in each["answers"]
            if answer["labeller"] == name
        ]

    return given


def press(page: Page, key: str) -> None:
    """Press a key and wait until another comment is there."""
    before = page.locator(COMMENT).inner_text()
    page.keyboard.press(key)
    expect(page.locator(COMMENT)).not_to_have_text(before)
    settle(page)


def test_a_comment_is_labelled_by_a_key_and_is_in_the_database(
    at_the_table: Callable[[str], tuple[Page, list[str]]],
    answers: Callable[[str], list[str]],
) -> None:
    page, wrong = at_the_table("Dilnoza")

    for key in "1234":
        press(page, key)

    assert answers("Dilnoza") == ["against", "neutral", "in_favour", "unclear"]
    expect(page.get_by_text("4 of 40 labelled · 4 by you")).to_be_visible()
    press(page, "Backspace")
    assert answers("Dilnoza") == ["against", "neutral", "in_favour"]
    assert wrong == []


def test_a_hostile_comment_is_text(
    at_the_table: Callable[[str], tuple[Page, list[str]]],
) -> None:
    page, wrong = at_the_table("Anvar")

    expect(page.locator(COMMENT)).to_contain_text(public.HOSTILE.strip())
    expect(page.locator("strong", has_text="bold")).to_have_count(0)
    expect(page.locator("[data-testid=stMain] a[href^=http]")).to_have_count(0)
    assert wrong == []


def test_keys_can_be_switched_off_and_answer_nothing_while_one_types(
    at_the_table: Callable[[str], tuple[Page, list[str]]],
    answers: Callable[[str], list[str]],
) -> None:
    page, wrong = at_the_table("Gulnora")

    page.get_by_text("Answer with the keys 1 to 5").click()
    settle(page)
    page.keyboard.press("1")
    page.wait_for_timeout(500)
    settle(page)
    assert answers("Gulnora") == []

    page.get_by_text("Answer with the keys 1 to 5").click()
    settle(page)
    page.get_by_text("Draw comments to label").click()
    page.get_by_role("spinbutton", name="How many comments").fill("12")
    page.keyboard.press("1")
    page.wait_for_timeout(500)
    settle(page)

    assert answers("Gulnora") == []
    assert wrong == []
