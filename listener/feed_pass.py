"""Retrieves feeds: the `feed` kind. Entries are posts; comment feeds, comments."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from domain.coverage import Ledger, Reason
from domain.errors import SourceError
from domain.listening_settings import ListenerSettings
from domain.periods import TASHKENT
from domain.sources import Source
from listener.answers import Page
from listener.deciding import due
from listener.feeds import Entry, comments_in_feed, feed_in
from listener.fetching import Fetcher
from listener.harvest import Harvest
from listener.pages.reading import Reading
from listener.retrieving import Reached, first_seen
from listener.sitemaps import dated, is_sitemap, sitemap_posts
from listener.tme_common import Aside
from store.arrivals import Arrivals, KeptPost

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
        pages = await self._pages(source, sweep=sweep)
        if all(page.unchanged for page in pages.values()):
            return Reached(first_seen(ledger))
        entries = await self._entries(source, pages.values(), now)
        stored = await self._arrivals.kept_posts(entry.post.id for entry in entries)
        before = stored or await self._arrivals.has_posts(source.id)
        await harvest.save_posts(entry.post for entry in entries)
        await self._comments(source, entries, stored, harvest, now)
        await harvest.flush()
        # Only now: had the pass failed, "unchanged" would hide what it missed.
        for url, page in pages.items():
            await self._arrivals.save_validators(url, *page.validators)
        times = [entry.post.at for entry in entries]
        return Reached(seen_since(source, ledger, times, stored, bool(before)))

    def wakes(self, source: Source) -> Sequence[asyncio.Event]:  # noqa: ARG002
        """None: nobody tells us."""
        return ()

    async def _pages(self, source: Source, *, sweep: bool) -> dict[str, Page]:
        """The feed by its address; or those of the last days, where each has one."""
        today = self._clock().astimezone(TASHKENT).date()
        asked, found = dated(source.url, today), {}
        for url in asked:
            known = await self._arrivals.validators(url) if not sweep else (None, None)
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
        harvest: Harvest,
        now: datetime,
    ) -> None:
        """Read the comment feeds of the entries whose comments may have changed."""
        for entry in entries:
            if entry.comments_url and self._is_due(entry, stored, now):
                try:
                    await self._thread(source, entry, entry.comments_url, harvest, now)
                except SourceError as error:
                    if error.reason is not Reason.CHANGED_FORMAT:
                        raise
                    await harvest.set_aside([Aside(entry.comments_url, str(error))])

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


def seen_since(
    source: Source,
    ledger: Ledger,
    times: Sequence[datetime],
    stored: Mapping[str, KeptPost],
    before: bool,
) -> datetime | None:
    """Since when the feed is seen, up to now.

    A feed shows its latest entries. If none of them is known though others are,
    some may have come and gone in between: then it is seen from its oldest on.
    """
    oldest = min(times, default=None)
    begun = first_seen(ledger)
    if before and (stored or not times):
        return begun or oldest
    if begun is None and source.since_at and oldest:
        return max(oldest, source.since_at)
    return oldest


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
