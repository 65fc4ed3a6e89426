"""One pass over one channel: what is new, what may have changed, what is older."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.coverage import Reason
from domain.errors import SourceError
from domain.sources import Chat, Cursor, Source, Stream
from listener.deciding import EVER
from listener.harvest import Harvest
from listener.telegram.finding import Details
from listener.telegram.hints import Changed
from listener.telegram.memory import Again, Memory
from listener.telegram.messages import trimmed
from listener.telegram.pace import Estimate, history_is_cheaper
from listener.telegram.pages import Asks, Page, Pages
from listener.telegram.replies import Replies, never_read, to_read, unheard_since
from listener.telegram.streams import Comments, Posts
from listener.telegram.threads import Threads
from listener.telegram.walking import Move, Take, Walk
from store.arrivals import Arrivals
from store.kept_posts import KeptPost

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Task:
    """What a pass has to do. ``deeper``: history is wanted from further back."""

    source: Source
    details: Details
    changed: Changed
    deeper: bool
    oldest_first: bool
    refresh: timedelta
    late: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stream came. ``seen_from`` is the oldest time read in this pass."""

    stream: Stream
    cursor: Cursor
    reached: bool
    seen_from: datetime | None
    seen_until: datetime | None


@dataclass
class ChannelPass:
    """Reads forward from the cursors, then again what is due, then backward."""

    task: Task
    memory: Memory
    telegram: Asks
    arrivals: Arrivals
    harvest: Harvest
    now: datetime
    posts_read_again: bool = False

    def __post_init__(self) -> None:
        source, channel = self.task.source, self.task.details.chats.channel
        self._channel = Pages(self.telegram, channel, trim=_whole_albums)
        self._posts = Posts(source, self._channel, self.harvest)
        self._replies = Replies(
            source,
            channel,
            self._channel,
            self.harvest,
            self.arrivals,
            failures=self.memory.failures,
        )

    async def run(self) -> list[Progress]:
        """The progress of each stream; what was taken in is saved in any case."""
        try:
            return await self._run()
        finally:
            await self.harvest.flush()

    async def _run(self) -> list[Progress]:
        posts = await self._read_posts()
        group = self.task.details.chats.group
        if group is None:
            return [posts]
        if not self.memory.closed:
            try:
                return [posts, await self._read_group(group, posts)]
            except SourceError as error:
                if error.reason is not Reason.NOT_PUBLIC:
                    raise
                self.memory.closed = True
        return [await self._read_replies(posts)]

    async def _read_posts(self) -> Progress:
        if self.memory.closed:  # only its posts tell which threads have grown
            self.memory.posts.want(AN_HOUR)
        walk = self._walk(self._channel, self._posts.take, self._posts.move)
        cursor = await self._cursor(walk, Stream.POSTS)
        return await self._stream(
            walk, cursor, Stream.POSTS, self.memory.posts, self._posts.see
        )

    async def _read_group(self, group: Chat, posts: Progress) -> Progress:
        pages = Pages(self.telegram, group)
        comments = Comments(
            source=self.task.source,
            channel=self.task.details.chats.channel.id,
            group=group.id,
            pages=pages,
            threads=self._threads(),
            harvest=self.harvest,
        )
        if self.task.changed.all:
            self.memory.comments.want(A_DAY)
        if self.task.changed.ids:
            await comments.look_at(self.task.changed.ids)
        walk = self._walk(pages, comments.take, comments.move)
        cursor = await self._cursor(walk, Stream.COMMENTS)
        if posts.cursor.complete and not cursor.complete:
            cursor = await self._by_posts_if_cheaper(walk, cursor)
        done = await self._stream(
            walk, cursor, Stream.COMMENTS, self.memory.comments, comments.see
        )
        self.memory.recent.extend(comments.dates)
        return done

    async def _read_replies(self, posts: Progress) -> Progress:
        stored = await self._stored_posts()
        fresh = self.now - self.task.refresh
        due = to_read(stored, self.now, fresh, self.memory.swept_at)
        left = await self._replies.read(due, self.now, self.task.late)
        until = [posts.seen_until, unheard_since(left)]
        return replace(
            posts,
            reached=posts.reached and not left,
            seen_until=min(filter(None, until), default=None),
        )

    async def _stream(
        self, walk: Walk, cursor: Cursor, stream: Stream, again: Again, see: Take
    ) -> Progress:
        cursor, reached = await walk.forward(cursor)
        seen_until = None if reached else walk.newest_at
        await self.harvest.flush()
        finished = await again.go_on(walk, cursor, see, self.now)
        if stream is Stream.POSTS:
            self.posts_read_again = finished
        by_post = stream is Stream.COMMENTS and self.memory.by_post
        if reached and not by_post:
            await self._estimate(walk, stream, cursor)
            cursor = await walk.backward(cursor, self.task.source.since_at)
        await self.harvest.flush()
        return Progress(stream, cursor, reached, walk.oldest_at, seen_until)

    async def _estimate(self, walk: Walk, stream: Stream, cursor: Cursor) -> None:
        """Note where the reading of history begins, to tell how long it takes."""
        if not cursor.complete and stream not in self.memory.estimates:
            lowest = await walk.pages.last_before(self.task.source.since_at)
            estimate = Estimate(self.now, cursor.oldest, lowest)
            self.memory.estimates[stream] = estimate

    async def _cursor(self, walk: Walk, stream: Stream) -> Cursor:
        stored = await self.arrivals.cursor(self.task.source.id, stream)
        if stored is None:
            since, first = self.task.source.since_at, self.task.oldest_first
            begun = await walk.begin(since, oldest_first=first)
            # Kept at once: it says from where on nothing may be missed.
            self.harvest.move(begun, stream)
            await self.harvest.flush()
            return begun
        # Oldest first, all that is newer than the cursor is history.
        deeper = self.task.deeper and stored.complete
        return replace(stored, complete=False) if deeper else stored

    async def _by_posts_if_cheaper(self, walk: Walk, cursor: Cursor) -> Cursor:
        """Read history under its posts, where that takes fewer requests.

        A busy group may hold little under posts and much else.
        """
        posts = never_read(await self._stored_posts())
        low = await walk.pages.last_before(self.task.source.since_at)
        if not self.memory.by_post:
            self.memory.by_post = not history_is_cheaper(
                group_messages=max(0, cursor.oldest - low - 1),
                posts_with_comments=len(posts),
                comments=sum(post.comment_total or 0 for post in posts),
            )
        if self.memory.by_post and not await self._replies.read(
            posts, self.now, self.task.late
        ):
            # So that what was read under posts, too, is read again.
            oldest = min(cursor.oldest, low + 1)
            cursor = replace(cursor, oldest=oldest, complete=True)
            self.harvest.move(cursor, Stream.COMMENTS)
            await self.harvest.flush()
        return cursor

    async def _stored_posts(self) -> list[KeptPost]:
        since = self.task.source.since_at or EVER
        return await self.arrivals.posts_since(self.task.source.id, since)

    def _walk(self, pages: Pages, take: Take, move: Move) -> Walk:
        return Walk(pages, take, move, self.task.late)

    def _threads(self) -> Threads:
        if self.memory.threads is None:
            self.memory.threads = Threads(self.task.details.chats.channel.id)
        return self.memory.threads


def _whole_albums(page: Page) -> Page:
    return replace(page, messages=trimmed(page.messages, full=page.full))
