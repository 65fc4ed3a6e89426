"""Who listens to what. One contract for both async clients."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database

from domain.coverage import Stretch
from domain.errors import ClaimLostError
from domain.sources import Chat, Chats, Cursor, Kind, Source
from store.arrivals import Arrivals
from store.claims import Claims, living
from store.following import Following
from store.motor import connected
from store.turns import Turns
from tests.store.examples import NOON, SOURCE, comment

LONG = timedelta(hours=1)
KUN = Source(Kind.TELEGRAM_WEB, "kun", url="https://t.me")
HOST = "t.me"

Documents = AsyncDatabase[dict[str, Any]]


@pytest.fixture(params=["motor", "pymongo"])
async def there(
    request: pytest.FixtureRequest, uri_and_db: tuple[str, str]
) -> AsyncIterator[Documents]:
    uri, name = uri_and_db
    if request.param == "motor":
        async with connected(uri, name) as database:
            yield database
    else:
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            uri, tz_aware=True, tzinfo=UTC
        )
        async with client:
            yield client[name]


@pytest.fixture
def claims(there: Documents) -> Claims:
    return Claims(there)


async def take(claims: Claims, name: str, *, seen: str | None = None) -> int | None:
    return await claims.take(HOST, name, seen=seen, sources=[KUN.id], now=NOON)


async def over(there: Documents, name: str) -> None:
    """Its lease ended long ago."""
    await there.listeners.update_one(
        {"_id": name}, {"$set": {"until": datetime(2020, 1, 1, tzinfo=UTC)}}
    )


async def test_who_joins_lives_and_says_what_it_could_listen_to(
    claims: Claims,
) -> None:
    await claims.join("a", "slot", lease=LONG)
    renewed = await claims.renew("a", lease=LONG, can={"$x.uz": 3}, cannot={"y": 1})

    sight = await claims.sight()

    assert renewed
    assert sight.living["a"].can == {"$x.uz": 3}
    assert sight.living["a"].cannot == {"y": 1}
    assert sight.living["a"].slot == "slot"


async def test_a_lease_is_counted_by_the_clock_of_mongodb(
    claims: Claims, there: Documents
) -> None:
    await claims.join("a", "slot", lease=LONG)

    found = await there.listeners.find_one() or {}

    assert found["until"] - found["since_at"] == LONG


async def test_one_of_many_gets_a_claim(claims: Claims) -> None:
    turns = await asyncio.gather(*(take(claims, f"{n}") for n in range(8)))

    assert len([turn for turn in turns if turn is not None]) == 1


async def test_what_the_living_have_is_not_taken(claims: Claims) -> None:
    await claims.join("a", "1", lease=LONG)
    await take(claims, "a")

    assert await take(claims, "b") is None
    assert await take(claims, "b", seen="c") is None
    assert (await claims.sight()).holder(HOST) == "a"


async def test_what_the_dead_had_is_taken_once_in_a_later_turn(
    claims: Claims, there: Documents
) -> None:
    await claims.join("a", "1", lease=LONG)
    first = await take(claims, "a") or 0
    await over(there, "a")

    sight = await claims.sight()
    taken = [await take(claims, name, seen="a") for name in ("b", "c")]

    assert sight.living == {}
    assert sight.held == {HOST: "a"}
    assert sight.holder(HOST) is None
    assert taken[0] is not None
    assert taken[0] > first
    assert taken[1] is None


async def test_who_was_seen_dead_cannot_renew(claims: Claims, there: Documents) -> None:
    await claims.join("a", "1", lease=LONG)
    await over(there, "a")
    late = await claims.renew("a", lease=LONG, can={}, cannot={})
    await over(there, "a")
    await claims.sight()

    too_late = await claims.renew("a", lease=LONG, can={}, cannot={})

    assert late
    assert not too_late


async def test_what_is_given_is_free_and_who_leaves_is_gone(claims: Claims) -> None:
    await claims.join("a", "1", lease=LONG)
    await take(claims, "a")
    await claims.give(HOST, "b")
    not_its_own = (await claims.sight()).holder(HOST)
    await claims.give(HOST, "a")
    given = (await claims.sight()).holder(HOST)
    again = await take(claims, "a")
    await claims.leave("a")

    assert not_its_own == "a"
    assert given is None
    assert again
    assert (await claims.sight()).living == {}


async def test_who_gets_a_slot_ends_the_life_of_its_last_owner(claims: Claims) -> None:
    await claims.join("a", "slot", lease=LONG)
    await claims.join("b", "other", lease=LONG)

    await claims.join("c", "slot", lease=LONG)

    assert (await claims.sight()).living.keys() == {"b", "c"}


async def test_it_is_shown_who_has_what(
    claims: Claims, database: Database[dict[str, Any]]
) -> None:
    await claims.join("a", "1", lease=LONG)
    await claims.join("b", "2", lease=timedelta(hours=-1))
    await take(claims, "a")

    assert {one.slot: held for one, held in living(database).items()} == {"1": [HOST]}


class Time:
    """A clock that stands still."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def held(turn: int) -> Turns:
    turns = Turns(Time())
    turns.renewed(0.0, LONG)
    turns.hold([KUN.id], turn)
    return turns


async def test_what_a_listener_of_an_earlier_turn_writes_is_refused(
    claims: Claims, there: Documents, database: Database[dict[str, Any]]
) -> None:
    first = await take(claims, "a") or 0
    old = Arrivals(there, held(first))
    old_following = Following(there, held(first))
    await old.save_source(KUN, now=NOON)
    await old.save_ledger(KUN.id, [Stretch(NOON, NOON + LONG)], now=NOON)
    await old.save_cursor(KUN.id, Cursor(5, 1), now=NOON)
    before = database.sources.find_one(), database.coverage.find_one()
    second = await take(claims, "b", seen="a") or 0

    for write in (
        old.save_source(KUN, now=NOON + LONG),
        old.save_cursor(KUN.id, Cursor(9, 9), now=NOON),
        old.save_ledger(KUN.id, [], now=NOON),
    ):
        with pytest.raises(ClaimLostError, match="another listener has it"):
            await write
    await old_following.save_chats(KUN.id, Chats(Chat(1, 2)))
    await old_following.save_backfill(KUN.id, 0.5, None)

    after = database.sources.find_one(), database.coverage.find_one()
    assert [one | {"turn": first} for one in after if one] == list(before)
    new = Arrivals(there, held(second))
    await new.save_cursor(KUN.id, Cursor(6, 1), now=NOON)
    assert await new.cursor(KUN.id) == Cursor(6, 1)


async def test_a_source_that_is_new_is_marked_with_its_turn(
    there: Documents, database: Database[dict[str, Any]]
) -> None:
    await Arrivals(there, held(7)).save_source(KUN, now=NOON)

    assert (database.sources.find_one() or {})["turn"] == 7


async def test_without_turns_everything_may_be_written(
    claims: Claims, there: Documents
) -> None:
    await Arrivals(there).save_source(KUN, now=NOON)
    await take(claims, "a")

    await Arrivals(there).save_cursor(KUN.id, Cursor(1, 1), now=NOON)

    assert await Arrivals(there).cursor(KUN.id) == Cursor(1, 1)


async def test_what_was_read_before_a_lease_ended_is_not_saved_after_it(
    there: Documents, database: Database[dict[str, Any]]
) -> None:
    clock = Time()
    turns = Turns(clock)
    turns.renewed(0.0, timedelta(seconds=40))
    turns.hold([SOURCE], 1)
    arrivals = Arrivals(there, turns)
    clock.now = 41.0

    saving = asyncio.create_task(arrivals.save_comments([comment(1)], now=NOON))
    await asyncio.sleep(0.05)
    waited = not saving.done()
    turns.drop(1)

    assert waited
    with pytest.raises(ClaimLostError):
        await saving
    assert database.comments.count_documents({}) == 0


async def test_what_waited_is_saved_when_the_lease_was_renewed_after_all(
    there: Documents, database: Database[dict[str, Any]]
) -> None:
    clock = Time()
    turns = Turns(clock)
    turns.hold([SOURCE], 1)
    saving = asyncio.create_task(
        Arrivals(there, turns).save_comments([comment(1)], now=NOON)
    )
    await asyncio.sleep(0.05)
    assert not saving.done()

    turns.renewed(0.0, LONG)

    assert (await saving).added == 1
