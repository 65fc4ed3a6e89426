"""How long after it was written a comment was stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pymongo.database import Database

from domain.periods import day_of
from store.lag import lags, pipeline

MongoDB = Database[dict[str, Any]]

NOON = datetime(2026, 3, 10, 7, tzinfo=UTC)
SINCE = date(2026, 3, 4)
MINUTE = timedelta(minutes=1)


def follow(database: MongoDB, source: str, followed_at: datetime) -> None:
    # Neither name nor address: the rules of the collection do not ask for them.
    database.sources.insert_one(
        {"_id": source, "kind": "telegram_web", "saved_at": NOON}
        | {"first_at": followed_at}
    )


def said(database: MongoDB, source: str, ages: Iterable[tuple[datetime, int]]) -> None:
    """Comments by the time they were written and the minutes until they were stored."""
    database.comments.insert_many(
        _comment(source, number, at, at + minutes * MINUTE)
        for number, (at, minutes) in enumerate(ages)
    )


def test_lags_come_by_source_in_order(database: MongoDB) -> None:
    for source in ("a", "b"):
        follow(database, source, NOON - timedelta(days=30))
    said(database, "a", [(NOON, 9), (NOON, 1), (NOON - timedelta(days=2), 5)])
    said(database, "b", [(NOON, 2)])

    found = lags(database, SINCE)

    assert found == {"a": [1 * MINUTE, 5 * MINUTE, 9 * MINUTE], "b": [2 * MINUTE]}


def test_what_is_caught_up_of_history_does_not_count(database: MongoDB) -> None:
    follow(database, "a", NOON)
    said(database, "a", [(NOON - timedelta(days=1), 5000), (NOON + MINUTE, 3)])

    assert lags(database, SINCE) == {"a": [3 * MINUTE]}


def test_what_was_written_before_is_not_looked_at(database: MongoDB) -> None:
    follow(database, "a", NOON - timedelta(days=30))
    said(database, "a", [(NOON - timedelta(days=20), 5)])

    assert lags(database, SINCE) == {}


def test_only_the_newest_are_looked_at(database: MongoDB) -> None:
    follow(database, "a", NOON - timedelta(days=30))
    said(database, "a", [(NOON - timedelta(days=n), n) for n in range(5)])

    assert lags(database, SINCE, most=2) == {"a": [0 * MINUTE, 1 * MINUTE]}


def test_one_index_answers_and_no_more_is_read_than_asked_for(
    database: MongoDB,
) -> None:
    said(database, "a", [(NOON - timedelta(hours=n), n) for n in range(90)])

    plan = database.command(
        "explain",
        {
            "aggregate": "comments",
            "pipeline": pipeline("a", NOON - timedelta(days=30), SINCE, 10),
            "cursor": {},
        },
        verbosity="executionStats",
    )

    told = str(plan)
    assert "'indexName': 'of_day'" in told
    assert "COLLSCAN" not in told
    assert "'totalDocsExamined': 10," in told


def _comment(
    source: str, number: int, at: datetime, stored_at: datetime
) -> dict[str, Any]:
    return {
        "_id": f"{source}{number}",
        "source": source,
        "post": None,
        "official": False,
        "at": at,
        "day": day_of(at).isoformat(),
        "words": "w",
        "fingerprint": "f",
        "edited": False,
        "reactions": [],
        "saved_at": stored_at,
        "first_at": stored_at,
        "pending": False,
    }
