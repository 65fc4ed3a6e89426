"""Listeners that share sources, beat by beat, over a real MongoDB."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase
from structlog.testing import capture_logs

from domain.coverage import Reason
from domain.errors import ClaimLostError
from domain.sources import Kind, Source
from listener.claiming import Claiming
from listener.collecting import Collected
from listener.slots import held_slot
from store.claims import Claims
from store.motor import connected
from store.turns import Turns

LEASE = timedelta(hours=1)
"""No test waits for it: whoever is to be dead is made so."""

Documents = AsyncDatabase[dict[str, Any]]


def feed(host: str, name: str = "") -> Source:
    return Source(Kind.FEED, name or host, url=f"https://{host}/rss")


def channel(name: str) -> Source:
    return Source(Kind.TELEGRAM, name)


FOUR = [feed(host) for host in ("a.uz", "b.uz", "c.uz", "d.uz")]


class House:
    """The listeners of a test, what they want, and what is in hand of each."""

    def __init__(self, there: Documents) -> None:
        self.there = there
        self.wanted: list[Source] = list(FOUR)
        self.busy: dict[str, set[str]] = {}
        self.turns: dict[str, Turns] = {}
        self.each: dict[str, Claiming] = {}
        self.open = AsyncExitStack()

    async def begin(
        self, name: str, *, unable: Callable[[Source], bool] = lambda _: False
    ) -> Claiming:
        async def wanted() -> list[Source]:
            return self.wanted

        self.turns[name] = Turns()
        self.busy[name] = set()
        one = self.each[name] = Claiming(
            Claims(self.there),
            self.turns[name],
            wanted,
            slot=name,
            lease=LEASE,
            clock=lambda: datetime.now(UTC),
            unable=unable,
        )
        await self.open.enter_async_context(one.kept(lambda: self.busy[name]))
        return one

    async def beats(self, times: int = 3) -> None:
        for _ in range(times):
            for one in self.each.values():
                await one.beat()

    async def shares(self) -> dict[str, list[str]]:
        return {
            name: sorted(source.name for source in await one.ours())
            for name, one in self.each.items()
        }

    async def dies(self, name: str) -> Claiming:
        """Not seen for longer than its lease."""
        long_ago = {"$set": {"until": datetime(2020, 1, 1, tzinfo=UTC)}}
        await self.there.listeners.update_one({"slot": name}, long_ago)
        await Claims(self.there).sight()
        return self.each.pop(name)


@pytest.fixture
async def house(uri_and_db: tuple[str, str]) -> AsyncIterator[House]:
    async with connected(*uri_and_db) as there:
        made = House(there)
        async with made.open:
            yield made


async def test_one_alone_has_all_at_once_and_says_nothing_of_it(house: House) -> None:
    with capture_logs() as log:
        await house.begin("x")

    assert await house.shares() == {"x": ["a.uz", "b.uz", "c.uz", "d.uz"]}
    assert log == []


async def test_a_newcomer_gets_its_share_after_the_pass_in_hand(house: House) -> None:
    await house.begin("x")
    house.busy["x"] = {source.id for source in FOUR}
    await house.begin("y")
    await house.beats()
    before = await house.shares()

    house.busy["x"] = set()
    await house.beats()

    # What is to be the other's is not begun again, and not given while it is read.
    assert {name: len(share) for name, share in before.items()} == {"x": 2, "y": 0}
    after = await house.shares()
    assert after["x"] == before["x"]
    assert sorted(after["x"] + after["y"]) == ["a.uz", "b.uz", "c.uz", "d.uz"]


async def test_sources_of_one_host_stay_together(house: House) -> None:
    house.wanted = [feed("a.uz", f"a{n}") for n in range(5)] + FOUR[1:3]
    await house.begin("x")
    await house.begin("y")
    await house.beats()

    shares = sorted((await house.shares()).values())

    assert shares == [["a0", "a1", "a2", "a3", "a4"], ["b.uz", "c.uz"]]


async def test_what_the_dead_had_is_taken_over(house: House) -> None:
    await house.begin("x")
    await house.begin("y")
    await house.beats()
    await house.dies("x")

    await house.beats(1)

    assert await house.shares() == {"y": ["a.uz", "b.uz", "c.uz", "d.uz"]}


async def test_who_was_taken_for_dead_writes_nothing_and_joins_anew(
    house: House,
) -> None:
    x = await house.begin("x")
    await house.begin("y")
    await house.beats()
    mine = (await house.shares())["x"]
    old = {f"feed:{name}": await house.turns["x"].of(f"feed:{name}") for name in mine}
    house.busy["x"] = set(old)
    await house.dies("x")
    await house.beats()

    with capture_logs() as log:
        await x.beat()
    for source in old:
        with pytest.raises(ClaimLostError):
            await house.turns["x"].of(source)
    house.each["x"] = x
    house.busy["x"] = set()
    await house.beats()

    assert log[0]["event"] == "taken for dead"
    assert {name: len(each) for name, each in (await house.shares()).items()} == {
        "x": 2,
        "y": 2,
    }
    for name in (await house.shares())["x"]:
        assert await house.turns["x"].of(f"feed:{name}") > max(old.values())


async def test_what_is_read_is_not_taken_again_before_that_pass_has_ended(
    house: House,
) -> None:
    x = await house.begin("x")
    house.busy["x"] = {FOUR[0].id}
    await house.dies("x")
    await x.beat()
    house.each["x"] = x

    before = await house.shares()
    house.busy["x"] = set()
    await house.beats(1)

    assert before == {"x": ["b.uz", "c.uz", "d.uz"]}
    assert (await house.shares())["x"] == ["a.uz", "b.uz", "c.uz", "d.uz"]


async def test_a_source_that_comes_later_is_claimed_without_waiting_for_a_beat(
    house: House,
) -> None:
    x = await house.begin("x")
    house.wanted = [*FOUR, feed("e.uz")]

    async with asyncio.timeout(20):
        while len(await x.ours()) < 5:  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    assert await house.turns["x"].of("feed:e.uz")


async def test_a_paused_source_is_not_listened_to_and_its_host_is_given(
    house: House,
) -> None:
    await house.begin("x")
    house.wanted = FOUR[1:]

    await house.beats()

    assert (await house.shares())["x"] == ["b.uz", "c.uz", "d.uz"]
    with pytest.raises(ClaimLostError):
        await house.turns["x"].of(FOUR[0].id)


async def test_without_a_session_of_its_own_it_leaves_telegram_to_who_has_one(
    house: House,
) -> None:
    house.wanted = [channel(f"c{n}") for n in range(4)]
    await house.begin("x", unable=lambda source: source.kind is Kind.TELEGRAM)
    alone = await house.shares()

    await house.begin("y")
    await house.beats()

    # Alone it tries, as each source must say why it is blind.
    assert len(alone["x"]) == 4
    assert await house.shares() == {"x": [], "y": ["c0", "c1", "c2", "c3"]}


async def test_where_it_is_logged_out_another_does_better(house: House) -> None:
    house.wanted = [channel(f"c{n}") for n in range(4)]
    x = await house.begin("x")
    await house.begin("y")
    await house.beats()
    lost = [source.id for source in await x.ours()]

    x.told(Collected(lost[0], error="no", reason=Reason.LOGGED_OUT))
    await house.beats()
    without = await house.shares()
    x.told(Collected(lost[0]))
    await house.beats()

    assert without["x"] == []
    assert len((await house.shares())["x"]) == 2


async def test_whoever_ends_frees_all_at_once(uri_and_db: tuple[str, str]) -> None:
    async with connected(*uri_and_db) as there:
        house = House(there)
        await house.begin("y")
        await house.open.aclose()
        house.each.clear()
        house.open = AsyncExitStack()

        await house.begin("x")

        assert len((await house.shares())["x"]) == 4
        await house.open.aclose()


def test_processes_that_share_a_folder_have_different_slots(tmp_path: Path) -> None:
    with held_slot(tmp_path) as first:
        with held_slot(tmp_path) as second:
            pass
        with held_slot(tmp_path) as again:
            pass
    with held_slot(tmp_path) as first_again, held_slot(tmp_path / "b") as elsewhere:
        pass

    assert first == first_again
    assert second == again
    assert len({first, second, elsewhere}) == 3
