"""Retrieves channels by Telethon: the `telegram` kind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from domain.coverage import Ledger
from domain.periods import day_of
from domain.settings import Settings
from domain.sources import Chats, Source
from listener.deciding import wants_more_history
from listener.harvest import Harvest
from listener.retrieving import Reached, first_seen
from listener.telegram.channel_pass import ChannelPass, Progress, Task
from listener.telegram.client import NoTelegram, Telegram
from listener.telegram.finding import Details, Finding
from listener.telegram.hints import Changed
from listener.telegram.memory import Again, Memory
from listener.telegram.pace import Left, Refreshing, next_look
from store.arrivals import Arrivals
from store.following import Following

log = structlog.get_logger()

SLICE = timedelta(seconds=10)
"""So long a pass may read history before it looks at what is new again."""

ASK_EVERY = timedelta(days=1)
"""A channel's group and followers are asked for once in so long."""


class TelegramChannels:
    """A ``Retriever``; what is shared by the passes over all channels."""

    def __init__(
        self,
        settings: Settings,
        arrivals: Arrivals,
        following: Following,
        telegram: Telegram | NoTelegram,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._arrivals = arrivals
        self._following = following
        self._telegram = telegram
        self._finding = Finding(telegram, following)
        self._clock = clock
        self._memories: dict[str, Memory] = {}

    async def retrieve(
        self,
        source: Source,
        ledger: Ledger,
        harvest: Harvest,
        *,
        sweep: bool,
        until: datetime | None,
    ) -> Reached:
        now = self._clock()
        memory = self._memory(source)
        if sweep:
            memory.swept_at = now
        details = await self._details(source, memory, now)
        changed = self._changed(details.chats)
        task = Task(
            source=source,
            details=details,
            changed=changed,
            deeper=wants_more_history(ledger, source.since_at),
            oldest_first=self._settings.telegram.backfill == "oldest",
            refresh=self._refresh,
            late=self._late(until),
        )
        reading = ChannelPass(
            task, memory, self._telegram, self._arrivals, harvest, now
        )
        try:
            streams = await reading.run()
        except Exception:
            self._note_again(details.chats, changed)
            raise
        if reading.posts_read_again:
            await self._save_completeness(source, now)
        await self._tell_backfill(source, memory, streams[-1])
        return self._reached(source, ledger, memory, streams)

    def wakes(self, source: Source) -> Sequence[asyncio.Event]:
        details = self._memory(source).details
        if details is None:
            return ()
        chats = [details.chats.channel, details.chats.group]
        return [self._telegram.hints.event(chat.id) for chat in chats if chat]

    @property
    def _refresh(self) -> timedelta:
        return timedelta(days=self._settings.listener.refresh_days)

    def _memory(self, source: Source) -> Memory:
        if source.id not in self._memories:
            again = Again(Refreshing(self._refresh)), Again(Refreshing(self._refresh))
            self._memories[source.id] = Memory(*again)
        return self._memories[source.id]

    async def _details(self, source: Source, memory: Memory, now: datetime) -> Details:
        known, asked_at = memory.details, memory.asked_at
        if known and asked_at and now - asked_at < ASK_EVERY:
            return known
        details = await self._finding.details(source)
        if known is None or details.chats != known.chats:
            memory.threads = None
        memory.details = details
        memory.closed = not details.group_public
        if details.followers is not None:
            await self._arrivals.save_followers(
                source.id, day_of(now), details.followers
            )
        memory.asked_at = now
        return details

    def _changed(self, chats: Chats) -> Changed:
        """What is said to have changed in the group; the channel is read anyway."""
        hints = self._telegram.hints
        hints.take(chats.channel.id)
        return (
            hints.take(chats.group.id) if chats.group else Changed(frozenset(), False)
        )

    def _note_again(self, chats: Chats, changed: Changed) -> None:
        """A pass that failed may not have looked at all that was said to change."""
        if chats.group:
            self._telegram.hints.again(chats.group.id, changed)

    def _late(self, until: datetime | None) -> Callable[[], bool]:
        if until is None:
            return lambda: False
        end = min(until, self._clock() + SLICE)
        return lambda: self._clock() >= end

    async def _tell_backfill(
        self, source: Source, memory: Memory, last: Progress
    ) -> None:
        """Say how far the history of the stream that takes longest is read.

        That it is whole each process says once: the one before may have been killed.
        """
        estimate, cursor = memory.estimates.get(last.stream), last.cursor
        if cursor.complete:
            if memory.history_told or not last.reached:
                return
            left = Left(1.0, None)
        elif estimate is None:
            return
        else:
            left = estimate.left(cursor.oldest, cursor.newest, self._clock())
            log.info("backfill", share=round(left.share, 3), ends_at=left.ends_at)
        await self._following.save_backfill(source.id, left.share, left.ends_at)
        memory.history_told = cursor.complete
        if cursor.complete:
            memory.estimates.pop(last.stream, None)

    async def _save_completeness(self, source: Source, now: datetime) -> None:
        complete = await self._following.completeness(source.id, now - self._refresh)
        await self._following.save_completeness(source.id, complete, now=now)

    def _reached(
        self,
        source: Source,
        ledger: Ledger,
        memory: Memory,
        streams: Sequence[Progress],
    ) -> Reached:
        more = any(not (one.reached and one.cursor.complete) for one in streams)
        return Reached(
            seen_since(source, ledger, streams),
            more=more,
            next_in=self._next_in(memory),
            seen_until=min(filter(None, (s.seen_until for s in streams)), default=None),
        )

    def _next_in(self, memory: Memory) -> float:
        at_least = self._settings.telegram.at_least
        if memory.is_rereading:
            return at_least
        at_most = self._settings.listener.every
        return next_look(
            memory.recent, self._clock(), at_least=at_least, at_most=at_most
        )


def seen_since(
    source: Source, ledger: Ledger, streams: Sequence[Progress]
) -> datetime | None:
    """Since when a pass without trouble has seen the source, up to its newest."""
    if all(one.cursor.complete for one in streams) and source.since_at:
        return source.since_at
    # The last stream is the comments', if there are any: they lag behind.
    known = [streams[-1].seen_from, first_seen(ledger)]
    return min(filter(None, known), default=None)
