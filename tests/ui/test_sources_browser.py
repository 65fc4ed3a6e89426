"""A walk through the page of sources in a real browser: an event, and a file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pymongo.database import Database

from domain.asks import Asked, Report
from domain.settings import Settings
from domain.uploads import FOLDER
from kayfiyat.asks import Worker
from kayfiyat.opening import Opened, Place
from store.asks import Asks
from store.events import all_events
from tests.ui import made_up
from tests.ui.browsing import CHROMIUM, chromium, served, watched
from ui.launch import UPLOADS
from ui.roles import HERE

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the browser did not run"
)

CSV = """at,text,author,id
2026-03-01 10:00,Tariflar oshdi,Alisher,1
2026-03-01 11:00,Yaxshi islohot,Nodira,2
kecha,Qachon?,Alisher,3
"""


@contextmanager
def working(worker: Worker) -> Iterator[None]:
    """Asks are answered in a thread, as beside the listener."""

    def work() -> None:
        while not worker.stop.wait(0.2):
            worker.step(datetime.now(UTC))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        worker.stop.set()
        thread.join()


@pytest.fixture
def worker(
    uri_and_db: tuple[str, str], database: Database[dict[str, Any]], tmp_path: Path
) -> Worker:
    settings = Settings()
    named = settings.mongodb.model_copy(update={"db": uri_and_db[1]})
    place = Place(settings.model_copy(update={"mongodb": named}), None, tmp_path)
    return Worker(
        place, Opened(uri_and_db[0], database), Asks(database), threading.Event()
    )


def test_an_event_is_added_and_a_table_is_taken_in(
    worker: Worker,
    uri_and_db: tuple[str, str],
    database: Database[dict[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made_up.fill(uri_and_db, database, made_up.period_before(made_up.today(), 20))
    monkeypatch.setenv(UPLOADS, str(tmp_path / FOLDER))
    table = tmp_path / "fikrlar.csv"
    table.write_text(CSV, encoding="utf-8")
    with (
        working(worker),
        served(*uri_and_db, tmp_path) as address,
        chromium() as browser,
    ):
        page = browser.new_page()
        wrong = watched(page)
        page.goto(f"{address}/sources")  # the app's first page, with all its imports
        page.get_by_label("What happened").wait_for(timeout=120_000)
        _add_event(page)
        _bring(page, table)

    assert [event.title for event in all_events(database)] == ["Tariflar oshdi"]
    (ask,) = worker.asks.latest(HERE, Asked.IMPORT)
    assert isinstance(ask.answer, Report)
    assert database.comments.count_documents({}) == 2
    assert list((tmp_path / FOLDER).iterdir()) == []
    assert wrong == []


def _add_event(page: Page) -> None:
    page.get_by_label("What happened").fill("Tariflar oshdi")
    page.get_by_role("button", name="Add event").click()
    expect(page.get_by_text("Added: it stands in the charts now.")).to_be_visible(
        timeout=30_000
    )


def _bring(page: Page, table: Path) -> None:
    page.locator("input[type=file]").set_input_files(table)
    expect(page.get_by_role("button", name="Take in")).to_be_enabled(timeout=30_000)
    page.get_by_role("button", name="Take in").click()
    told = page.get_by_text("1 more could not be read and was set aside.")
    expect(told).to_be_visible(timeout=60_000)
