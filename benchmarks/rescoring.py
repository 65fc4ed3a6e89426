"""Scoring a database anew: one process, every core, a Dask cluster of one and of two.

Synthetic comments of many days in a private MongoDB; the time includes reading,
scoring and saving, not the start of the workers. Then the days' cells are made again.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.documents import pending
from benchmarks.scoring import ENGLISH, RUSSIAN, UZBEK, comment
from domain.periods import Period
from kayfiyat.mongod import private_mongod
from kayfiyat.rescoring import Mapped, all_cores, dask_cluster, portions_done
from mood import job as mood_job
from store.cells import Cells
from store.clients import connect
from store.schema import prepare
from store.scoring import Scoring

COMMENTS, DAYS = 40_000, 80
START = datetime(2026, 1, 1, tzinfo=UTC)
LONG_AGO = Period(date(2000, 1, 1), date(2000, 1, 1))


def main() -> None:
    """Print comments a second of each way, and the ratio to one process."""
    with tempfile.TemporaryDirectory() as folder, private_mongod(Path(folder)) as uri:
        _fill(uri)
        with _alone() as mapped:
            one = _speed("one process", uri, mapped, 1.0)
        _cells(uri)
        with all_cores() as mapped:
            _speed("every core", uri, mapped, one)
        for workers in (1, 2):
            with _cluster(workers) as mapped:
                _speed(f"Dask, {workers} worker(s)", uri, mapped, one)


def _speed(name: str, uri: str, mapped: Mapped, one: float) -> float:
    database = connect(uri, "bench")
    list(mapped(_warm, [LONG_AGO] * 4))
    database.comments.update_many({}, {"$set": {"pending": True}})
    days = Scoring(database).pending_days()
    start = time.perf_counter()
    scored = sum(portions_done(days, uri, "bench", mapped))
    speed = scored / (time.perf_counter() - start)
    ratio = 1.0 if one == 1.0 else speed / one
    print(f"  {name:16} {speed:8,.0f} a second   ratio {ratio:5.2f}")
    return speed


def _cells(uri: str) -> None:
    database, days = connect(uri, "bench"), 0
    start = time.perf_counter()
    while made := mood_job.step(Scoring(database), Cells(database), now=START):
        days += made
    took = time.perf_counter() - start
    print(f"  cells of {days} days {COMMENTS / took:8,.0f} comments a second")


def _warm(_: Period) -> int:
    """Let a worker load the scorer before the clock starts."""
    from kayfiyat.rescoring import _scorer  # noqa: PLC0415

    _scorer().predict([UZBEK, RUSSIAN, ENGLISH])  # each has a lexicon to read
    return 0


@contextmanager
def _alone() -> Iterator[Mapped]:
    yield lambda task, days: (task(day) for day in days)


@contextmanager
def _cluster(workers: int) -> Iterator[Mapped]:
    options: dict[str, Any] = {"n_workers": workers, "threads_per_worker": 1}
    cluster = import_module("distributed").LocalCluster(
        host="127.0.0.1", dashboard_address=None, **options
    )
    with cluster as made, dask_cluster(made.scheduler_address) as mapped:
        yield mapped


def _fill(uri: str) -> None:
    database, chance = connect(uri, "bench"), random.Random(3)
    prepare(database)
    for first in range(0, COMMENTS, 2_000):
        rows = range(first, first + 2_000)
        database.comments.insert_many(_row(chance, number) for number in rows)


def _row(chance: random.Random, number: int) -> dict[str, Any]:
    return pending(
        f"c{number}",
        source="s",
        author=f"a{number % 5_000}",
        at=START + timedelta(days=number % DAYS, seconds=number),
        text=comment(chance, 60),
    )


if __name__ == "__main__":
    main()
