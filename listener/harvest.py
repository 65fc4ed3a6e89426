"""Save what a pass finds, in the order that makes a crash harmless."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.comments import FoundComment, FoundPost
from domain.sources import Cursor, Source, Stream
from listener.keeping import kept_comments, kept_post
from listener.pseudonyms import Pseudonyms
from listener.tme_common import Aside
from store.arrivals import Arrivals, Saved

BATCH = 1_000
"""Comments of several threads are saved together: a write costs a disk's sync."""

SOON = timedelta(seconds=1)
"""So long may what was taken in wait to be written."""

Waiting = Callable[[int], None]
"""Is told how many comments wait in memory to be written."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A thread that was read whole."""

    post: str
    at: datetime
    total: int | None


class Harvest:
    """What one pass over one source has found so far.

    Comments, what is gone, threads and the cursors wait for one another; ``flush``
    writes them in this order, so that a cursor never stands for what is not stored.
    What could not be written goes on waiting, and so does all that comes after it.
    """

    def __init__(
        self,
        source: Source,
        arrivals: Arrivals,
        pseudonyms: Pseudonyms,
        clock: Callable[[], datetime],
        waiting: Waiting = lambda _: None,
    ) -> None:
        self.posts = Saved()
        self.comments = Saved()
        self.erased = 0
        self._source = source
        self._arrivals = arrivals
        self._pseudonyms = pseudonyms
        self._clock = clock
        self._comments: list[FoundComment] = []
        self._gone: set[str] = set()
        self._waiting = waiting
        self._read: list[_Read] = []
        self._cursors: dict[Stream, Cursor] = {}
        self._flushed, self._flushed_at = 0, clock()

    async def save_posts(self, posts: Iterable[FoundPost]) -> None:
        kept = [kept_post(post, self._source) for post in posts]
        self.posts += await self._arrivals.save_posts(kept, now=self._clock())

    async def add(self, comments: Iterable[FoundComment]) -> None:
        """Take comments in; they are saved at the latest by ``flush``."""
        taken = list(comments)
        self._comments += taken
        self._gone.difference_update(one.id for one in taken)
        self._waiting(len(self._comments))
        if len(self._comments) >= BATCH:
            await self._save_comments()

    def note_gone(self, ids: Iterable[str]) -> None:
        """Note what is gone from its thread: if it is stored, ``flush`` erases it."""
        self._gone.update(ids)

    async def flush_some(self) -> None:
        """Write everything if it is much, or if it has waited for some time."""
        waited = self._clock() - self._flushed_at >= SOON
        much = max(self.comments.read - self._flushed, len(self._gone)) >= BATCH
        if waited or much:
            await self.flush()

    def thread_read(self, post: str, at: datetime, total: int | None) -> None:
        """Note that all comments under ``post`` were taken in, asked for at ``at``."""
        self._read.append(_Read(post, at, total))

    def move(self, cursor: Cursor, stream: Stream = Stream.POSTS) -> None:
        """Move the stream's cursor, as soon as all that was taken in is saved."""
        self._cursors[stream] = cursor

    async def flush(self) -> None:
        """Write everything; the cursors last."""
        await self._save_comments()
        self._flushed, self._flushed_at = self.comments.read, self._clock()
        await self._erase_gone()
        await self._save_read()
        for stream, cursor in self._cursors.items():
            await self._arrivals.save_cursor(
                self._source.id, cursor, now=self._clock(), stream=stream
            )
        self._cursors = {}

    async def set_aside(self, places: Iterable[Aside]) -> None:
        for place, reason in places:
            await self._arrivals.set_aside(
                self._source.id, place, reason, now=self._clock()
            )

    async def _save_comments(self) -> None:
        if self._comments:
            # Only now: who asked to be forgotten while they waited is not kept.
            kept = kept_comments(self._comments, self._source, self._pseudonyms)
            self.comments += await self._arrivals.save_comments(kept, now=self._clock())
            self._comments = []
            self._waiting(0)

    async def _erase_gone(self) -> None:
        gone = list(self._gone)
        for start in range(0, len(gone), BATCH):
            some = gone[start : start + BATCH]
            self.erased += await self._arrivals.erase_comments(some, now=self._clock())
            self._gone.difference_update(some)

    async def _save_read(self) -> None:
        """All are waited for, also if one fails: none writes on when we are gone."""
        ends = await asyncio.gather(
            *(
                self._arrivals.save_thread_read(one.post, now=one.at, total=one.total)
                for one in self._read
            ),
            return_exceptions=True,
        )
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        self._read = []
