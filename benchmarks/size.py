"""A year's national line over 50 thousand and over 5 million comments, in one run.

Comments with made-up attitudes (synthetic) are stored in a private MongoDB, all cells
are made of them by the job that keeps them, and after a restart the line is read: the
first time, and again and again. ``python -m benchmarks.size --comments 500000``.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from pymongo import WriteConcern
from rich.progress import Progress

from benchmarks.size_world import REFORMS, SOURCES, YEAR, documents
from domain.coverage import Reason, Stretch
from kayfiyat.mongod import private_mongod
from kayfiyat.printing import aside, console, table
from mood import job
from mood.reading import others, series
from store.cells import Cells
from store.clients import Database, Document, connect
from store.confusions import save_confusions
from store.documents import stretch_document
from store.schema import mark_synthetic, prepare
from store.scoring import Scoring
from store.stale import marks

COMMENTS, SHARE = 5_000_000, 100
LATER = datetime(2026, 2, 1, tzinfo=UTC)
ROUNDS = 21
UNACKNOWLEDGED = WriteConcern(w=1, j=False)

COMMON, RARE = REFORMS[4], REFORMS[-1]
WORLDS = ("small", "large")


def _line(database: Database[Document], by: Any = "day", **chosen: Any) -> object:
    return series(database, YEAR, by=by, now=LATER, **chosen)


LINES: dict[str, Callable[[Database[Document]], object]] = {
    "a common reform, by day": lambda d: _line(d, reform=COMMON),
    "a rare reform, by day": lambda d: _line(d, reform=RARE),
    "every comment, by day": _line,
    "a common reform, by week": lambda d: _line(d, reform=COMMON, by="week"),
    "a common reform, campaigns left out": lambda d: _line(
        d, reform=COMMON, campaigns=False
    ),
    "all other reforms, by day": lambda d: others(
        d, YEAR, by="day", reform=COMMON, now=LATER
    ),
}


def main() -> None:
    """Print the time of each line in both worlds, the ratio, and the rebuilding's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=COMMENTS)
    parser.add_argument("--folder", type=Path, help="where the data lie for a while")
    given = parser.parse_args()
    console.print("Synthetic comments with made-up attitudes.")
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        with private_mongod(Path(folder)) as uri, Progress(console=aside) as progress:
            for name, count in zip(
                WORLDS, (given.comments // SHARE, given.comments), strict=True
            ):
                built(connect(uri, name), count, progress)
        with private_mongod(Path(folder)) as uri:  # anew: nothing is in its memory
            console.print(_compared({name: connect(uri, name) for name in WORLDS}))


def built(database: Database[Document], count: int, progress: Progress) -> None:
    prepare(database)
    mark_synthetic(database)
    _surroundings(database)
    with _timed(f"{count:,} comments stored", count):
        _store(database, count, progress)
    with _timed(f"all cells of {count:,} comments made", count):
        _rebuild(database, progress)
    cells, national = (
        database[name].estimated_document_count() for name in ("cells", "national")
    )
    console.print(f"{cells:,} cells, {national:,} sums of them over all sources")


def _store(database: Database[Document], count: int, progress: Progress) -> None:
    comments = database.get_collection("comments", write_concern=UNACKNOWLEDGED)
    bar, places = progress.add_task("Comments stored", total=count), set()
    for some in documents(count, np.random.default_rng(7)):
        comments.insert_many(some, ordered=False)
        places |= {(one["source"], one["day"]) for one in some}
        progress.advance(bar, len(some))
    database.stale.bulk_write(marks(places), ordered=False)


def _rebuild(database: Database[Document], progress: Progress) -> None:
    total = database.stale.estimated_document_count()
    bar = progress.add_task("Days of sources made again", total=total)
    while made := job.step(Scoring(database), Cells(database), now=LATER):
        progress.advance(bar, made)


def _surroundings(database: Database[Document]) -> None:
    """What the line reads beside: the scorer's errors, when the sources were seen."""
    matrix = np.array([[0.8, 0.1, 0.1], [0.2, 0.6, 0.2], [0.1, 0.1, 0.8]])
    shaken = matrix + np.random.default_rng(1).normal(0, 0.02, (200, 3, 3))
    replicates = dict.fromkeys(("uz", "ru", "en"), shaken)
    save_confusions(
        database, "made-up-1.0", dict.fromkeys(replicates, matrix), replicates
    )
    kept = {"saved_at": LATER, "first_at": LATER}
    ledger = [stretch_document(each) for each in _ledger()]
    database.coverage.insert_many(
        {"_id": source, "stretches": ledger} | kept for source in SOURCES
    )


def _ledger() -> Iterator[Stretch]:
    """Seen but for an hour each fortnight."""
    at = YEAR.start_at
    while at < YEAR.end_at:
        blind_at, again_at = at + timedelta(days=14), at + timedelta(days=14, hours=1)
        yield Stretch(at, blind_at)
        yield Stretch(blind_at, again_at, Reason.OUTAGE)
        at = again_at


def _compared(worlds: dict[str, Database[Document]]) -> object:
    found = table("milliseconds", "small", "large", "ratio", "small, first", "first")
    for name, line in LINES.items():
        first = {world: _took(line, database) for world, database in worlds.items()}
        took = {world: [] for world in worlds}  # type: dict[str, list[float]]
        for _ in range(ROUNDS):  # in turn, so that both have the same machine
            for world, database in worlds.items():
                took[world].append(_took(line, database))
        small, large = (statistics.median(took[world]) for world in WORLDS)
        found.add_row(
            name,
            *(f"{1000 * each:.1f}" for each in (small, large)),
            f"{large / small:.2f}",
            *(f"{1000 * first[world]:.0f}" for world in WORLDS),
        )
    return found


def _took(
    line: Callable[[Database[Document]], object], database: Database[Document]
) -> float:
    started = time.perf_counter()
    line(database)
    return time.perf_counter() - started


@contextmanager
def _timed(what: str, count: int) -> Iterator[None]:
    started = time.perf_counter()
    yield
    took = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(
        f"{what} in {took:,.0f} s: {count / took:,.0f} a second; "
        f"at most {memory:,.0f} MiB in this process so far"
    )


if __name__ == "__main__":
    main()
