"""Several `kayfiyat listen` share the sources; what one leaves another takes up."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from listener.pseudonyms import KEYS, Pseudonyms
from tests.listener.town import Ears, Town, ears, until, writing

LEASE = 2.0


@dataclass
class Place:
    """A town of four hosts in which people write, and who listens to it."""

    town: Town
    ears: Ears
    database: Database[dict[str, Any]]
    people: asyncio.Task[None]

    def stored(self) -> dict[str, str]:
        return {one["_id"]: one["text"] for one in self.database.comments.find()}

    async def whole(self) -> None:
        """Nobody writes any more, and all that was written is stored, and no more."""
        self.people.cancel()
        await until(lambda: self.stored() == self.town.world())

    async def heard(self, *ids: str) -> None:
        await until(lambda: set(ids) <= self.stored().keys())

    def stretches(self) -> list[dict[str, Any]]:
        ledgers = self.database.coverage.find()
        return [one for ledger in ledgers for one in ledger["stretches"]]

    async def two(self) -> None:
        """Two listeners, each with its share."""
        self.ears.make_keys("a")
        self.ears.start("a")
        await until(lambda: self.ears.shares() == [4])
        self.ears.start("b", keys_of="a")
        await until(lambda: self.ears.shares() == [2, 2])


@pytest.fixture
async def place(
    uri_and_db: tuple[str, str], database: Database[dict[str, Any]], tmp_path: Path
) -> AsyncIterator[Place]:
    town = Town()
    async with town.open(4):
        settings = town.settings(every=0.3, lease=LEASE)
        with ears(tmp_path, database, uri_and_db[0], settings) as listeners:
            people = asyncio.create_task(writing(town, every=0.02))
            yield Place(town, listeners, database, people)
            people.cancel()
            with suppress(asyncio.CancelledError):
                await people


async def test_where_one_is_killed_the_other_takes_over_and_nothing_is_lost(
    place: Place,
) -> None:
    await place.two()

    place.ears.end("a", signal.SIGKILL)
    after = [place.town.write(name) for name in place.town.sites]
    await place.heard(*after)

    assert place.ears.shares() == [4]
    place.ears.start("a")
    await until(lambda: place.ears.shares() == [2, 2])
    await place.whole()
    assert {one["reason"] for one in place.stretches()} == {None}


async def test_one_that_ends_in_order_is_succeeded_at_once(place: Place) -> None:
    await place.two()

    assert place.ears.end("a", signal.SIGTERM) == 0

    # Its lease has not run out: it gave up its place.
    assert len(place.ears.shares()) == 1
    await until(lambda: place.ears.shares() == [4])


async def test_one_that_wakes_up_after_its_lease_harms_nothing(place: Place) -> None:
    await place.two()

    place.ears.signal("a", signal.SIGSTOP)
    await until(lambda: place.ears.shares() == [4])
    ledgers = list(place.database.coverage.find())
    place.ears.signal("a", signal.SIGCONT)
    await until(lambda: place.ears.shares() == [2, 2])
    await place.heard(*[place.town.write(name) for name in place.town.sites])
    await place.whole()

    assert "taken for dead" in place.ears.log("a")
    events = place.ears.events("a") + place.ears.events("b")
    assert [one for one in events if one["event"] == "blind"] == []
    assert {one["reason"] for one in place.stretches()} == {None}
    turns = {one["_id"]: one["turn"] for one in place.database.coverage.find()}
    assert all(turns[one["_id"]] >= one["turn"] for one in ledgers)


async def test_a_single_listener_does_not_wait_for_the_lease_of_its_last_life(
    place: Place,
) -> None:
    place.ears.start("a")
    await until(lambda: place.ears.shares() == [4])
    before = {one["by"] for one in place.database.claims.find()}
    place.ears.end("a", signal.SIGKILL)
    # For an hour nobody would take it for dead.
    hour = {"$set": {"until": {"$add": ["$$NOW", 3_600_000]}}}
    place.database.listeners.update_many({}, [hour])

    place.ears.start("a")

    await place.heard(*[place.town.write(name) for name in place.town.sites])
    assert {one["by"] for one in place.database.claims.find()}.isdisjoint(before)


async def test_a_listener_with_other_keys_refuses_in_one_sentence(place: Place) -> None:
    place.ears.make_keys("a")
    place.ears.start("a")
    await until(lambda: place.ears.shares() == [4])

    place.ears.start("b")
    ended = await asyncio.to_thread(place.ears.running.pop("b").wait)

    assert ended == 2
    assert "one person would become two" in place.ears.log("b")
    assert place.ears.log("b").count("\n") == 1
    assert place.ears.shares() == [4]


async def test_a_listener_that_does_not_know_who_opted_out_ends(place: Place) -> None:
    await place.two()

    there = Pseudonyms(place.ears.folder / "a" / KEYS)
    there.opted_out.add("telegram:7", source="")
    ended = await asyncio.to_thread(place.ears.running.pop("b").wait)

    assert ended == 2
    assert "knows 0 who asked not to be kept" in place.ears.log("b")
    await until(lambda: place.ears.shares() == [4])
