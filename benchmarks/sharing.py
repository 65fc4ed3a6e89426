"""Kill one of two listeners again and again, and time the other's taking over.

A real MongoDB, six real hosts on which people write all the time, and two `kayfiyat
listen` as an operator runs them, each with a data folder of its own. One is killed by
SIGKILL; it is timed until of each of its hosts a comment is stored that was written
after the kill. Then it is started again, takes its share, and the next is killed. At
the end all that was written must be stored, once.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from domain.listening_settings import ListenerSettings
from kayfiyat.mongod import private_mongod
from kayfiyat.printing import aside, console, table
from store.clients import connect
from store.schema import prepare
from tests.listener.town import Ears, Town, ears, until, writing

HOSTS = 6
EVERY = 2.0
"""Seconds between two looks at a source."""

PAUSE = 0.05
"""Seconds between two comments, all over the town."""

PATIENCE = 180.0
BOTH = ("a", "b")


@dataclass
class Outcome:
    """Seconds from each event until it showed."""

    took_over: list[float] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    shared: list[float] = field(default_factory=list)
    in_order: list[float] = field(default_factory=list)
    written: int = 0
    lost: int = 0
    doubled: int = 0
    blind: int = 0
    unseen: float = 0.0


async def measured(
    folder: Path, uri: str, *, kills: int, lease: float, seed: int
) -> Outcome:
    database = connect(uri, "sharing")
    prepare(database)
    town, chance, outcome = Town(), random.Random(seed), Outcome()
    async with town.open(HOSTS):
        settings = town.settings(every=EVERY, lease=lease)
        with ears(folder, database, uri, settings) as listeners:
            people = asyncio.create_task(writing(town, every=PAUSE))
            await _begin(listeners)
            for n in range(kills):
                await asyncio.sleep(chance.uniform(1.0, 6.0))
                await _killed(chance.choice(BOTH), town, listeners, outcome)
                aside.print(f"kill {n + 1}: {outcome.heard[-1]:.1f} s")
            await _ended(listeners, outcome)
            people.cancel()
            with suppress(asyncio.CancelledError):
                await people
            await _compare(town, database, outcome)
    database.client.close()
    return outcome


async def _begin(listeners: Ears) -> None:
    listeners.make_keys("a")
    listeners.start("a")
    listeners.start("b", keys_of="a")
    await until(lambda: listeners.shares() == [HOSTS // 2] * 2, within=PATIENCE)


async def _killed(name: str, town: Town, listeners: Ears, outcome: Outcome) -> None:
    survivor = next(each for each in BOTH if each != name)
    began = time.monotonic()
    listeners.end(name, signal.SIGKILL)
    after = {town.write(host) for host in town.sites}
    await until(lambda: listeners.shares() == [HOSTS], within=PATIENCE)
    outcome.took_over.append(time.monotonic() - began)
    await until(lambda: after <= _stored(listeners.database, after), within=PATIENCE)
    outcome.heard.append(time.monotonic() - began)
    assert listeners.running[survivor].poll() is None
    began = time.monotonic()
    listeners.start(name)
    await until(lambda: listeners.shares() == [HOSTS // 2] * 2, within=PATIENCE)
    outcome.shared.append(time.monotonic() - began)


async def _ended(listeners: Ears, outcome: Outcome) -> None:
    began = time.monotonic()
    await asyncio.to_thread(listeners.end, "a", signal.SIGTERM)
    await until(lambda: listeners.shares() == [HOSTS], within=PATIENCE)
    outcome.in_order.append(time.monotonic() - began)


async def _compare(town: Town, database: Any, outcome: Outcome) -> None:
    world = town.world()
    with suppress(TimeoutError):
        await until(
            lambda: database.comments.count_documents({}) >= len(world), within=30.0
        )
    stored = [(one["_id"], one["text"]) for one in database.comments.find()]
    outcome.written = len(world)
    outcome.lost = len(set(world.items()) - set(stored))
    outcome.doubled = len(stored) - len(set(world.items()) & set(stored))
    ledgers = [one["stretches"] for one in database.coverage.find()]
    outcome.blind = sum(one["reason"] is not None for each in ledgers for one in each)
    gaps = [
        (after["start_at"] - before["end_at"]).total_seconds()
        for each in ledgers
        for before, after in pairwise(each)
    ]
    outcome.unseen = sum(gaps)


def _stored(database: Any, ids: set[str]) -> set[str]:
    found = database.comments.find({"_id": {"$in": sorted(ids)}}, ["_id"])
    return {one["_id"] for one in found}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=10)
    asked.add_argument("--lease", type=float, default=ListenerSettings().lease)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with private_mongod(folder / "mongodb") as uri:
            outcome = asyncio.run(
                measured(
                    folder, uri, kills=given.kills, lease=given.lease, seed=given.seed
                )
            )
    _show(outcome, given.lease)
    raise SystemExit(bool(outcome.lost or outcome.doubled))


def _show(outcome: Outcome, lease: float) -> None:
    shown = table(f"seconds, lease {lease:g}", "times", "least", "median", "most")
    for what, times in (
        ("killed, until the other has all claims", outcome.took_over),
        ("killed, until a comment of each host is stored", outcome.heard),
        ("started, until the shares are even", outcome.shared),
        ("ended in order, until the other has all", outcome.in_order),
    ):
        figures = (min(times), median(times), max(times))
        shown.add_row(what, str(len(times)), *(f"{each:.1f}" for each in figures))
    console.print(shown)
    console.print(
        f"{outcome.written:,} comments written: {outcome.lost} lost, "
        f"{outcome.doubled} doubled; {outcome.blind} stretches blind, "
        f"{outcome.unseen:.1f} seconds unseen.",
        highlight=False,
    )


if __name__ == "__main__":
    main()
