"""Following channels of a Telegram on loopback, over a real socket, into MongoDB."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database

from domain.coverage import Reason
from domain.settings import (
    ListenerSettings,
    Settings,
    SourceSettings,
    TelegramSettings,
)
from domain.sources import Kind
from listener.collecting import Collected
from listener.listening import listen
from store.arrivals import Arrivals
from store.following import Following
from store.motor import connected
from tests.telegram_server import TelegramServer, World

Documents = Database[dict[str, Any]]
QUICK = ListenerSettings(timeout=2, every=0.2, refresh_days=7)


@dataclass
class Post:
    """A listening post: a Telegram, a store, and what was collected so far."""

    world: World
    server: TelegramServer
    db: AsyncDatabase[dict[str, Any]]
    database: Documents
    data_dir: Path
    told: list[Collected] = field(default_factory=list)
    listener: ListenerSettings = QUICK

    async def listen(
        self,
        *names: str,
        once: bool = True,
        since: datetime | None = None,
        stop: asyncio.Event | None = None,
        **telegram: Any,
    ) -> list[Collected]:
        """Listen as one process does, from its start to its end."""
        sources = tuple(
            SourceSettings(kind=Kind.TELEGRAM, name=name, since=since, official=True)
            for name in names or ("kun",)
        )
        return await listen(
            Settings(
                sources=sources,
                listener=self.listener,
                telegram=self.telegram(**telegram),
            ),
            Arrivals(self.db),
            Following(self.db),
            self.data_dir,
            once=once,
            clock=lambda: datetime.now(UTC),
            on_collected=self.told.append,
            stop=stop or asyncio.Event(),
        )

    @asynccontextmanager
    async def listening(self, *names: str, **telegram: Any) -> AsyncIterator[None]:
        """Listen in the background, until the end of the block."""
        stop = asyncio.Event()
        task = asyncio.create_task(
            self.listen(*names, once=False, stop=stop, **telegram)
        )
        try:
            yield
        finally:
            stop.set()
            await task

    def telegram(self, **fields: Any) -> TelegramSettings:
        given = {
            "api_id": 1,
            "api_hash": "a" * 32,
            "server": self.server.address,
            "public_key": str(self.server.public_key),
            "pause": 0.0,
            "at_least": 0.05,
        }
        return TelegramSettings(**(given | fields))

    def held(self, name: str = "kun") -> dict[str, str]:
        found = self.database.comments.find({"source": f"telegram:{name}"})
        return {one["_id"]: one["text"] for one in found}

    def seen(self, name: str = "kun") -> list[tuple[datetime, datetime, str | None]]:
        found = self.database.coverage.find_one({"_id": f"telegram:{name}"}) or {}
        return [
            (one["start_at"], one["end_at"], one["reason"])
            for one in found.get("stretches", [])
        ]

    async def until_equal(self, channel: Any, name: str = "kun") -> None:
        """Wait until the store holds what the world holds; a test's limit ends it."""
        async with asyncio.timeout(20):
            while self.held(name) != self.world.texts(channel):  # noqa: ASYNC110
                await asyncio.sleep(0.02)


@pytest.fixture
async def post(
    uri_and_db: tuple[str, str], database: Documents, tmp_path: Path
) -> AsyncIterator[Post]:
    world = World()
    async with (
        TelegramServer(world, tmp_path) as server,
        connected(*uri_and_db) as db,
    ):
        server.session(tmp_path / "telegram.session")
        yield Post(world, server, db, database, tmp_path)


def filled(world: World, *, posts: int, comments: int, name: str = "kun") -> Any:
    channel = world.channel(name)
    for _ in range(posts):
        parent = world.post(channel, "Narxlar haqida")
        for n in range(comments):
            world.comment(parent, f"Fikr {n}", author=n + 1)
    return channel


async def test_all_posts_and_comments_are_collected(post: Post) -> None:
    channel = filled(post.world, posts=30, comments=7)

    (collected,) = await post.listen()

    assert not collected.error
    assert collected.posts.added == 30
    assert post.held() == post.world.texts(channel)
    assert len(post.held()) == 210


async def test_a_second_listener_adds_nothing_and_resolves_no_name(post: Post) -> None:
    filled(post.world, posts=5, comments=3)
    await post.listen()

    (again,) = await post.listen()

    assert (again.posts.added, again.comments.added) == (0, 0)
    assert (again.posts.changed, again.comments.changed) == (0, 0)
    assert post.server.requests["contacts.ResolveUsername"] == 1


async def test_what_came_while_nobody_listened_is_caught_up(post: Post) -> None:
    channel = filled(post.world, posts=3, comments=2)
    await post.listen()
    for n in range(250):
        parent = post.world.post(channel, f"Yangilik {n}")
        post.world.comment(parent, "Javob", author=5)

    (collected,) = await post.listen()

    assert collected.comments.added == 250
    assert post.held() == post.world.texts(channel)


async def test_edits_and_deletions_of_the_last_days_are_found(post: Post) -> None:
    channel = post.world.channel("kun")
    parent = post.world.post(channel, "Narxlar")
    comments = [post.world.comment(parent, f"Fikr {n}", author=n) for n in range(1, 9)]
    await post.listen()
    post.world.edit(comments[0], "Boshqa fikr")
    post.world.delete(comments[1])

    (collected,) = await post.listen()

    assert post.held() == post.world.texts(channel)
    assert collected.erased == 1


async def test_group_talk_under_no_post_is_no_comment(post: Post) -> None:
    channel = filled(post.world, posts=2, comments=2)
    post.world.chatter(channel, "Salom hammaga")

    await post.listen()

    assert post.held() == post.world.texts(channel)


async def test_answers_stand_under_the_post_of_what_they_answer(post: Post) -> None:
    channel = post.world.channel("kun")
    parent = post.world.post(channel, "Narxlar")
    first = post.world.comment(parent, "Bir", author=1)
    second = post.world.comment(parent, "Ikki", author=2, reply_to=first)
    post.world.comment(parent, "Uch", author=3, reply_to=second)

    await post.listen()

    posts = post.database.comments.distinct("post")
    assert posts == [f"telegram:kun:{parent.id}"]


async def test_the_page_itself_and_anonymous_admins_are_official(post: Post) -> None:
    channel = post.world.channel("kun")
    parent = post.world.post(channel, "Narxlar")
    post.world.comment(parent, "Odam", author=1)
    post.world.comment(parent, "Admin", anonymous=True)
    post.world.comment(parent, "Kanal", as_channel=channel)

    await post.listen()

    official = post.database.comments.find({"official": True})
    assert {one["text"] for one in official} == {"Admin", "Kanal"}


async def test_an_album_is_one_post(post: Post) -> None:
    channel = post.world.channel("kun")
    parent = post.world.post(channel, "Rasmlar", album=4)
    post.world.comment(parent, "Chiroyli", author=1)

    await post.listen()

    assert post.database.posts.count_documents({}) == 1
    assert post.database.comments.distinct("post") == [f"telegram:kun:{parent.id}"]


@pytest.mark.parametrize("first", ["newest", "oldest"])
async def test_history_is_read_back_to_the_chosen_day_only(
    post: Post, first: str
) -> None:
    channel = post.world.channel("kun")
    now = datetime.now(UTC)
    for days in (9, 6, 3):
        parent = post.world.post(channel, "Eski", at=now - timedelta(days=days))
        post.world.comment(parent, f"{days}", author=1, at=now - timedelta(days=days))

    await post.listen(since=now - timedelta(days=7), backfill=first)

    assert set(post.held().values()) == {"6", "3"}


async def test_a_group_that_cannot_be_read_is_read_post_by_post(post: Post) -> None:
    channel = filled(post.world, posts=4, comments=130)
    post.world.hide_group(channel)

    (collected,) = await post.listen()

    assert not collected.error
    assert post.held() == post.world.texts(channel)
    assert post.server.requests["messages.GetReplies"] >= 8


async def test_a_channel_without_comments_is_followed_for_its_posts(
    post: Post,
) -> None:
    channel = post.world.channel("kun", comments=False)
    post.world.post(channel, "Xabar")

    (collected,) = await post.listen()

    assert (collected.posts.added, collected.error) == (1, None)


async def test_a_private_channel_is_blind_and_says_why(post: Post) -> None:
    channel = filled(post.world, posts=2, comments=1)
    await post.listen()
    post.world.make_private(channel)

    (collected,) = await post.listen()

    assert collected.reason is Reason.NOT_PUBLIC


async def test_a_name_that_nobody_has_is_said_plainly(post: Post) -> None:
    (collected,) = await post.listen("nobody_here")

    assert "nobody on Telegram has this name" in (collected.error or "")


async def test_a_flood_wait_is_obeyed_and_then_all_is_there(post: Post) -> None:
    channel = filled(post.world, posts=3, comments=2)
    post.server.flood(1, method="messages.GetHistory")

    (collected,) = await post.listen()

    assert any(told.reason is Reason.FLOOD_WAIT for told in post.told)
    assert not collected.error
    assert post.held() == post.world.texts(channel)


async def test_a_cut_connection_loses_nothing(post: Post) -> None:
    channel = filled(post.world, posts=40, comments=10)
    post.server.drop_after(5)

    (collected,) = await post.listen()

    assert not collected.error
    assert post.held() == post.world.texts(channel)


async def test_a_revoked_session_is_told_and_stops_only_this_kind(post: Post) -> None:
    filled(post.world, posts=1, comments=1)
    post.server.revoke()

    (collected,) = await post.listen()

    assert collected.reason is Reason.LOGGED_OUT
    assert "kayfiyat login" in (collected.error or "")


async def test_pushed_comments_edits_and_deletions_arrive(post: Post) -> None:
    channel = post.world.channel("kun", joined=True)
    parent = post.world.post(channel, "Narxlar")
    post.listener = ListenerSettings(timeout=2, every=3600)
    async with post.listening(at_least=3000.0):
        await post.until_equal(channel)
        comment = post.world.comment(parent, "Yangi", author=1)
        await post.until_equal(channel)
        post.world.edit(comment, "Tuzatilgan")
        await post.until_equal(channel)
        post.world.delete(comment)
        await post.until_equal(channel)

    assert post.held() == {}


async def test_comments_that_are_not_pushed_are_asked_for(post: Post) -> None:
    channel = post.world.channel("kun", joined=False)
    parent = post.world.post(channel, "Narxlar")
    async with post.listening():
        await post.until_equal(channel)
        post.world.comment(parent, "Yangi", author=1)
        await post.until_equal(channel)


async def test_names_of_people_are_nowhere_on_disk(post: Post) -> None:
    filled(post.world, posts=2, comments=5)

    await post.listen()

    session = (post.data_dir / "telegram.session").read_bytes()
    assert b"Author" not in session
    assert "author" not in str(post.database.sources.find_one()).lower()


async def test_completeness_stands_in_the_ledger(post: Post) -> None:
    filled(post.world, posts=3, comments=4)
    await post.listen()

    await post.listen()

    found = (post.database.coverage.find_one() or {})["completeness"]
    assert (found["posts"], found["server"], found["stored"]) == (3, 12, 12)


async def test_a_channel_is_seen_from_its_chosen_day_until_now(post: Post) -> None:
    since = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
    filled(post.world, posts=3, comments=4)

    await post.listen(since=since)

    ((start_at, end_at, reason),) = post.seen()
    assert (start_at, reason) == (since, None)
    assert datetime.now(UTC) - end_at < timedelta(minutes=1)


async def test_history_is_read_under_its_posts_where_that_costs_less(
    post: Post,
) -> None:
    channel = post.world.channel("kun")
    for _ in range(400):
        post.world.chatter(channel, "Salom")
    parent = post.world.post(channel, "Narxlar")
    for n in range(5):
        post.world.comment(parent, f"Fikr {n}", author=n + 1)
    for _ in range(400):
        post.world.chatter(channel, "Salom")

    await post.listen()
    post.world.comment(parent, "Yana", author=3)
    await post.listen()

    assert post.held() == post.world.texts(channel)
    assert post.server.requests["messages.GetReplies"] == 1


async def test_comments_switched_off_leave_the_posts(post: Post) -> None:
    channel = filled(post.world, posts=2, comments=2)
    await post.listen()
    post.world.switch_off_comments(channel)
    post.world.post(channel, "Yana")

    (collected,) = await post.listen()

    assert (collected.posts.added, collected.error) == (1, None)
    assert len(post.held()) == 4


async def test_another_account_finds_the_channel_anew(post: Post) -> None:
    channel = filled(post.world, posts=1, comments=1)
    await post.listen()
    channel.access_hash += 1

    (collected,) = await post.listen()

    assert not collected.error
    assert post.server.requests["contacts.ResolveUsername"] == 2


async def test_pushes_that_are_lost_are_made_up_for_by_asking(post: Post) -> None:
    channel = post.world.channel("kun", joined=True)
    parent = post.world.post(channel, "Narxlar")
    async with post.listening():
        await post.until_equal(channel)
        post.server.lose_updates()
        post.world.comment(parent, "Yangi", author=1)
        await post.until_equal(channel)


async def test_a_difference_that_is_too_long_hides_nothing(post: Post) -> None:
    channel = post.world.channel("kun", joined=True)
    parent = post.world.post(channel, "Narxlar")
    post.server.rpc.too_long = True
    async with post.listening():
        await post.until_equal(channel)
        post.server.lose_updates(3)
        for n in range(6):
            post.world.comment(parent, f"Yangi {n}", author=1)
        await post.until_equal(channel)


async def test_one_channel_in_trouble_holds_up_no_other(post: Post) -> None:
    private = filled(post.world, posts=2, comments=1, name="yopiq")
    channel = filled(post.world, posts=5, comments=3)
    post.world.make_private(private)

    blind, seen = await post.listen("yopiq", "kun")

    assert blind.reason is Reason.NOT_PUBLIC
    assert not seen.error
    assert post.held() == post.world.texts(channel)


async def test_a_person_and_a_group_are_refused(post: Post) -> None:
    filled(post.world, posts=1, comments=1)

    (group,) = await post.listen("kun_chat")

    assert group.reason is Reason.NOT_PUBLIC
    assert "is a group" in (group.error or "")


async def test_we_join_nothing_and_write_nothing(post: Post) -> None:
    filled(post.world, posts=3, comments=3)

    await post.listen()

    assert set(post.server.requests) <= {
        "help.GetConfig",
        "users.GetUsers",
        "updates.GetState",
        "updates.GetDifference",
        "updates.GetChannelDifference",
        "contacts.ResolveUsername",
        "channels.GetFullChannel",
        "channels.GetMessages",
        "messages.GetHistory",
        "messages.GetReplies",
    }


async def test_reactions_views_and_totals_of_posts_follow(post: Post) -> None:
    channel = post.world.channel("kun")
    parent = post.world.post(channel, "Narxlar", views=5)
    await post.listen()
    parent.views = 50
    post.world.react(parent, {"👍": 3})
    post.world.comment(parent, "Bir", author=1)

    await post.listen()

    kept = post.database.posts.find_one() or {}
    assert (kept["views"], kept["comment_total"]) == (50, 1)
    assert kept["reactions"] == [["👍", 3]]


async def test_how_far_the_history_is_read_is_told(post: Post) -> None:
    filled(post.world, posts=5, comments=50)

    await post.listen()

    kept = post.database.sources.find_one() or {}
    assert kept["backfill"] == {"share": 1.0, "ends_at": None}
