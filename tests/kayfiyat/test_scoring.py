"""The scorer's process, on a real MongoDB."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database
from structlog.testing import capture_logs

from domain.settings import PrivacySettings
from kayfiyat import scoring
from kayfiyat.scoring import (
    CELLS_EVERY,
    cells_wait,
    score_what_comes,
)
from mood import job as mood_job
from store.scoring import BATCH

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_day_of_several_batches_is_counted_once(
    database: Database[dict[str, Any]],
) -> None:
    database.comments.insert_many(_comment(number) for number in range(BATCH + 5))

    with capture_logs() as logs:
        score_what_comes(database, PrivacySettings(), once=True, stop=threading.Event())

    scored = [log for log in logs if log["event"] == "scored"]
    assert [log["comments"] for log in scored] == [BATCH, 5, 0]
    assert [log["days"] for log in scored] == [0, 0, 1]
    (cell,) = database.cells.find({"reform": ""})
    assert cell["comments"] == BATCH + 5


def test_words_expire_also_while_comments_never_stop_coming(
    database: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    database.comments.insert_many(_comment(number) for number in range(BATCH + 5))
    waiting: list[int] = []

    def forget(*_: Any, **__: Any) -> int:
        waiting.append(database.comments.count_documents({"pending": True}))
        return 0

    monkeypatch.setattr(scoring, "forget_text", forget)
    score_what_comes(database, PrivacySettings(), once=True, stop=threading.Event())

    assert waiting[0] > 0


def test_words_of_reforms_are_counted_when_what_waited_at_first_is_scored(
    database: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    database.comments.insert_many(_comment(number) for number in range(BATCH + 5))
    waiting: list[int] = []

    def made(*_: Any, **__: Any) -> None:
        waiting.append(database.comments.count_documents({"pending": True}))

    monkeypatch.setattr(scoring, "make_terms", made)
    score_what_comes(database, PrivacySettings(), once=True, stop=threading.Event())

    assert waiting == [0]


def test_the_longer_cells_take_the_longer_comments_are_scored_first() -> None:
    minutes = timedelta(minutes=4)

    assert cells_wait(timedelta(seconds=1)) == CELLS_EVERY
    assert cells_wait(minutes) >= 2 * minutes


def _soon(thread: threading.Thread, is_so: Callable[[], bool]) -> None:
    """It becomes so while the thread works, long before the usual pace would do it."""
    for _ in range(1_000):
        if is_so():
            return
        thread.join(0.05)
    raise AssertionError("it did not become so")


def _comment(number: int) -> dict[str, Any]:
    at = START + timedelta(seconds=number)
    return {
        "_id": f"c{number}",
        "source": "s",
        "post": None,
        "author": f"a{number}",
        "official": False,
        "at": at,
        "day": "2026-03-01",
        "text": f"Narxlar oshdi, juda yomon {number}",
        "words": "w",
        "fingerprint": "f",
        "edited": False,
        "reactions": [],
        "saved_at": at,
        "first_at": at,
        "pending": True,
    }


def test_who_comes_to_make_cells_makes_them_before_a_search(
    database: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "CELLS_EVERY", timedelta())
    database.comments.insert_many(_comment(number) for number in range(3 * BATCH))
    stop, done = threading.Event(), list[str]()

    def search(*_: Any, **__: Any) -> bool:
        done.append("search")
        return True

    def make(*_: Any, **__: Any) -> int:
        done.append("make")
        if done.count("make") == 2:
            stop.set()
        return 1

    monkeypatch.setattr(mood_job, "search", search)
    monkeypatch.setattr(mood_job, "make", make)
    score_what_comes(database, PrivacySettings(), once=False, stop=stop)

    assert done == ["make", "make"]


def test_campaigns_are_searched_for_once_the_backlog_is_done(
    database: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "CAUGHT_UP", timedelta())
    database.comments.insert_many(_comment(number) for number in range(3))
    stop = threading.Event()

    def searching() -> None:
        score_what_comes(database, PrivacySettings(), once=False, stop=stop)

    thread = threading.Thread(target=searching)
    thread.start()
    try:
        _soon(thread, lambda: database.cells.count_documents({}) > 0)
        _soon(thread, lambda: not database.unsearched.count_documents({}))
    finally:
        stop.set()
        thread.join()
