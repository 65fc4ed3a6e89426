"""Retrieves feeds: the `feed` kind. Entries are posts; comment feeds, comments."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.coverage import Ledger, Reason
from domain.errors import SourceError
from domain.listening_settings import ListenerSettings
from domain.periods import TASHKENT
from domain.sources import Source
from listener.answers import Page
from listener.deciding import due, last_seen
from listener.feeds import Entry, comments_in_feed, feed_in
from listener.fetching import Fetcher
from listener.harvest import Harvest
from listener.overlap import is_gap, known_then, seen_since
from listener.pages.reading import Reading
from listener.patience import Visits
from listener.retrieving import Reached
from listener.sitemaps import dated, is_sitemap, sitemap_posts
from store.arrivals import Arrivals
from store.kept_posts import KeptPost

_MARKS = (
    "<rss",
    "<feed",
    "<rdf",
    "<?xml",
    "<channel",
    '"items"',
    "jsonfeed",
    "<urlset",
)


@dataclass(frozen=True, slots=True)
class _Thread:
    """What is said under an entry of that time, and when it was looked at last."""

    at: datetime
    looked_at: datetime


class Feeds:
    """A ``Retriever``; what is shared by the passes over all feeds."""

    def __init__(
        self,
        settings: ListenerSettings,
        arrivals: Arrivals,
        fetcher: Fetcher,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._refresh = timedelta(days=settings.refresh_days)
        self._arrivals = arrivals
        self._fetcher = fetcher
        self._clock = clock
        self._failures: Counter[str] = Counter()
        self._threads: dict[str, Sequence[_Thread]] = {}

    async def retrieve(
        self,
        source: Source,
        ledger: Ledger,
        harvest: Harvest,
        *,
        sweep: bool,
        until: datetime | None,  # noqa: ARG002 - a feed has no history to wait
    ) -> Reached:
        now = self._clock()
        whole = sweep or self._is_due_whole(source, ledger, now)
        pages = await self._pages(source, whole=whole)
        if all(page.unchanged for page in pages.values()):
            return Reached(last_seen(ledger))
        entries = await self._entries(source, pages.values(), now)
        ids = [entry.post.id for entry in entries]
        stored = await self._arrivals.kept_posts(ids)
        overlaps = await known_then(self._arrivals, ledger, ids)
        times = [_time(entry, stored) for entry in entries]
        since = seen_since(source, ledger, times, overlaps=overlaps)
        await harvest.save_posts(entry.post for entry in entries)
        visits = Visits(self._failures, harvest, again=sweep)
        await self._comments(source, entries, stored, visits, now)
        await harvest.flush()
        if not is_gap(ledger, since):
            # "Unchanged" would hide what a pass that fails after this one missed.
            for url, page in pages.items():
                await self._arrivals.save_validators(url, *page.validators)
        self._threads[source.id] = self._watched(entries, stored, now)
        return Reached(since)

    def wakes(self, source: Source) -> Sequence[asyncio.Event]:  # noqa: ARG002
        """None: nobody tells us."""
        return ()

    async def _pages(self, source: Source, *, whole: bool) -> dict[str, Page]:
        """The feed by its address; or those of the last days, where each has one."""
        today = self._clock().astimezone(TASHKENT).date()
        asked, found = dated(source.url, today), {}
        for url in asked:
            known = await self._arrivals.validators(url) if not whole else (None, None)
            page = await self._fetcher.follow(url, validators=known, known=is_feed)
            if page.found or page.unchanged:
                found[url] = page
        if not found:
            raise no_feed(page, permanent=len(asked) == 1)
        return found

    async def _entries(
        self, source: Source, pages: Iterable[Page], now: datetime
    ) -> list[Entry]:
        entries = [
            entry
            for page in pages
            if page.found
            for entry in entries_in(page, source.name, now)
        ]
        if not entries and await self._arrivals.has_posts(source.id):
            raise SourceError(
                f"{source.url}: a feed that had entries has none any more",
                reason=Reason.CHANGED_FORMAT,
            )
        since = source.since_at
        return [e for e in entries if since is None or e.post.at >= since]

    async def _comments(
        self,
        source: Source,
        entries: Sequence[Entry],
        stored: Mapping[str, KeptPost],
        visits: Visits,
        now: datetime,
    ) -> None:
        """Read the comment feeds of the entries whose comments may have changed."""
        due_now = [entry for entry in entries if self._is_due(entry, stored, now)]
        for entry in visits.in_order(due_now):
            if url := entry.comments_url:
                async with visits.to(entry.id, url):
                    await self._thread(source, entry, url, visits.harvest, now)
        visits.check()

    def _watched(
        self, entries: Sequence[Entry], stored: Mapping[str, KeptPost], now: datetime
    ) -> list[_Thread]:
        """The threads of the feed, and when each was looked at last."""
        return [
            _Thread(entry.post.at, self._looked_at(entry, stored, now))
            for entry in entries
            if entry.comments_url
        ]

    def _looked_at(
        self, entry: Entry, stored: Mapping[str, KeptPost], now: datetime
    ) -> datetime:
        kept = stored.get(entry.post.id)
        # A total in the feed is a look at the thread, too.
        looked = entry.post.comment_total is not None or self._is_due(
            entry, stored, now
        )
        return now if looked or not (kept and kept.read_at) else kept.read_at

    def _is_due_whole(self, source: Source, ledger: Ledger, now: datetime) -> bool:
        """Whether to ask for the feed even if it did not change.

        It changes with its entries, and perhaps not with what is said under them.
        """
        threads, fresh = self._threads.get(source.id), now - self._refresh
        if threads is None or last_seen(ledger) is None:
            return True
        return any(
            due(one.at, one.looked_at, now) for one in threads if one.at >= fresh
        )

    def _is_due(
        self, entry: Entry, stored: Mapping[str, KeptPost], now: datetime
    ) -> bool:
        kept, total = stored.get(entry.post.id), entry.post.comment_total
        if total == 0:
            return False
        if kept is None or kept.read_at is None or kept.read_total != total:
            return True
        fresh = entry.post.at >= now - self._refresh
        return total is None and fresh and due(entry.post.at, kept.read_at, now)

    async def _thread(
        self, source: Source, entry: Entry, url: str, harvest: Harvest, now: datetime
    ) -> None:
        page = await self._fetcher.follow(url, known=is_feed)
        if not page.found:
            raise SourceError(
                f"{url}: no comments there (HTTP {page.status})",
                reason=Reason.CHANGED_FORMAT,
            )
        found = comments_in_feed(
            page.body, page.content_type, name=source.name, post=entry.post.id, now=now
        )
        # Such a feed holds the latest only: what it lacks may still be there.
        await harvest.add(found)
        harvest.thread_read(entry.post.id, now, entry.post.comment_total)


def entries_in(page: Page, name: str, now: datetime) -> Sequence[Entry]:
    """The entries of a feed, or of a sitemap that stands in for one."""
    if is_sitemap(page.body):
        posts = sitemap_posts(page.body, Reading(name, page.url, now, TASHKENT))
        return [Entry(post, None) for post in posts]
    return feed_in(page.body, page.content_type, name=name, now=now).entries


def no_feed(page: Page, *, permanent: bool = True) -> SourceError:
    return SourceError(
        f"{page.url}: no such feed (HTTP {page.status}); mend the source's url",
        reason=Reason.NOT_PUBLIC,
        permanent=permanent,
    )


def is_feed(text: str) -> bool:
    """Whether a short answer is a feed all the same, and no refusal."""
    return any(mark in text[:2_000].lower() for mark in _MARKS)


def _time(entry: Entry, stored: Mapping[str, KeptPost]) -> datetime:
    kept = stored.get(entry.post.id)
    return min(entry.post.at, kept.at) if kept else entry.post.at
