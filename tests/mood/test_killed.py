"""Killed again and again while it scores and makes cells, on a real MongoDB."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from pymongo.database import Database

from benchmarks.replica_check import other_campaigns, other_cells, other_totals
from tests.mood import killed
from tests.mood.conftest import Arrive
from tests.mood.worlds import NOON

MongoDB = Database[dict[str, Any]]
MARKS = ("stale", "unsearched", "unthreaded")
KILLED = -9

AT_RANDOM = [f"{random.random() / 4} s" for _ in range(8)]  # others each time
BEFORE_EACH_WRITE = [f"{number} writes" for number in range(1, 15)]


@contextmanager
def worker(uri_and_db: tuple[str, str], door: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.mood.killed", *uri_and_db, door]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield process


def ended(process: subprocess.Popen[str], moment: str, arriving: Any = None) -> int:
    """How a child of the worker ended, while something arrived."""
    assert process.stdin
    assert process.stdout
    print(moment, file=process.stdin, flush=True)
    if arriving:
        arriving()
    return int(process.stdout.readline())


def live(
    uri_and_db: tuple[str, str], arrive: Arrive, moments: Sequence[str], door: str
) -> list[int]:
    """Comments arrive, some in other words, some go, and the worker dies each time."""
    with worker(uri_and_db, door) as process:
        ends = []
        for batch, moment in enumerate(moments):
            said = [killed.comment(batch, number) for number in range(24)]
            other = killed.comment(batch - 2, 3, "Yaxshi bo'ldi")
            gone = killed.comment(batch - 3, 4).id

            async def happens(arrivals: Any) -> None:
                await arrivals.save_comments(said[12:], now=NOON)  # noqa: B023
                await arrivals.save_comments([other], now=NOON)  # noqa: B023
                await arrivals.erase_comments([gone], now=NOON)  # noqa: B023

            arrive(lambda arrivals: arrivals.save_comments(said[:12], now=NOON))  # noqa: B023
            ends.append(ended(process, moment, lambda: arrive(happens)))
        assert ended(process, "to the end") == 0
        return ends


def wrong(database: MongoDB) -> dict[str, int]:
    """What differs from cells, totals and campaigns that are made anew of all."""
    return {
        "cells": other_cells(database),
        "totals": other_totals(database),
        "campaigns": other_campaigns(database),
        "sums": other_sums(database),
        "marks": sum(database[name].count_documents({}) for name in MARKS),
        "pending": database.comments.count_documents({"pending": True}),
    }


def other_sums(database: MongoDB) -> int:
    """The campaigns whose sums are not those of their comments, or that have none."""
    held: dict[str, list[dict[str, Any]]] = {}
    for one in database.comments.find({"campaign": {"$gt": ""}}):
        held.setdefault(one["campaign"], []).append(one)
    anew = {
        name: (len(said), len({one["author"] for one in said} - {None}))
        for name, said in held.items()
    }
    found = database.campaigns.find()
    stored = {one["_id"]: (one["comments"], one["authors"]) for one in found}
    return sum(stored.get(n) != anew.get(n) for n in stored.keys() | anew.keys())


NOTHING = dict.fromkeys(("cells", "totals", "campaigns", "sums", "marks", "pending"), 0)


@pytest.mark.parametrize("moments", [AT_RANDOM, BEFORE_EACH_WRITE])
def test_what_is_killed_and_started_again_ends_right(
    database: MongoDB,
    uri_and_db: tuple[str, str],
    arrive: Arrive,
    moments: list[str],
) -> None:
    ends = live(uri_and_db, arrive, moments, "careful")

    assert ends.count(KILLED) > len(moments) / 2
    assert wrong(database) == NOTHING
    assert database.campaigns.count_documents({"authors": {"$gte": 5}}) > 0


def test_marks_that_are_cleared_too_early_would_be_noticed(
    database: MongoDB, uri_and_db: tuple[str, str], arrive: Arrive
) -> None:
    live(uri_and_db, arrive, BEFORE_EACH_WRITE, "careless")

    assert wrong(database)["cells"] > 0
