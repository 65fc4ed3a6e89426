"""Try one source: what would be read of it. Nothing that is found is stored."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from domain.comments import FoundComment, FoundPost
from domain.errors import SourceError
from domain.sources import Source
from listener.fetching import Fetcher
from listener.telegram.finding import Finding
from listener.telegram.messages import found_comment, found_posts
from listener.telegram.pages import Asks, Pages
from listener.telegram_web import TelegramWeb
from store.following import Following

SHOWN = 5
"""So many of the newest posts, and of the comments under one of them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a source shows: the newest posts first, some comments under one.

    ``note`` says how its comments are read; ``trouble`` what is in the way.
    """

    followers: int | None = None
    posts: Sequence[FoundPost] = ()
    comments: Sequence[FoundComment] = ()
    note: str = ""
    trouble: str | None = None


async def check_web(source: Source, fetcher: Fetcher) -> Checked:
    """Try Telegram's public pages."""
    try:
        web = TelegramWeb(source, fetcher)
        page, _ = await web.latest((None, None))
        posts = _newest(page.posts if page else ())
        comments: list[FoundComment] = []
        for post in posts[:1]:
            async with aclosing(web.thread(post.id)) as pages:
                async for found in pages:
                    comments += found.comments
                    break
    except SourceError as error:
        return Checked(trouble=str(error))
    followers = page.followers if page else None
    return Checked(followers, posts, comments[-SHOWN:], "comments post by post")


async def check_telegram(
    source: Source, telegram: Asks, following: Following
) -> Checked:
    """Try Telegram itself. A name that had to be resolved is kept resolved."""
    try:
        details = await Finding(telegram, following).details(source)
        channel = Pages(telegram, details.chats.channel)
        page = await channel.older(0)
        posts = _newest(found_posts(page.messages, name=source.name))
        comments = await _comments(channel, details.chats.channel.id, posts)
    except SourceError as error:
        return Checked(trouble=str(error))
    how = "comments from the group's history"
    if details.chats.group is None:
        how = "no discussion group: posts only"
    elif not details.group_public:
        how = "the group has no public name: comments post by post"
    return Checked(details.followers, posts, comments, how)


async def _comments(
    channel: Pages, number: int, posts: Sequence[FoundPost]
) -> list[FoundComment]:
    spoken_of = next((post for post in posts if post.comment_total), None)
    if spoken_of is None:
        return []
    async with aclosing(channel.replies(int(spoken_of.id.split(":")[2]))) as pages:
        async for page in pages:
            found = (
                found_comment(
                    message,
                    group=message.peer_id.channel_id,
                    channel=number,
                    post=spoken_of.id,
                )
                for message in page.messages
            )
            return [comment for comment in found if comment][:SHOWN]
    return []


def _newest(posts: Sequence[FoundPost]) -> list[FoundPost]:
    return sorted(posts, key=lambda post: post.at, reverse=True)[:SHOWN]
