"""Several scorers on one database: halted, killed, and right in the end."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.errors import ClaimLostError
from domain.sources import Completeness
from domain.terms import Terms
from domain.uses import Uses
from domain.votes import Votes
from mood import job
from mood.national import totals_of
from store.campaigns import Campaigns
from store.cells import Cells
from store.collected import Collected
from store.guarding import Guard
from store.holders import Holder
from store.retention import forget_text
from store.scoring import Scoring
from store.shifts import Shift
from store.terms import TermsDoor
from store.threads import Threads
from tests.mood import killed
from tests.mood.conftest import Arrive
from tests.mood.test_killed import NOTHING, wrong
from tests.mood.worlds import NOON

MongoDB = Database[dict[str, Any]]
Meanwhile = Callable[[], None]
OVER = timedelta(0)
LATER = NOON + timedelta(days=30)
MADE = ("cells", "national", "summed", "threads", "collected", "terms")


class HaltedVotes(Cells):
    """Reads the votes of a day, and is halted before its cells are saved."""

    meanwhile: Meanwhile

    def votes_of(self, sources: Any, day: date) -> Iterator[Votes]:
        found = list(super().votes_of(sources, day))
        self.meanwhile()
        return iter(found)


class HaltedUses(Campaigns):
    """Reads what may be of a campaign, and is halted before it is noted."""

    meanwhile: Meanwhile

    def uses(self, start_at: Any, end_at: Any) -> Uses:
        found = super().uses(start_at, end_at)
        self.meanwhile()
        return found


def halted_at_votes(database: MongoDB, guard: Guard | None, then: Meanwhile) -> Cells:
    cells = HaltedVotes(database, guard)
    cells.meanwhile = then
    return cells


def halted_at_uses(database: MongoDB, guard: Guard | None, then: Meanwhile) -> Cells:
    cells = Cells(database, guard)
    cells.campaigns = HaltedUses(database, *([guard] if guard else ()))
    cells.campaigns.meanwhile = then
    return cells


HALTS = [halted_at_votes, halted_at_uses]


def score(database: MongoDB) -> None:
    scoring = Scoring(database)
    scoring.save(killed.scored(scoring.pending()), scorer="joint-1.0", now=NOON)


def overslept(
    database: MongoDB, arrive: Arrive, halt: Any, *, guarded: bool
) -> dict[str, int]:
    """One is halted in a step; more is said, and another makes all of it again."""
    halted, other = Shift(database, Holder(), lease=OVER), Shift(database, Holder())
    said = [killed.comment(0, number) for number in range(24)]
    awake = iter([True])

    def meanwhile() -> None:
        if next(awake, False):
            gone = [one.id for one in said[:3]]
            arrive(lambda arrivals: arrivals.erase_comments(gone, now=NOON))
            arrive(lambda arrivals: arrivals.save_comments(said[8:], now=NOON))
            score(database)
            assert other.take()
            cells = Cells(database, other.guarded)
            while job.step(Scoring(database), cells, now=NOON):
                pass

    arrive(lambda arrivals: arrivals.save_comments(said[:12], now=NOON))
    score(database)
    assert halted.take()
    cells = halt(database, halted.guarded if guarded else None, meanwhile)
    if guarded:
        with pytest.raises(ClaimLostError):
            job.step(Scoring(database), cells, now=NOON)
    else:
        job.step(Scoring(database), cells, now=NOON)
    return wrong(database)


@pytest.mark.parametrize("halt", HALTS)
def test_who_overslept_a_step_leaves_what_another_made_of_more(
    database: MongoDB, arrive: Arrive, halt: Any
) -> None:
    assert overslept(database, arrive, halt, guarded=True) == NOTHING


@pytest.mark.parametrize(
    "halt, what", [(halted_at_votes, "cells"), (halted_at_uses, "campaigns")]
)
def test_without_the_guard_it_would_be_noticed(
    database: MongoDB, arrive: Arrive, halt: Any, what: str
) -> None:
    assert overslept(database, arrive, halt, guarded=False)[what] > 0


@contextmanager
def scorers(uri_and_db: tuple[str, str]) -> Iterator[Callable[[str], int]]:
    """What to ask for children that score: tests.mood.side_by_side."""
    command = [sys.executable, "-m", "tests.mood.side_by_side", *uri_and_db]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        told, answers = process.stdin, process.stdout

        def ask(what: str) -> int:
            print(what, file=told, flush=True)
            return int(answers.readline())

        yield ask
        told.close()


def test_who_are_halted_and_killed_in_turn_end_right(
    database: MongoDB, uri_and_db: tuple[str, str], arrive: Arrive
) -> None:
    """Their leases are so short that the shift is lost again and again."""
    chance, ends = random.Random(), []
    with scorers(uri_and_db) as ask:
        for batch in range(5):
            said = [killed.comment(batch, number) for number in range(24)]
            arrive(lambda arrivals: arrivals.save_comments(said[:12], now=NOON))  # noqa: B023
            one, other = ask("begin"), ask("begin")
            arrive(lambda arrivals: arrivals.save_comments(said[12:], now=NOON))  # noqa: B023
            for how in (signal.SIGSTOP, signal.SIGCONT):
                time.sleep(chance.random() / 5)
                os.kill(one, how)
            os.kill(other, signal.SIGKILL)
            ends.append(ask(f"{one}"))
            ask(f"{other}")
        ends.append(ask(f"{ask('begin')}"))

    assert ends == [0] * 6
    assert wrong(database) == NOTHING


SUMS = {("feed:1", "2026-03-01"): Completeness(1, 1, 1)}
THREADS: list[Any] = [(("feed:1", "2026-03-01"), [])]
TERMS = Terms(date(2026, 3, 1), date(2026, 3, 1), 1, ())


@pytest.mark.parametrize(
    "written",
    [
        lambda db, guard: Threads(db, guard).save(THREADS, now=NOON),
        lambda db, guard: Collected(db, guard).save(SUMS, now=NOON),
        lambda db, guard: TermsDoor(db, guard).save("tariffs", TERMS, now=NOON),
        lambda db, guard: Cells(db, guard).national.sum_up(NOON.date(), totals_of),
        lambda db, guard: forget_text(db, before=LATER, quiet_since=LATER, guard=guard),
    ],
    ids=["threads", "collected", "terms", "sums", "words"],
)
def test_who_overslept_writes_nothing_of_all_that_is_made(
    database: MongoDB, arrive: Arrive, written: Any
) -> None:
    said = [killed.comment(0, number) for number in range(3)]
    arrive(lambda arrivals: arrivals.save_comments(said, now=NOON))
    database.comments.update_many({}, {"$set": {"pending": False}})
    database.stale.delete_many({})
    shift = Shift(database, Holder(), lease=OVER)
    shift.take()
    Shift(database, Holder()).take()

    with pytest.raises(ClaimLostError):
        written(database, shift.guarded)
    assert database.comments.count_documents({"forgotten": True}) == 0
    assert [database[name].count_documents({}) for name in MADE] == [0] * len(MADE)
