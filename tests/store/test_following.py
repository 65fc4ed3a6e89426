"""One contract for both async clients."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.database import Database

from domain.comments import Post
from domain.sources import Chat, Chats, Completeness, Cursor, Kind, Source, Stream
from store.arrivals import Arrivals
from store.following import Following
from store.motor import connected
from tests.store.examples import NOON, comment

KUN = Source(Kind.TELEGRAM, "kun")
CHATS = Chats(Chat(10, 2**62), Chat(20, -5))

Both = tuple[Arrivals, Following]


@pytest.fixture(params=["motor", "pymongo"])
async def both(
    request: pytest.FixtureRequest, uri_and_db: tuple[str, str]
) -> AsyncIterator[Both]:
    uri, name = uri_and_db
    if request.param == "motor":
        async with connected(uri, name) as database:
            yield Arrivals(database), Following(database)
    else:
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            uri, tz_aware=True, tzinfo=UTC
        )
        async with client:
            yield Arrivals(client[name]), Following(client[name])


async def test_chats_once_found_are_known_again(both: Both) -> None:
    arrivals, following = both
    await arrivals.save_source(KUN, now=NOON)
    before = await following.chats(KUN.id)

    await following.save_chats(KUN.id, CHATS)
    await arrivals.save_source(KUN, now=NOON)

    assert before is None
    assert await following.chats(KUN.id) == CHATS


async def test_a_channel_without_comments_has_no_group(both: Both) -> None:
    arrivals, following = both
    await arrivals.save_source(KUN, now=NOON)

    await following.save_chats(KUN.id, Chats(Chat(10, 1)))

    assert await following.chats(KUN.id) == Chats(Chat(10, 1))


@pytest.mark.parametrize("group, kept", [(20, True), (21, False)])
async def test_a_cursor_belongs_to_its_group(
    both: Both, group: int, kept: bool
) -> None:
    arrivals, following = both
    await arrivals.save_source(KUN, now=NOON)
    await following.save_chats(KUN.id, CHATS)
    for stream in Stream:
        await arrivals.save_cursor(KUN.id, Cursor(9, 1), now=NOON, stream=stream)

    await following.save_chats(KUN.id, Chats(CHATS.channel, Chat(group, 7)))

    assert (await arrivals.cursor(KUN.id, Stream.COMMENTS) is not None) == kept
    assert await arrivals.cursor(KUN.id) == Cursor(9, 1)


async def test_completeness_sets_what_is_stored_beside_the_servers_totals(
    both: Both,
) -> None:
    arrivals, following = both
    totals = {"p:1": 3, "p:2": 1, "p:3": 0, "p:4": None}
    posts = [
        Post(key, KUN.id, NOON, "words", comment_total=total)
        for key, total in totals.items()
    ]
    old = Post("p:0", KUN.id, NOON - timedelta(days=9), "old", comment_total=7)
    await arrivals.save_posts([*posts, old], now=NOON)
    found = [comment(1, post="p:1"), comment(2, post="p:2"), comment(3, post="p:2")]
    await arrivals.save_comments(found, now=NOON)

    complete = await following.completeness(KUN.id, NOON - timedelta(days=7))

    assert complete == Completeness(posts=2, server=4, stored=2, short=("p:1",))
    assert complete.share == 0.5


async def test_completeness_and_backfill_stand_beside_what_they_speak_of(
    both: Both, database: Database[dict[str, Any]]
) -> None:
    arrivals, following = both
    await arrivals.save_source(KUN, now=NOON)
    await arrivals.save_ledger(KUN.id, [], now=NOON)

    await following.save_backfill(KUN.id, 0.25, NOON)
    await following.save_completeness(KUN.id, Completeness(1, 2, 1), now=NOON)

    assert (database.sources.find_one() or {})["backfill"]["share"] == 0.25
    assert (database.coverage.find_one() or {})["completeness"]["stored"] == 1


async def test_of_comments_named_those_stored_are_told(both: Both) -> None:
    arrivals, _ = both
    await arrivals.save_comments([comment(1), comment(2)], now=NOON)

    stored = await arrivals.stored([comment(2).id, comment(3).id])

    assert stored == {comment(2).id}


async def test_a_days_quota_is_spent_and_no_more(both: Both) -> None:
    _, following = both
    today, tomorrow = NOON.date(), (NOON + timedelta(days=1)).date()

    taken = [await following.spend("youtube", today, limit=3) for _ in range(5)]
    anew = await following.spend("youtube", tomorrow, limit=3)

    assert taken == [True, True, True, False, False]
    assert anew
    assert await following.spent("youtube", tomorrow) == 1
    assert await following.spent("youtube", today) == 0


async def test_a_quota_of_nothing_lets_nothing_through(both: Both) -> None:
    _, following = both

    assert not await following.spend("youtube", NOON.date(), limit=0)


async def test_many_at_once_spend_no_more_than_there_is(both: Both) -> None:
    _, following = both

    taken = await asyncio.gather(
        *(following.spend("youtube", NOON.date(), limit=5) for _ in range(20))
    )

    assert sum(taken) == 5
