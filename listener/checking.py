"""Try one source and say what would be read of it. Nothing is stored anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from domain.comments import FoundComment, FoundPost
from domain.coverage import Reason
from domain.errors import ConfigError, SourceError
from domain.settings import Settings
from domain.sources import Chats, Kind, Source
from listener.feed_pass import is_feed, no_feed
from listener.feeds import feed_in
from listener.fetching import Fetcher, fetcher
from listener.page_turn import changed, is_page, missing
from listener.pages.presets import described
from listener.pages.whole import body_of, found_in, reading_of
from listener.robots import robots_url, rules_from
from listener.telegram.client import telegram
from listener.telegram.finding import Details, Finding
from listener.telegram.messages import found_comment, found_posts
from listener.telegram.pages import Pages
from listener.telegram_web import TelegramWeb
from listener.tme_discussion import Discussion

SHOWN = 3
"""So many of the newest posts are looked at: each may cost a request."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a source shows: the newest posts first, the comments of one of them.

    ``comments`` are those that one request brings of the newest thread that has
    any, the newest of them last; ``note`` says how comments are read, ``robots``
    what the host's rules say. ``trouble`` is what is in the way, in one sentence.
    """

    followers: int | None = None
    posts: Sequence[FoundPost] = ()
    comments: Sequence[FoundComment] = ()
    note: str = ""
    robots: str | None = None
    trouble: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What a check may use."""

    settings: Settings
    data_dir: Path
    clock: Callable[[], datetime]
    chance: Callable[[], float]


Check = Callable[[Source, Means], Awaitable[Checked]]


async def check(source: Source, means: Means) -> Checked:
    """Try ``source``; what is in the way is told, not raised.

    Raises ConfigError for kinds that cannot be listened to.
    """
    if source.kind not in CHECKS:
        kinds = " or ".join(sorted(CHECKS))
        raise ConfigError(
            f"{source.id}: sources of the kind {source.kind} cannot be checked; "
            f"use {kinds}"
        )
    try:
        return await CHECKS[source.kind](source, means)
    except SourceError as error:
        return Checked(trouble=str(error), reason=error.reason)


async def check_web(source: Source, means: Means) -> Checked:
    """By Telegram's public pages."""
    settings, stop = means.settings.listener, asyncio.Event()
    async with fetcher(
        settings, clock=means.clock, chance=means.chance, stop=stop
    ) as pages:
        web = TelegramWeb(source, pages)
        page, _ = await web.latest((None, None))
        robots = await robots_say(web.latest_url, pages)
        posts = _newest(page.posts if page else ())
        threads = [await _first_page(web, post) for post in posts]
    return Checked(
        followers=page.followers if page else None,
        posts=[
            replace(post, comment_total=thread.total)
            for post, thread in zip(posts, threads, strict=True)
        ],
        comments=next((one.comments for one in threads if one.comments), ()),
        note="comments are read post by post",
        robots=robots,
    )


async def check_telegram(source: Source, means: Means) -> Checked:
    """By the operator's Telegram account; the name is resolved anew."""
    stop = asyncio.Event()
    async with telegram(
        means.settings, means.data_dir, clock=means.clock, stop=stop
    ) as connection:
        details = await Finding(connection, _Nothing()).details(source)
        channel = Pages(connection, details.chats.channel)
        page = await channel.older(0)
        posts = _newest(found_posts(page.messages, name=source.name))
        comments = await _replies(channel, details.chats, posts)
    return Checked(details.followers, posts, comments, _how(details))


async def check_feed(source: Source, means: Means) -> Checked:
    """By the feed at its address."""
    settings, stop = means.settings.listener, asyncio.Event()
    async with fetcher(
        settings, clock=means.clock, chance=means.chance, stop=stop
    ) as pages:
        page = await pages.follow(source.url, known=is_feed)
        robots = await robots_say(page.url, pages)
    if not page.found:
        raise no_feed(page)
    feed = feed_in(page.body, page.content_type, name=source.name, now=means.clock())
    with_comments = sum(entry.comments_url is not None for entry in feed.entries)
    note = f"{len(feed.entries)} entries, {with_comments} with a feed of comments"
    posts = _newest([entry.post for entry in feed.entries])
    return Checked(posts=posts, note=note, robots=robots)


async def check_page(source: Source, means: Means) -> Checked:
    """By the source's description."""
    page, stop, now = described(source), asyncio.Event(), means.clock()
    async with fetcher(
        means.settings.listener, clock=means.clock, chance=means.chance, stop=stop
    ) as pages:
        address = source.url.replace("{page}", "1")
        answer = await pages.follow(address, known=is_page, headers=page.headers)
        robots = await robots_say(answer.url, pages)
    if not answer.found:
        raise missing(answer)
    body = body_of(answer.body, answer.content_type)
    found = found_in(body, page, reading_of(page, source.name, answer.url, now))
    if not found.posts:
        raise changed(source.url, "no posts found")
    note = f"{len(found.posts)} posts by the description"
    return Checked(
        posts=_newest(found.posts), comments=found.comments, note=note, robots=robots
    )


CHECKS: Mapping[Kind, Check] = {
    Kind.TELEGRAM_WEB: check_web,
    Kind.FEED: check_feed,
    Kind.PAGE: check_page,
    Kind.TELEGRAM: check_telegram,
}


class _Nothing:
    """Remembers nothing: a check leaves no trace."""

    async def chats(self, source_id: str) -> Chats | None:  # noqa: ARG002
        return None

    async def save_chats(self, source_id: str, chats: Chats) -> None:
        pass


async def robots_say(url: str, pages: Fetcher) -> str:
    """What the host's robots.txt says of ``url``."""
    page = await pages.get(robots_url(url), known=lambda _: True)
    rules = rules_from(page.status, page.text)
    if not page.found or rules is None:
        return f"none (HTTP {page.status}), so all may be read"
    allows = "allows" if rules.allow(url) else "forbids"
    pause = f"; it asks for {rules.pause:g} s between requests" if rules.pause else ""
    return f"{allows} it{pause}"


async def _first_page(web: TelegramWeb, post: FoundPost) -> Discussion:
    async with aclosing(web.thread(post.id)) as pages:
        return await anext(pages)


async def _replies(
    channel: Pages, chats: Chats, posts: Sequence[FoundPost]
) -> Sequence[FoundComment]:
    spoken_of = next((post for post in posts if post.comment_total), None)
    if spoken_of is None:
        return ()
    number = int(spoken_of.id.rpartition(":")[2])
    async with aclosing(channel.replies(number)) as pages:
        messages = (await anext(pages)).messages
    found = [
        found_comment(
            message,
            group=message.peer_id.channel_id,
            channel=chats.channel.id,
            post=spoken_of.id,
        )
        for message in reversed(messages)
    ]
    return [comment for comment in found if comment]


def _how(details: Details) -> str:
    if details.chats.group is None:
        return "no discussion group: there are posts only"
    if not details.group_public:
        return "the group has no public name: comments are read post by post"
    return "comments are read from the group's history"


def _newest(posts: Sequence[FoundPost]) -> list[FoundPost]:
    return sorted(posts, key=lambda post: post.at, reverse=True)[:SHOWN]
