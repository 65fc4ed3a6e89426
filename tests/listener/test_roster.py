"""Sources come and go while we listen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from domain.errors import AwayError
from domain.sources import Kind, Source
from listener.roster import Roster
from listener.watching import Watch

A, B = (Source(Kind.FEED, name, url="https://x.uz") for name in ("a1", "b1"))


class World:
    """Who is wanted, and who is followed."""

    def __init__(self) -> None:
        self.wanted: Sequence[Source] = ()
        self.away = False
        self.followed: list[str] = []
        self.begun = 0
        self.in_hand = asyncio.Event()
        self.in_hand.set()
        self.stop = asyncio.Event()
        self.watch = Watch([], clock=lambda: datetime.now(UTC))

    async def keep(self) -> None:
        roster = Roster(self.ask, self.follow, watch=self.watch, stop=self.stop)
        await roster.keep(look=0.005)

    async def ask(self) -> Sequence[Source]:
        if self.away:
            raise AwayError("gone")
        return self.wanted

    async def follow(self, source: Source, leave: asyncio.Event) -> None:
        self.followed.append(source.id)
        self.begun += 1
        await leave.wait()
        await self.in_hand.wait()
        self.followed.remove(source.id)

    async def until(self, *ids: str) -> None:
        for _ in range(1_000):
            if sorted(self.followed) == sorted(ids):
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"followed are {self.followed}, not {ids}")


@pytest.fixture
async def world() -> World:
    return World()


async def test_who_is_added_is_followed_and_who_is_paused_is_left(
    world: World,
) -> None:
    kept = asyncio.create_task(world.keep())
    world.wanted = [A]
    await world.until(A.id)
    world.wanted = [A, B]
    await world.until(A.id, B.id)
    world.wanted = [B]
    await world.until(B.id)
    await asyncio.sleep(0.02)
    assert list(world.watch.tallies()[1]) == [B.id]

    world.stop.set()
    await kept

    assert world.followed == []


async def test_a_source_is_not_begun_twice_while_its_last_pass_is_in_hand(
    world: World,
) -> None:
    kept = asyncio.create_task(world.keep())
    world.wanted = [A]
    await world.until(A.id)
    world.in_hand.clear()
    world.wanted = []
    await asyncio.sleep(0.02)
    world.wanted = [A]
    await asyncio.sleep(0.02)
    assert world.begun == 1

    world.in_hand.set()
    await asyncio.sleep(0.05)
    assert world.begun == 2

    world.stop.set()
    await kept


async def test_while_mongodb_is_away_who_was_wanted_is_still_followed(
    world: World,
) -> None:
    kept = asyncio.create_task(world.keep())
    world.wanted = [A]
    await world.until(A.id)
    world.away = True
    await asyncio.sleep(0.02)
    assert world.followed == [A.id]

    world.stop.set()
    await kept
