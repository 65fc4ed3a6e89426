"""Everything scored at once: on all cores, on a Dask cluster, and after a break."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from distributed import LocalCluster
from pymongo.database import Database

from domain.errors import InputError
from domain.periods import Period
from kayfiyat.rescoring import (
    all_cores,
    dask_cluster,
    portions,
    portions_done,
    score_period,
)
from sentiment.scorer import Scorer
from store.scoring import Scoring

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAYS, EACH = 4, 25


@pytest.fixture
def waiting(database: Database[dict[str, Any]]) -> Database[dict[str, Any]]:
    """Comments of four days that nobody scored yet."""
    database.comments.insert_many(
        _comment(day, number) for day in range(DAYS) for number in range(EACH)
    )
    return database


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    options = {"host": "127.0.0.1", "protocol": "tcp://", "processes": False}
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=1, dashboard_address=None, **options
    ) as made:
        yield made.scheduler_address


def _comment(day: int, number: int) -> dict[str, Any]:
    at = START + timedelta(days=day, minutes=number)
    return {
        "_id": f"c{day}-{number}",
        "source": "s",
        "post": None,
        "author": f"a{number}",
        "official": False,
        "at": at,
        "day": at.date().isoformat(),
        "text": "Narxlar oshdi, juda yomon",
        "words": "w",
        "fingerprint": "f",
        "edited": False,
        "reactions": [],
        "saved_at": at,
        "first_at": at,
        "pending": True,
    }


def test_all_cores_score_every_day(
    waiting: Database[dict[str, Any]], uri_and_db: tuple[str, str]
) -> None:
    days = Scoring(waiting).pending_days()
    assert days == {f"2026-03-0{day}": EACH for day in (4, 3, 2, 1)}
    with all_cores() as mapped:
        assert sum(portions_done(days, *uri_and_db, mapped)) == DAYS * EACH
    _assert_all_scored(waiting)


def test_a_dask_cluster_scores_every_day(
    waiting: Database[dict[str, Any]], uri_and_db: tuple[str, str], cluster: str
) -> None:
    days = Scoring(waiting).pending_days()
    with dask_cluster(cluster) as mapped:
        assert sum(portions_done(days, *uri_and_db, mapped)) == DAYS * EACH
    _assert_all_scored(waiting)


def test_broken_off_it_goes_on_where_it_was(
    waiting: Database[dict[str, Any]], uri_and_db: tuple[str, str]
) -> None:
    second = Period(date(2026, 3, 2), date(2026, 3, 2))
    assert score_period(*uri_and_db, second) == EACH
    assert set(Scoring(waiting).pending_days()) == {
        "2026-03-01",
        "2026-03-03",
        "2026-03-04",
    }
    assert score_period(*uri_and_db, second) == 0


@pytest.mark.parametrize(
    "waiting, size, expected",
    [
        ({}, 10, []),
        ({"2026-03-04": 9, "2026-03-03": 1, "2026-03-01": 5}, 10, [(3, 4), (1, 1)]),
        ({"2026-03-04": 50, "2026-03-02": 50}, 10, [(4, 4), (2, 2)]),
        ({"2026-03-04": 1, "2026-03-01": 1}, 10, [(1, 4)]),
    ],
)
def test_a_portion_is_days_in_a_row_with_enough_to_do(
    waiting: dict[str, int], size: int, expected: list[tuple[int, int]]
) -> None:
    days = [(each.first.day, each.last.day) for each in portions(waiting, size)]
    assert days == expected


def test_a_period_is_scored_by_the_clock_of_tashkent(
    waiting: Database[dict[str, Any]], uri_and_db: tuple[str, str]
) -> None:
    evening = datetime(2026, 3, 1, 19, tzinfo=UTC)  # midnight in Tashkent
    waiting.comments.update_one(
        {"_id": "c0-0"}, {"$set": {"at": evening, "day": "2026-03-02"}}
    )
    first = Period(date(2026, 3, 1), date(2026, 3, 1))
    assert score_period(*uri_and_db, first) == EACH - 1
    assert Scoring(waiting).pending_days()["2026-03-02"] == EACH + 1


def test_an_address_without_a_scheduler_is_one_clear_sentence() -> None:
    with (
        pytest.raises(InputError, match="no scheduler answers there"),
        dask_cluster("tcp://127.0.0.1:1"),
    ):
        pass


def _assert_all_scored(database: Database[dict[str, Any]]) -> None:
    assert Scoring(database).count_pending() == 0
    scorers = database.comments.distinct("attitude.scorer")
    assert scorers == [Scorer.load().id]
