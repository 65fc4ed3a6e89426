"""Labelling in a real browser, by the keyboard alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pymongo.database import Database

from tests.ui import public
from tests.ui.browsing import CHROMIUM, chromium, served, watched
from ui.views.label.subjects import KEY

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the browser did not run"
)

MongoDB = Database[dict[str, Any]]
NOW = datetime.now(UTC)


@pytest.fixture
def about_land(uri_and_db: tuple[str, str], database: MongoDB) -> None:
    """Ten comments are drawn that name a reform, as far as their words go."""
    period = public.speak(uri_and_db, database, 10, at=NOW - timedelta(days=2))
    public.draw(database, period, 10, now=NOW)
    parts = {"parts": ["land", 1, "uz"], "reforms": "land"}
    database["labels"].update_many({}, {"$push": parts})


def test_comments_are_labelled_by_keys_and_one_is_about_something_else(
    about_land: None, uri_and_db: tuple[str, str], database: MongoDB, tmp_path: Path
) -> None:
    with served(*uri_and_db, tmp_path) as address, chromium() as browser:
        page = browser.new_page()
        wrong = watched(page)
        page.goto(f"{address}/label")
        page.get_by_role("textbox", name="Your name or initials").fill("DK")
        page.keyboard.press("Enter")
        _answer(page, "1", done=1)
        page.keyboard.press(KEY)
        expect(page.get_by_text("How does it take what it speaks of?")).to_be_visible()
        _answer(page, "3", done=2)
        expect(page.get_by_text("How does it take this: Land?")).to_be_visible()

    assert _answers(database) == [("against", None), ("in_favour", [])]
    assert wrong == []


def _answer(page: Page, key: str, *, done: int) -> None:
    expect(page.get_by_text(f"{done - 1} of 10 labelled")).to_be_visible(timeout=60_000)
    page.keyboard.press(key)
    expect(page.get_by_text(f"{done} of 10 labelled")).to_be_visible()


def _answers(database: MongoDB) -> list[tuple[str, list[str] | None]]:
    return [
        (given["said"], given.get("reforms"))
        for each in database["labels"].find().sort("place", 1)
        for given in each["answers"]
    ]
