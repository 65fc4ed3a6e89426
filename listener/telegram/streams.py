"""The two streams of a channel: its posts, and its group's comments."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from domain.comments import FoundComment, FoundPost
from domain.sources import Cursor, Source, Stream
from listener.harvest import Harvest
from listener.telegram.messages import comment_id, found_comment, found_posts, post_id
from listener.telegram.pages import Message, Pages
from listener.telegram.threads import Threads
from listener.telegram.walking import Span

ALBUM = 10
"""Messages in an album, at the most."""

SOME_DATES = 200
"""So many times of comments tell the pace of a group."""

_SOME = 1_000
"""Ids that are noted at once: between two messages there may be many."""


class Posts:
    """Takes in the messages of a channel."""

    def __init__(self, source: Source, pages: Pages, harvest: Harvest) -> None:
        self._source = source
        self._pages = pages
        self._harvest = harvest

    async def take(self, span: Span) -> None:
        """Take the messages of a page in; an album that began before it, whole."""
        begun = await self._begun_before(span.messages)
        await self._harvest.save_posts(self._wanted([*begun, *span.messages]))

    async def see(self, span: Span) -> None:
        await self._harvest.save_posts(self._wanted(span.messages))

    async def move(self, cursor: Cursor) -> None:
        self._harvest.move(cursor, Stream.POSTS)
        await self._harvest.flush()

    async def _begun_before(self, messages: Sequence[Message]) -> list[Message]:
        first = min(messages, key=lambda message: message.id, default=None)
        album = getattr(first, "grouped_id", None)
        if first is None or album is None:
            return []
        numbers = range(max(1, first.id - ALBUM + 1), first.id)
        before = await self._pages.named(numbers)
        return [m for m in before.values() if getattr(m, "grouped_id", None) == album]

    def _wanted(self, messages: Sequence[Message]) -> list[FoundPost]:
        since = self._source.since_at
        posts = found_posts(messages, name=self._source.name)
        return [post for post in posts if since is None or post.at >= since]


@dataclass
class Comments:
    """Takes in the messages of a discussion group that stand under posts.

    ``dates`` holds the times of the latest comments that were taken in.
    """

    source: Source
    channel: int
    group: int
    pages: Pages
    threads: Threads
    harvest: Harvest
    dates: deque[datetime] = field(default_factory=lambda: deque(maxlen=SOME_DATES))

    async def take(self, span: Span) -> None:
        """Take a span in. One who was killed before its cursor may have stored it."""
        self.dates.extend(comment.at for comment in await self._all_of(span))

    async def see(self, span: Span) -> None:
        """Take a span in again."""
        await self._all_of(span)
        await self.harvest.flush_some()

    async def look_at(self, numbers: Iterable[int]) -> None:
        """Read messages again that are said to be edited, or deleted."""
        wanted = sorted(numbers)
        there = await self.pages.named(wanted)
        await self.harvest.add(await self._comments(list(there.values())))
        await self.note_gone(number for number in wanted if number not in there)

    async def move(self, cursor: Cursor) -> None:
        self.harvest.move(cursor, Stream.COMMENTS)
        await self.harvest.flush_some()

    async def note_gone(self, numbers: Iterable[int]) -> None:
        """Note messages that are gone: what is stored of them will be erased."""
        gone = (comment_id(self.group, number) for number in numbers)
        while some := list(islice(gone, _SOME)):
            self.harvest.note_gone(some)
            await self.harvest.flush_some()

    async def _all_of(self, span: Span) -> list[FoundComment]:
        """Take in what is there; what is stored and is not there will be erased."""
        comments = await self._comments(span.messages)
        await self.harvest.add(comments)
        there = {one.id for one in span.messages}
        await self.note_gone(
            n for n in range(span.first, span.last + 1) if n not in there
        )
        return comments

    async def _comments(self, messages: Sequence[Message]) -> list[FoundComment]:
        await self._know(messages)
        found = (self._comment(message) for message in messages)
        since = self.source.since_at
        return [one for one in found if one and (since is None or one.at >= since)]

    async def _know(self, messages: Sequence[Message]) -> None:
        """Find out under which posts the messages stand."""
        self.threads.learn(messages)
        asked: set[int] = set()
        while unknown := self.threads.unknown(messages):
            found = await self.pages.named(sorted(unknown - asked))
            self.threads.learn(found.values())
            # What is gone; and what still leads nowhere after it was read.
            self.threads.missing((unknown - found.keys()) | (unknown & asked))
            asked |= unknown

    def _comment(self, message: Message) -> FoundComment | None:
        post = self.threads.post_of(message)
        if post is None:
            return None
        return found_comment(
            message,
            group=self.group,
            channel=self.channel,
            post=post_id(self.source.name, post),
        )
