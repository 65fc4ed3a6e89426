"""A process that scores and makes cells, and is killed at a given moment."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pymongo import monitoring

from domain.attitudes import Language, Script, Verdict
from domain.comments import Comment
from mood import job
from store.cells import Cells
from store.clients import connect
from store.scoring import Pending, Scored, Scoring
from store.stale import StaleDay
from tests.mood.prints import print_, varied
from tests.mood.worlds import NOON

WRITES = {"insert", "update", "delete", "findAndModify", "commitTransaction"}


class DiesBefore(monitoring.CommandListener):
    """Kills its own process before it sends the write of this number."""

    def __init__(self, write: int) -> None:
        self._left = write

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self._left -= event.command_name in WRITES
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def succeeded(self, event: Any) -> None: ...
    def failed(self, event: Any) -> None: ...


def comment(batch: int, number: int, words: str = "Narxlar oshdi") -> Comment:
    """Each batch has days of its own: what is missed there is not mended by another.

    Of a batch's 24 comments eight are nearly alike, by as many authors.
    """
    day = timedelta(days=7 * batch + number % 3)
    return Comment(
        id=f"telegram:{batch}:{number}",
        source=f"feed:{number % 2}",
        at=NOON + day + timedelta(minutes=number),
        text=f"{words} {number}",
        author=f"author-{number}" if number % 7 else None,
        post=f"feed:post:{batch}",
    )


def scored(pending: Sequence[Pending]) -> list[Scored]:
    """What is said of each hangs on its id and its words alone."""
    return [_scored(each) for each in pending]


def _scored(one: Pending) -> Scored:
    batch, number = map(int, one.id.split(":")[1:])
    chance = random.Random(f"{one.id} {one.text}")
    shares = [chance.random() + 0.01 for _ in range(3)]
    against, neutral, in_favour = (share / sum(shares) for share in shares)
    reforms = ("tariffs",) if number % 4 else ()
    verdict = Verdict(
        Language.UZBEK if number % 5 else Language.RUSSIAN,
        Script.LATIN,
        (against, neutral, in_favour) if number % 6 else None,
        reforms,
        (),
    )
    near = varied(print_(-batch), 8, chance=number)
    return Scored(one, verdict, reforms, near if number < 8 else print_(number))


class Careless(Scoring):
    """Clears the marks first: what a crash leaves undone then is never done."""

    def stale(self, limit: int = 500) -> list[StaleDay]:
        found = super().stale(limit)
        self.fresh(found)
        return found


DOORS: dict[str, type[Scoring]] = {"careful": Scoring, "careless": Careless}


def work(uri: str, name: str, door: str) -> None:
    """Score and make cells until nothing is left."""
    database = connect(uri, name)
    scoring, cells, looking = DOORS[door](database), Cells(database), Scoring(database)
    while True:
        pending = scoring.pending(limit=17)
        scoring.save(scored(pending), scorer="joint-1.0", now=NOON)
        made = job.step(scoring, cells, now=NOON)
        if not (pending or made or looking.stale(1)):
            return


def main(uri: str, name: str, door: str) -> None:
    """For each line a child that works until its moment: ``1.5 s``, ``7 writes``."""
    for line in sys.stdin:
        moment, _, unit = line.strip().partition(" ")
        child = os.fork()  # as if started anew, without the time that imports take
        if not child:
            if unit == "writes":
                monitoring.register(DiesBefore(int(moment)))
            work(uri, name, door)
            os._exit(0)
        if unit == "s":
            time.sleep(float(moment))
            os.kill(child, signal.SIGKILL)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
