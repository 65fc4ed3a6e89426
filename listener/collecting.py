"""Collect one source: one pass, and what it says of when we could see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.coverage import Ledger, Reason, Stretch, record
from domain.errors import ConfigError, SourceError
from domain.settings import Settings
from domain.sources import Cursor, Kind, Source
from listener.channel_pass import ChannelPass
from listener.deciding import EVER, blind_since, wants_more_history
from listener.fetching import Fetcher
from listener.harvest import Harvest
from listener.pseudonyms import Pseudonyms
from listener.telegram_web import TelegramWeb
from store.arrivals import Arrivals, Saved

Clock = Callable[[], datetime]
NONE = Saved()


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of collecting a source.

    ``reason`` and ``error`` say why it went blind, if it did. ``more``: there is
    history left for the next pass.
    """

    source: str
    posts: Saved = NONE
    comments: Saved = NONE
    erased: int = 0
    reason: Reason | None = None
    error: str | None = None
    permanent: bool = False
    retry_after: float | None = None
    more: bool = False

    def __add__(self, later: Collected) -> Collected:
        """Both together, with the state of the later one."""
        return replace(
            later,
            posts=self.posts + later.posts,
            comments=self.comments + later.comments,
            erased=self.erased + later.erased,
        )


class Collector:
    """Collects sources: what all passes share."""

    def __init__(
        self,
        settings: Settings,
        arrivals: Arrivals,
        pseudonyms: Pseudonyms,
        fetcher: Fetcher,
        *,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._arrivals = arrivals
        self._pseudonyms = pseudonyms
        self._fetcher = fetcher
        self._clock = clock
        self._failures: Counter[str] = Counter()

    async def collect(
        self, source: Source, *, sweep: bool = True, until: datetime | None = None
    ) -> Collected:
        """Bring one source up to date, as far as ``until`` allows.

        A source that cannot be read is no error of ours: it is blind, the
        ledger says since when and why, and the next pass goes on. Raises
        ConfigError for kinds that are not built.
        """
        check_built(source)
        await self._arrivals.save_source(source, now=self._clock())
        started_at = self._clock()
        ledger = await self._ledger(source)
        harvest = Harvest(source, self._arrivals, self._pseudonyms, self._clock)
        try:
            seen, more = await self._pass(source, ledger, harvest, sweep, until)
        except SourceError as error:
            blind = blind_since(ledger, started_at, self._clock(), error.reason)
            if error.reason is not Reason.STOPPED:
                await self._record(source, ledger, blind)
            return _failed(_so_far(source, harvest), error)
        if seen is not None:
            await self._record(source, ledger, Stretch(seen, started_at))
        return replace(_so_far(source, harvest), more=more)

    async def _pass(
        self,
        source: Source,
        ledger: Ledger,
        harvest: Harvest,
        sweep: bool,
        until: datetime | None,
    ) -> tuple[datetime | None, bool]:
        """One whole pass: since when the source is seen now, and if more is left."""
        web = TelegramWeb(source, self._fetcher)
        reading = ChannelPass(source, web, self._arrivals, harvest, clock=self._clock)
        cursor = await self._arrivals.cursor(source.id)
        if cursor and wants_more_history(ledger, source.since_at):
            cursor = replace(cursor, complete=False)
        refresh = timedelta(days=self._settings.listener.refresh_days)
        cursor = await reading.run(
            cursor,
            refresh=refresh,
            sweep=sweep,
            until=until,
            failures=self._failures,
        )
        if cursor is None or cursor.complete:
            return await self._seen_since(source, ledger, cursor), False
        return reading.oldest_at or _first_seen(ledger), True

    async def _seen_since(
        self, source: Source, ledger: Ledger, cursor: Cursor | None
    ) -> datetime | None:
        """The beginning of what a complete pass has seen."""
        known = source.since_at or _first_seen(ledger)
        if known is None and cursor is not None:
            posts = await self._arrivals.posts_since(source.id, EVER)
            return posts[-1].at if posts else None
        return known

    async def _ledger(self, source: Source) -> Ledger:
        """The source's ledger, with the outages that the settings declare."""
        stored = ledger = await self._arrivals.ledger(source.id)
        for outage in self._settings.outages:
            ledger = record(ledger, outage.as_stretch())
        if ledger != stored:
            await self._arrivals.save_ledger(source.id, ledger, now=self._clock())
        return ledger

    async def _record(self, source: Source, ledger: Ledger, new: Stretch) -> None:
        await self._arrivals.save_ledger(
            source.id, record(ledger, new), now=self._clock()
        )


def check_built(source: Source) -> None:
    """Raise ConfigError, naming the source, if no retriever reads its kind."""
    if source.kind is not Kind.TELEGRAM_WEB:
        raise ConfigError(
            f"{source.id}: sources of the kind {source.kind} cannot be listened to "
            f"yet; use {Kind.TELEGRAM_WEB}, or remove the source"
        )


def _so_far(source: Source, harvest: Harvest) -> Collected:
    return Collected(source.id, harvest.posts, harvest.comments, harvest.erased)


def _failed(so_far: Collected, error: SourceError) -> Collected:
    return replace(
        so_far,
        reason=error.reason,
        error=str(error),
        permanent=error.permanent,
        retry_after=error.retry_after,
    )


def _first_seen(ledger: Ledger) -> datetime | None:
    return min((stretch.start_at for stretch in ledger if stretch.seen), default=None)
