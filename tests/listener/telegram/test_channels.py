"""Collecting channels of a Telegram on loopback, over a real socket, into MongoDB."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.comments import Comment
from domain.errors import AwayError
from domain.sources import Cursor, Stream
from store.arrivals import Arrivals, Saved
from tests.telegram_server import Chat, Said, World
from tests.telegram_server.faults import RpcError

from .listening_post import Post, filled


class Faltering(Arrivals):
    """A database that is away for each third write of comments, and back at once."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._writes = 0

    async def save_comments(
        self, comments: Sequence[Comment], *, now: datetime
    ) -> Saved:
        self._writes += 1
        if self._writes % 3 == 1:
            raise AwayError("MongoDB does not answer: a new primary is elected")
        return await super().save_comments(comments, now=now)


class KilledBeforeThreads(Arrivals):
    """As if the listener were killed before it noted which threads it read."""

    async def save_thread_read(
        self, post_id: str, *, now: datetime, total: int | None
    ) -> None:
        """Nothing is noted."""


class KilledBeforeCursor(Arrivals):
    """As if the listener were killed before it noted how far it read."""

    async def save_cursor(
        self,
        source_id: str,
        cursor: Cursor,
        *,
        now: datetime,
        stream: Stream = Stream.POSTS,
    ) -> None:
        if cursor.oldest > cursor.newest:  # nothing was read yet
            await super().save_cursor(source_id, cursor, now=now, stream=stream)


class AwayForFollowers(Arrivals):
    """A database that is away when it is first told how many follow a channel."""

    told = 0

    async def save_followers(self, source_id: str, day: date, count: int) -> None:
        AwayForFollowers.told += 1
        if AwayForFollowers.told == 1:
            raise AwayError("MongoDB does not answer: a new primary is elected")
        await super().save_followers(source_id, day, count)


def eight_under_a_post(world: World) -> tuple[Chat, list[Said]]:
    """A channel, and what is said under its only post."""
    channel = world.channel("kun")
    parent = world.post(channel, "Narxlar")
    said = [world.comment(parent, f"Fikr {n}", author=n) for n in range(1, 9)]
    return channel, said


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


async def test_no_cursor_gets_past_comments_that_could_not_be_saved(post: Post) -> None:
    channel = filled(post.world, posts=30, comments=80)
    post.arrivals = Faltering

    (collected,) = await post.listen()

    assert any("does not answer" in (one.error or "") for one in post.told)
    assert not collected.error
    assert post.held() == post.world.texts(channel)


async def test_edits_and_deletions_of_the_last_days_are_found(post: Post) -> None:
    channel, comments = eight_under_a_post(post.world)
    await post.listen()
    post.world.edit(comments[0], "Boshqa fikr")
    post.world.delete(comments[1])

    (collected,) = await post.listen()

    assert post.held() == post.world.texts(channel)
    assert collected.erased == 1


async def test_what_is_gone_before_its_thread_was_read_to_the_end_is_erased(
    post: Post,
) -> None:
    channel, comments = eight_under_a_post(post.world)
    post.world.hide_group(channel)
    post.arrivals = KilledBeforeThreads
    await post.listen()
    post.world.delete(comments[1])
    post.arrivals = Arrivals

    (collected,) = await post.listen()

    assert collected.erased == 1
    assert post.held() == post.world.texts(channel)


async def test_what_is_gone_before_the_cursor_got_past_it_is_erased(
    post: Post,
) -> None:
    channel, comments = eight_under_a_post(post.world)
    post.arrivals = KilledBeforeCursor
    await post.listen()
    post.world.delete(comments[1])
    post.world.delete(comments[-1])
    post.arrivals = Arrivals

    (collected,) = await post.listen()

    assert collected.erased == 2
    assert post.held() == post.world.texts(channel)


async def test_the_first_comment_since_the_chosen_day_is_erased_as_all_others(
    post: Post,
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    channel = post.world.channel("kun")
    parent = post.world.post(channel, "Narxlar", at=now - timedelta(days=5))
    days = (4, 2, 1)
    comments = [
        post.world.comment(parent, f"{n}", author=n, at=now - timedelta(days=n))
        for n in days
    ]
    since = now - timedelta(days=3)
    await post.listen(since=since)
    post.world.delete(comments[1])

    await post.listen(since=since)

    assert set(post.held().values()) == {"1"}


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


async def test_history_that_was_read_under_its_posts_is_read_again(
    post: Post,
) -> None:
    channel = post.world.channel("kun")
    for _ in range(400):
        post.world.chatter(channel, "Salom")
    parent = post.world.post(channel, "Narxlar")
    comments = [post.world.comment(parent, f"Fikr {n}", author=n) for n in range(1, 6)]
    for _ in range(400):
        post.world.chatter(channel, "Salom")
    await post.listen()
    post.world.edit(comments[0], "Boshqa fikr")
    post.world.delete(comments[1])

    await post.listen()

    assert post.held() == post.world.texts(channel)


async def test_older_history_is_read_under_its_posts_to_its_end(post: Post) -> None:
    channel = post.world.channel("kun")
    now = datetime.now(UTC).replace(microsecond=0)
    for days in (9, 2):
        at = now - timedelta(days=days)
        for _ in range(400):
            post.world.chatter(channel, "Salom", at=at)
        parent = post.world.post(channel, "Narxlar", at=at)
        post.world.comment(parent, f"{days}", author=1, at=at)
    for _ in range(400):
        post.world.chatter(channel, "Salom")
    await post.listen(since=now - timedelta(days=3))

    async with asyncio.timeout(20):
        await post.listen(since=now - timedelta(days=10))

    assert set(post.held().values()) == {"9", "2"}
    assert post.server.requests["messages.GetReplies"] == 2
    assert post.seen()[0][0] == now - timedelta(days=10)


async def test_what_stands_in_threads_not_read_yet_is_not_seen(post: Post) -> None:
    since = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    channel = post.world.channel("kun")
    parents = [post.world.post(channel, f"Xabar {n}") for n in range(3)]
    post.world.hide_group(channel)
    async with post.collecting(since) as collect:
        await collect()
        before = datetime.now(UTC)
        await asyncio.sleep(0.01)
        for parent in parents:
            post.world.comment(parent, "Fikr", author=1)

        some = await collect(until=datetime.now(UTC))
        held, seen = len(post.held()), post.seen()
        await collect()

    assert some.more
    assert held == 1
    assert [(start, end <= before) for start, end, _ in seen] == [(since, True)]
    assert post.held() == post.world.texts(channel)
    assert [(start, end > before) for start, end, _ in post.seen()] == [(since, True)]


async def test_what_is_left_to_be_read_again_is_not_left_for_long(post: Post) -> None:
    channel = post.world.channel("kun")
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    parent = post.world.post(channel, "Narxlar", at=at)
    for n in range(150):
        post.world.comment(parent, f"Fikr {n}", author=n + 1, at=at)
    await post.listen()

    async with post.collecting() as collect:
        some = await collect(until=datetime.now(UTC))
        rest = await collect()

    assert some.next_in == post.telegram().at_least
    assert rest.next_in == post.listener.every


@pytest.mark.parametrize("refusals, held", [(2, 2), (3, 1)])
async def test_a_refused_thread_is_asked_for_three_times(
    post: Post, refusals: int, held: int
) -> None:
    channel = filled(post.world, posts=2, comments=1)
    post.world.hide_group(channel)
    refused = "messages.GetReplies", RpcError(400, "MSG_ID_INVALID")

    async with post.collecting() as collect:
        for _ in range(4):
            if refusals:
                post.server.faults.errors.append(refused)
                refusals -= 1
            await collect(sweep=False)

    assert len(post.held()) == held
    assert post.database.aside.count_documents({}) == 1
    assert post.database.posts.count_documents({"read_at": {"$exists": True}}) == 2


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


async def test_who_was_killed_before_telling_the_end_of_history_tells_it_later(
    post: Post,
) -> None:
    filled(post.world, posts=5, comments=50)
    await post.listen()
    nearly = {"share": 0.97, "ends_at": datetime.now(UTC)}
    post.database.sources.update_one({}, {"$set": {"backfill": nearly}})

    await post.listen()

    kept = post.database.sources.find_one() or {}
    assert kept["backfill"] == {"share": 1.0, "ends_at": None}


async def test_followers_that_could_not_be_saved_are_asked_for_again(
    post: Post,
) -> None:
    filled(post.world, posts=1, comments=1)
    post.arrivals = AwayForFollowers

    await post.listen()

    assert (post.database.followers.find_one() or {})["count"] == 1_000
