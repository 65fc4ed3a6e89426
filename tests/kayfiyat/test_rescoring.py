"""Everything scored at once: on all cores, on a Dask cluster, and after a break."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from distributed import LocalCluster
from pymongo.database import Database

from domain.errors import InputError
from kayfiyat.rescoring import all_cores, dask_cluster, days_done, score_day
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
        assert sorted(days_done(days, *uri_and_db, mapped)) == [EACH] * DAYS
    _assert_all_scored(waiting)


def test_a_dask_cluster_scores_every_day(
    waiting: Database[dict[str, Any]], uri_and_db: tuple[str, str], cluster: str
) -> None:
    days = Scoring(waiting).pending_days()
    with dask_cluster(cluster) as mapped:
        assert sum(days_done(days, *uri_and_db, mapped)) == DAYS * EACH
    _assert_all_scored(waiting)


def test_broken_off_it_goes_on_where_it_was(
    waiting: Database[dict[str, Any]], uri_and_db: tuple[str, str]
) -> None:
    assert score_day(*uri_and_db, "2026-03-02") == EACH
    assert set(Scoring(waiting).pending_days()) == {
        "2026-03-01",
        "2026-03-03",
        "2026-03-04",
    }
    assert score_day(*uri_and_db, "2026-03-02") == 0


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
