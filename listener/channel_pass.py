"""One pass over one channel: what is new, what may have changed, what is older."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import datetime, timedelta

from domain.comments import FoundPost
from domain.errors import SourceError
from domain.periods import day_of
from domain.sources import Cursor, Source
from listener.answers import Validators
from listener.deciding import (
    EVER,
    closed,
    first_cursor,
    grown_newer,
    grown_older,
    newer_posts,
    older_posts,
    threads_due,
)
from listener.harvest import Harvest
from listener.patience import MANY, TRIES, count_failure
from listener.telegram_web import TelegramWeb
from listener.tme_channel import ChannelPage, number_of
from listener.tme_common import Aside, changed_format
from store.arrivals import Arrivals

NO_VALIDATORS: Validators = (None, None)


class ChannelPass:
    """Reads forward from the cursor, then again what is due, then backward.

    The cursor moves post by post, outward from what is stored, and only after
    the post's comments are saved: to be killed costs a second reading.
    """

    def __init__(
        self,
        source: Source,
        web: TelegramWeb,
        arrivals: Arrivals,
        harvest: Harvest,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._source = source
        self._web = web
        self._arrivals = arrivals
        self._harvest = harvest
        self._clock = clock
        self._failures: Counter[str] = Counter()
        self._visited: set[str] = set()
        self.oldest_at: datetime | None = None

    async def run(
        self,
        cursor: Cursor | None,
        *,
        refresh: timedelta,
        sweep: bool,
        until: datetime | None,
        failures: Counter[str],
    ) -> Cursor | None:
        """Returns where the next pass goes on; None if the channel is empty.

        ``sweep`` looks for threads never read among all posts, not only those
        younger than ``refresh``. After ``until`` history waits for the next
        pass, so that what is new does not. ``failures`` counts, from pass to
        pass, those that ended at a thread.
        """
        self._failures = failures
        due = await self._due(refresh, sweep=sweep)
        idle = cursor is not None and cursor.complete and not due
        url = self._web.latest_url
        known = await self._arrivals.validators(url) if idle else NO_VALIDATORS
        latest, validators = await self._web.latest(known)
        if latest is not None:
            await self._save_page(latest)
            await self._save_followers(latest)
            cursor = await self._forward(latest, cursor)
        await self._read_again([post for post in due if post not in self._visited])
        cursor = await self._backward(latest, cursor, until)
        if validators != known:
            # Only now: had the pass failed, "unchanged" would hide what it missed.
            await self._arrivals.save_validators(url, *validators)
        return cursor

    async def _forward(
        self, latest: ChannelPage, cursor: Cursor | None
    ) -> Cursor | None:
        """Read what is newer than the cursor, page after page."""
        if cursor is None:
            return first_cursor(latest)
        page = latest
        while min(page.numbers, default=0) > cursor.newest:
            page = await self._web.after(cursor.newest)
            if max(page.numbers, default=0) <= cursor.newest:
                raise changed_format("the page after the latest known post is empty")
            await self._save_page(page)
            cursor = await self._take_newer(page, cursor)
            page = latest
        return await self._take_newer(latest, cursor)

    async def _backward(
        self, latest: ChannelPage | None, cursor: Cursor | None, until: datetime | None
    ) -> Cursor | None:
        """Read what is older than the cursor, at least one page of it."""
        page = latest
        while cursor is not None and not cursor.complete:
            if page is None or cursor.oldest <= cursor.newest:
                page = await self._web.before(cursor.oldest)
                await self._save_page(page)
            cursor = await self._take_older(page, cursor)
            if until is not None and self._clock() >= until:
                break
        return cursor

    async def _take_newer(self, page: ChannelPage, cursor: Cursor) -> Cursor:
        newer = newer_posts(page, cursor)
        if not any(number > cursor.newest for number in page.numbers):
            return cursor

        def grown(post: FoundPost) -> Cursor:
            return grown_newer(cursor, [number_of(post.id)])

        await self._threads(newer, grown)
        return await self._moved(grown_newer(cursor, page.numbers))

    async def _take_older(self, page: ChannelPage, cursor: Cursor) -> Cursor:
        older = older_posts(page, cursor, self._source.since_at)

        def grown(post: FoundPost) -> Cursor:
            return grown_older(cursor, [number_of(post.id)])

        await self._threads(older, grown)
        self.oldest_at = older[-1].at if older else self.oldest_at
        return await self._moved(closed(cursor, page, self._source.since_at))

    async def _threads(
        self, posts: list[FoundPost], grown: Callable[[FoundPost], Cursor]
    ) -> None:
        """Read the threads of a page's posts, in order, moving the cursor along."""
        broken: list[SourceError] = []
        async with self._flushing():
            for post in posts:
                error = await self._thread(post.id)
                if error is None and not broken:
                    self._harvest.move(grown(post))
                broken += [error] if error else []
            if posts and len(broken) == len(posts):
                raise broken[0]

    async def _read_again(self, posts: list[str]) -> None:
        """Read threads again: for new comments, edits and what was deleted."""
        async with self._flushing():
            errors = [await self._thread(post) for post in posts]
            broken = [error for error in errors if error is not None]
            if len(broken) == len(posts) >= MANY:
                raise broken[0]

    @asynccontextmanager
    async def _flushing(self) -> AsyncIterator[None]:
        """Save what was taken in, also when the source fails in the middle."""
        try:
            yield
        except SourceError:
            await self._harvest.flush()
            raise
        await self._harvest.flush()

    async def _moved(self, cursor: Cursor) -> Cursor:
        self._harvest.move(cursor)
        await self._harvest.flush()
        return cursor

    async def _thread(self, post: str) -> SourceError | None:
        """Read one thread whole. A broken one is set aside, and why is returned."""
        try:
            await self._read_thread(post)
        except SourceError as error:
            if not count_failure(self._failures, post, error):
                raise
            place = Aside(self._web.widget_url(post), str(error))
            await self._harvest.set_aside([place])
            return error
        return None

    async def _read_thread(self, post: str) -> None:
        at = self._clock()
        stored = await self._arrivals.thread(post)
        read: set[str] = set()
        total: int | None = None
        cut = False
        async with aclosing(self._web.thread(post)) as pages:
            async for page in pages:
                await self._harvest.add(page.comments)
                await self._harvest.set_aside(page.set_aside)
                if page.refused:
                    await self._refused(post, page.unavailable)
                read |= page.ids
                cut |= page.cut
                total = page.total if page.total is not None else total
        if total == len(read):
            # Only a thread that was read whole tells what is gone from it.
            self._harvest.note_gone(stored - read)
        self._visited.add(post)
        if self._settle(post, cut=cut):
            self._harvest.thread_read(
                post, at, len(read) or None if total is None else total
            )
        await self._harvest.flush_some()

    def _settle(self, post: str, *, cut: bool) -> bool:
        """Count a thread that was cut; whether it is as good as read whole.

        One that stays cut is, after a while; until then it is due, however old its
        post.
        """
        if not cut:
            self._failures.pop(post, None)
            return True
        self._failures[post] += 1
        return self._failures[post] >= TRIES

    async def _refused(self, post: str, why: str | None) -> None:
        place = Aside(self._web.widget_url(post), f"Telegram does not show it: {why}")
        await self._harvest.set_aside([place])

    async def _due(self, refresh: timedelta, *, sweep: bool) -> list[str]:
        now = self._clock()
        posts = await self._arrivals.posts_since(
            self._source.id, EVER if sweep else now - refresh
        )
        return threads_due(posts, now, now - refresh)

    async def _save_page(self, page: ChannelPage) -> None:
        since = self._source.since_at
        wanted = [post for post in page.posts if since is None or post.at >= since]
        await self._harvest.save_posts(wanted)
        await self._harvest.set_aside(page.set_aside)

    async def _save_followers(self, page: ChannelPage) -> None:
        if page.followers is not None:
            await self._arrivals.save_followers(
                self._source.id, day_of(self._clock()), page.followers
            )
