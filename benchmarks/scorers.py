"""Several scorers over one backlog: how fast, how much twice, and what if one dies.

One, two and three processes of ``kayfiyat score`` in turn over the same synthetic
comments in a private MongoDB, ``--rounds`` times; loaded before the clock starts. Then
three, while more arrives and one is killed, or halted and let go on: the one who
makes the cells, or another. Every cell and sum is compared with one made anew.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.documents import pending
from benchmarks.scoring import comment
from kayfiyat.mongod import private_mongod
from kayfiyat.verifying import sums
from kayfiyat.verifying.findings import Verdict
from store.clients import Database, Document, connect
from store.inspection import Inspection
from store.schema import prepare

NAME = "bench"
COMMENTS, DAYS, SOURCES = 24_000, 30, 5
START = datetime(2026, 1, 5, tzinfo=UTC)
DEATHS = ("killed", "halted", "bystander killed")
MADE = (
    *("cells", "national", "summed", "campaigns"),
    *("stale", "unsearched", "unthreaded", "uncounted"),
)
WITHIN = 300.0


@dataclass
class Worker:
    """A scorer's process; it begins when it is told."""

    process: subprocess.Popen[str]
    log: Path

    def begin(self) -> None:
        assert self.process.stdin
        print("go", file=self.process.stdin, flush=True)

    def scored(self) -> int:
        """How many comments it says to have scored."""
        lines = map(json.loads, self.log.read_text().splitlines())
        return sum(one.get("comments", 0) for one in lines if one["event"] == "scored")


def main() -> None:
    """Print speeds and ratios, then what is wrong after deaths: nothing."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--comments", type=int, default=COMMENTS)
    options.add_argument("--rounds", type=int, default=3, help="0: only the deaths")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, private_mongod(Path(folder)) as uri:
        database = connect(uri, NAME)
        prepare(database)
        fill(database, range(given.comments))
        if given.rounds:
            speeds(uri, database, Path(folder), given.rounds)
        wrong = deaths(uri, database, Path(folder), given.comments)
    if wrong:
        sys.exit("Not what was said.")


def speeds(uri: str, database: Database[Document], folder: Path, rounds: int) -> None:
    """Print the median of the rounds; the ratios are of one round each."""
    taken: dict[int, list[tuple[float, float, float]]] = {1: [], 2: [], 3: []}
    for _ in range(rounds):
        for scorers, found in taken.items():
            found.append(_once(uri, database, folder, scorers))
    for scorers, found in taken.items():
        ratios = [one[0][0] / one[1][0] for one in zip(taken[1], found, strict=True)]
        alls = [one[0][1] / one[1][1] for one in zip(taken[1], found, strict=True)]
        speed = database.comments.count_documents({}) / median(f[0] for f in found)
        print(
            f"{scorers} scorers  scored {speed:6,.0f} a second, ratio "
            f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}); "
            f"with cells {median(alls):.2f}; twice {max(f[2] for f in found):.2%}",
            flush=True,
        )
    print(f"cells and sums otherwise than made anew  {wrong_sums(database)}")


def _once(
    uri: str, database: Database[Document], folder: Path, scorers: int
) -> tuple[float, float, float]:
    """Seconds until all is scored, until all cells are made; the share scored twice."""
    for name in MADE:
        database[name].delete_many({})
    database.comments.update_many(
        {}, {"$set": {"pending": True}, "$unset": {"attitude": "", "campaign": ""}}
    )
    with workers(uri, folder, scorers, once=True) as running:
        start = time.perf_counter()
        for each in running:
            each.begin()
        _wait(lambda: not database.comments.count_documents({"pending": True}))
        scored = time.perf_counter() - start
        for each in running:
            each.process.wait()
        made = time.perf_counter() - start
        total = database.comments.count_documents({})
        return scored, made, sum(each.scored() for each in running) / total - 1


def deaths(uri: str, database: Database[Document], folder: Path, comments: int) -> int:
    """Print how long it takes until another takes over; how much is wrong."""
    for how in DEATHS:
        first = database.comments.count_documents({})
        fill(database, range(first, first + comments // 4))
        with workers(uri, folder, 3, once=False) as running:
            for each in running:
                each.begin()
            seconds = _struck(database, running, how, comments // 4)
            _wait(lambda: is_done(database))
        print(f"{how:16} another went on after {seconds:.1f} s", flush=True)
    with workers(uri, folder, 1, once=True) as (last,):  # campaigns wait for minutes
        last.begin()
        last.process.wait()
    waits = {"$or": [{"pending": True}, {"attitude": {"$exists": False}}]}
    lost = database.comments.count_documents(waits)
    wrong = wrong_sums(database)
    print(f"not scored  {lost}   cells and sums otherwise than made anew  {wrong}")
    return lost + wrong


def _struck(
    database: Database[Document], running: Sequence[Worker], how: str, more: int
) -> float:
    """Let one be struck in mid-work; seconds until the work is another's."""
    _wait(lambda: on_shift(database) in {each.process.pid for each in running})
    by = on_shift(database)
    (leader,) = (each for each in running if each.process.pid == by)
    other = next(each for each in running if each is not leader)
    first = database.comments.count_documents({})
    fill(database, range(first, first + more))
    start = time.perf_counter()
    if how == "bystander killed":
        other.process.kill()
        other.process.wait()
        _wait(lambda: not database.comments.count_documents({"pending": True}))
        return time.perf_counter() - start
    leader.process.send_signal(signal.SIGKILL if how == "killed" else signal.SIGSTOP)
    if how == "killed":
        leader.process.wait()
    _wait(lambda: on_shift(database) != by)
    seconds = time.perf_counter() - start
    if how == "halted":
        leader.process.send_signal(signal.SIGCONT)
    return seconds


def on_shift(database: Database[Document]) -> int:
    found = database.shifts.find_one({"_id": "cells"}) or {}
    return int(found.get("pid", 0))


def is_done(database: Database[Document]) -> bool:
    waits = database.comments.find_one({"pending": True}, ["_id"])
    return not waits and not database.stale.find_one()


def wrong_sums(database: Database[Document]) -> int:
    """What `kayfiyat verify` says of all cells and of all sums."""
    look = Inspection(database)
    judged = [*sums.cells(database, look.places()), *sums.nation(database, look.days())]
    return sum(verdict is not Verdict.RIGHT for _, verdict in judged)


@contextmanager
def workers(
    uri: str, folder: Path, count: int, *, once: bool
) -> Iterator[list[Worker]]:
    """Processes that have loaded the scorer and wait to be told."""
    running = [_worker(uri, folder / f"{number}.log", once) for number in range(count)]
    try:
        for each in running:
            assert each.process.stdout
            each.process.stdout.readline()
        yield running
    finally:
        for each in running:
            each.process.send_signal(signal.SIGTERM)
            each.process.wait()


def _worker(uri: str, log: Path, once: bool) -> Worker:
    command = [sys.executable, "-m", "benchmarks.scorers_worker", uri, NAME]
    with log.open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own
            [*command, *(["--once"] if once else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    return Worker(process, log)


def fill(database: Database[Document], numbers: range) -> None:
    for first in range(numbers.start, numbers.stop, 2_000):
        rows = range(first, min(first + 2_000, numbers.stop))
        database.comments.insert_many(_row(number) for number in rows)


def _row(number: int) -> dict[str, Any]:
    chance = random.Random(number)
    return pending(
        f"c{number}",
        source=f"feed:{number % SOURCES}",
        author=f"a{chance.randrange(5_000)}",
        at=START + timedelta(days=number % DAYS, seconds=number // DAYS),
        text=comment(chance, 60),
    )


def _wait(true: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN
    while not true():
        if time.monotonic() > until:
            raise TimeoutError("it is not done in time")
        time.sleep(0.02)


if __name__ == "__main__":
    main()
