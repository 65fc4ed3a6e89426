"""Retrieves channels by Telegram's public pages: the `telegram_web` kind."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.coverage import Ledger
from domain.listening_settings import ListenerSettings
from domain.sources import Cursor, Source
from listener.channel_pass import ChannelPass
from listener.deciding import EVER, wants_more_history
from listener.fetching import Fetcher
from listener.harvest import Harvest
from listener.retrieving import Reached, first_seen
from listener.telegram_web import TelegramWeb
from store.arrivals import Arrivals


class WebChannels:
    """A ``Retriever``; what is shared by the passes over all channels."""

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

    async def retrieve(
        self,
        source: Source,
        ledger: Ledger,
        harvest: Harvest,
        *,
        sweep: bool,
        until: datetime | None,
    ) -> Reached:
        web = TelegramWeb(source, self._fetcher)
        reading = ChannelPass(source, web, self._arrivals, harvest, clock=self._clock)
        cursor = await self._arrivals.cursor(source.id)
        if cursor and wants_more_history(ledger, source.since_at):
            cursor = replace(cursor, complete=False)
        cursor = await reading.run(
            cursor,
            refresh=self._refresh,
            sweep=sweep,
            until=until,
            failures=self._failures,
        )
        if cursor is None or cursor.complete:
            return Reached(await self._seen_since(source, ledger, cursor))
        return Reached(reading.oldest_at or first_seen(ledger), more=True)

    def wakes(self, source: Source) -> Sequence[asyncio.Event]:  # noqa: ARG002
        """None: nobody tells us."""
        return ()

    async def _seen_since(
        self, source: Source, ledger: Ledger, cursor: Cursor | None
    ) -> datetime | None:
        """The beginning of what a complete pass has seen."""
        known = source.since_at or first_seen(ledger)
        if known is None and cursor is not None:
            posts = await self._arrivals.posts_since(source.id, EVER)
            return posts[-1].at if posts else None
        return known
