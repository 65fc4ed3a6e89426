"""Several scorers' processes beside one another, on a real MongoDB."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from bson import ObjectId
from pymongo.database import Database
from structlog.testing import capture_logs

from domain.comments import Comment
from domain.settings import PrivacySettings
from kayfiyat.making import made_again
from kayfiyat.scoring import score_what_comes
from store.clients import connect
from store.documents import comment_document
from store.holders import Holder
from store.scoring import BATCH
from store.shifts import Shift

MongoDB = Database[dict[str, Any]]
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def comment(number: int) -> dict[str, Any]:
    at = START + timedelta(seconds=number)
    made = Comment(f"c{number}", "s", at, "Narxlar oshdi", author=f"author-{number}")
    stored = {"_id": made.id, "saved_at": at, "first_at": at}
    return stored | comment_document(made, pending=True)


def score_once(database: MongoDB) -> None:
    privacy = PrivacySettings(text_days=36_500)
    score_what_comes(database, privacy, once=True, stop=threading.Event())


def seen(true: Callable[[], bool]) -> None:
    """Wait until it is true; the test would not end otherwise."""
    while not true():
        pass


def test_two_scorers_score_each_comment_once(
    database: MongoDB, uri_and_db: tuple[str, str]
) -> None:
    database.comments.insert_many(comment(number) for number in range(3 * BATCH))
    databases = [connect(*uri_and_db) for _ in range(2)]

    with capture_logs() as logs, ThreadPoolExecutor(2) as threads:
        list(threads.map(score_once, databases))

    assert sum(one.get("comments", 0) for one in logs if one["event"] == "scored") == (
        3 * BATCH
    )
    (cell,) = database.cells.find({"reform": ""})
    assert cell["comments"] == 3 * BATCH
    for each in databases:
        each.client.close()


def test_a_scorer_who_is_not_on_shift_scores_and_leaves_the_cells(
    database: MongoDB,
) -> None:
    database.comments.insert_many(comment(number) for number in range(6))
    other = Shift(database, Holder())
    other.take()

    with ThreadPoolExecutor(1) as thread:
        scoring = thread.submit(score_once, database)
        seen(lambda: not database.comments.count_documents({"pending": True}))
        left = database.cells.count_documents({}), database.stale.count_documents({})
        other.give_back()
        scoring.result()

    assert left == (0, 1)
    assert database.cells.count_documents({}) > 0
    assert database.stale.count_documents({}) == 0


def test_what_is_made_again_waits_for_who_is_on_shift(database: MongoDB) -> None:
    database.comments.insert_many(comment(number) for number in range(6))
    score_once(database)
    database.stale.insert_one(stale())
    database.cells.delete_many({})
    other = Shift(database, Holder())
    other.take()
    again = made_again(database)

    assert next(again) == 0
    assert database.cells.count_documents({}) == 0
    other.give_back()
    assert list(again)
    assert database.cells.count_documents({}) > 0


def stale() -> dict[str, Any]:
    day = {"source": "s", "day": "2026-03-01"}
    return {"_id": "s|2026-03-01", **day, "token": ObjectId()}


def test_at_the_end_the_shift_and_the_claim_are_given_back(database: MongoDB) -> None:
    database.comments.insert_many(comment(number) for number in range(6))

    score_once(database)

    assert (database.portions.find_one() or {})["taken"] == []
    assert Shift(database, Holder()).take()
