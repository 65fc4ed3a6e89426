"""Several scorers, and each comment scored by one of them, on a real MongoDB."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from store.arrivals import Arrivals, Saved
from store.holders import Holder
from store.portions import Portions
from tests.store.examples import NOON, comment, scored

Arrive = Callable[[Callable[[Arrivals], Awaitable[Saved]]], Saved]
MongoDB = Database[dict[str, Any]]
OVER = timedelta(0)


@pytest.fixture
def waiting(database: MongoDB, arrive: Arrive) -> MongoDB:
    """Twelve comments, a second apart."""
    comments = [comment(number) for number in range(12)]
    arrive(lambda arrivals: arrivals.save_comments(comments, now=NOON))
    return database


def numbers(portions: Portions, limit: int = 4) -> list[int]:
    return [int(one.id.rpartition(":")[2]) for one in portions.pending(limit)]


def test_two_scorers_take_the_newest_in_turn(waiting: MongoDB) -> None:
    one, other = Portions(waiting, Holder()), Portions(waiting, Holder())

    assert numbers(one) == [11, 10, 9, 8]
    assert numbers(other) == [7, 6, 5, 4]
    assert numbers(Portions(waiting, Holder())) == [3, 2, 1, 0]
    assert numbers(Portions(waiting, Holder())) == []


def test_the_claim_before_is_given_up_with_the_next(waiting: MongoDB) -> None:
    one, other = Portions(waiting, Holder()), Portions(waiting, Holder())
    said = scored(one.pending(4))
    one.save(said, scorer="joint-1.0", now=NOON)

    assert numbers(one) == [7, 6, 5, 4]
    assert numbers(other) == [3, 2, 1, 0]
    one.give_back()
    assert numbers(other) == [7, 6, 5, 4]


def test_what_a_halted_scorer_claimed_is_free_when_the_lease_ends(
    waiting: MongoDB,
) -> None:
    numbers(Portions(waiting, Holder(), lease=OVER))

    assert numbers(Portions(waiting, Holder())) == [11, 10, 9, 8]


def test_what_a_dead_scorer_of_this_machine_claimed_is_free_at_once(
    waiting: MongoDB,
) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    numbers(Portions(waiting, Holder(pid=process.pid)))

    assert numbers(Portions(waiting, Holder())) == [11, 10, 9, 8]


def test_many_at_a_time_claim_nothing_twice(waiting: MongoDB) -> None:
    scorers = [Portions(waiting, Holder()) for _ in range(4)]

    with ThreadPoolExecutor(4) as threads:
        claimed = list(threads.map(lambda each: numbers(each, 2), scorers))

    taken = [number for each in claimed for number in each]
    assert len(taken) == len(set(taken))
    assert taken


def test_comments_of_one_moment_are_one_scorers(
    database: MongoDB, arrive: Arrive
) -> None:
    comments = [comment(number, at=NOON) for number in range(5)]
    arrive(lambda arrivals: arrivals.save_comments(comments, now=NOON))

    assert len(numbers(Portions(database, Holder()))) == 4
    assert numbers(Portions(database, Holder())) == []


def test_who_finds_nothing_claims_nothing(waiting: MongoDB) -> None:
    one, other = Portions(waiting, Holder()), Portions(waiting, Holder())
    one.save(scored(one.pending()), scorer="joint-1.0", now=NOON)
    waiting.comments.update_many({}, {"$set": {"pending": True}})
    assert numbers(other) == []

    waiting.comments.update_many({}, {"$set": {"pending": False}})
    assert numbers(one) == []
    waiting.comments.update_many({}, {"$set": {"pending": True}})

    assert numbers(other) == [11, 10, 9, 8]
