"""Listen to all sources at once: a task for each, none waits for another."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from domain.coverage import Reason
from domain.errors import (
    AwayError,
    ClaimLostError,
    ConfigError,
    KayfiyatError,
    OtherKeysError,
)
from domain.listening_settings import ListenerSettings
from domain.settings import Settings
from domain.sources import Source
from listener.claiming import Claiming
from listener.collecting import Clock, Collected, Collector
from listener.pausing import TRIES, gives_up, pause_after
from listener.pseudonyms import KEYS, Agree, Pseudonyms
from listener.retrievers import retrievers
from listener.roster import Begin, Roster, Wanted
from listener.watching import Watch
from store.arrivals import Arrivals
from store.away import Away
from store.following import Following

__all__ = ["GRACE", "TRIES", "gives_up", "listen", "pause_after"]

GRACE = 3.0
"""Seconds that a task has to save what is in hand once it was told to stop."""

_SWEEP_EVERY = timedelta(days=1)

OnCollected = Callable[[Collected], None]

log = structlog.get_logger()


async def listen(  # noqa: PLR0913
    settings: Settings,
    arrivals: Arrivals,
    following: Following,
    data_dir: Path,
    *,
    once: bool,
    clock: Clock,
    on_collected: OnCollected,
    stop: asyncio.Event,
    watch: Watch | None = None,
    wanted: Wanted | None = None,
    claiming: Claiming | None = None,
    agree: Agree | None = None,
) -> list[Collected]:
    """Collect all sources until ``stop`` is set; with ``once``, until all is there.

    They are those of the settings, or those that ``wanted`` names, asked again and
    again; with ``claiming`` only those among them that are ours, but for ``once``.
    ``watch`` is told what happens, for metrics. ``data_dir`` holds the keys of the
    pseudonyms, which others ``agree`` to, and the Telegram session. Returns what came
    of each source. What fails, fails alone; only other keys than others' end it all.
    """
    listed = [source.as_source() for source in settings.sources]
    sources = listed if wanted is None else await wanted()
    watch = watch or Watch(sources, clock=clock)
    chance = random.SystemRandom().random
    async with retrievers(
        settings, arrivals, following, data_dir, clock=clock, chance=chance, stop=stop
    ) as by_kind:
        pseudonyms = Pseudonyms(data_dir / KEYS, agree)
        collector = Collector(
            settings, arrivals, pseudonyms, by_kind, clock=clock, waiting=watch.holds
        )
        followers = _Followers(collector, clock, on_collected, watch, once=once)
        begin = followers.begin
        if wanted is None or once:
            await _all_of([begin(source, stop) for source in sources], stop)
        elif claiming is None:
            await _all_of([Roster(wanted, begin, watch=watch, stop=stop).keep()], stop)
        else:
            await _share(claiming, begin, sources, watch=watch, stop=stop)
    return [follower.total for follower in followers.all]


async def _share(
    claiming: Claiming,
    begin: Begin,
    sources: Iterable[Source],
    *,
    watch: Watch,
    stop: asyncio.Event,
) -> None:
    """Follow what is ours of ``sources``; what others have is not watched here."""
    roster = Roster(claiming.ours, begin, watch=watch, stop=stop)
    async with claiming.kept(roster.busy):
        ours = {source.id for source in await claiming.ours()}
        for source in sources:
            if source.id not in ours:
                watch.leaves(source.id)
        await _all_of([roster.keep()], stop)


@dataclass(slots=True)
class _Follower:
    """Follows one source: pass after pass, with pauses."""

    source: Source
    collector: Collector
    settings: ListenerSettings
    clock: Clock
    on_collected: OnCollected
    watch: Watch
    away: Away
    stop: asyncio.Event
    total: Collected
    failures: int = 0
    swept_at: datetime | None = None

    async def follow(self, *, once: bool) -> None:
        """Repeat ``step`` and its pauses until told to stop, or nothing is left."""
        while not self.stop.is_set():
            done = await self.step(once=once)
            if done.lost:
                return
            if once and gives_up(done, self.failures, self.settings):
                return
            pause = pause_after(done, self.failures, self.settings)
            self.watch.rests(self.source.id, pause)
            await self._rest(pause, failed=bool(done.error))

    async def step(self, *, once: bool) -> Collected:
        """One pass, whatever comes of it."""
        structlog.contextvars.bind_contextvars(source=self.source.id)
        started_at = self.clock()
        budget = None if once else timedelta(seconds=self.settings.every)
        self.watch.began(self.source.id)
        done = await self._collect(started_at, budget)
        self.watch.collected(done)
        self.failures = self.failures + 1 if done.error else 0
        self.total += done
        if done.reason or not (done.error and self.away.is_gone):
            _tell(done)
        self.on_collected(done)
        return done

    async def _collect(
        self, started_at: datetime, budget: timedelta | None
    ) -> Collected:
        sweep = self.swept_at is None or started_at - self.swept_at >= _SWEEP_EVERY
        until = started_at + budget if budget else None
        try:
            if self.away.is_gone:  # a pass over much history would tell it late
                await self.collector.arrivals.ping()
                self.away.back()
            done = await self.collector.collect(self.source, sweep=sweep, until=until)
        except OtherKeysError:
            raise
        except ClaimLostError as error:
            return Collected(
                self.source.id, error=str(error), reason=Reason.STOPPED, lost=True
            )
        except ConfigError as error:
            return Collected(self.source.id, error=str(error), permanent=True)
        except AwayError as error:
            self.away.gone(error)
            return Collected(self.source.id, error=str(error))
        except KayfiyatError as error:
            return Collected(self.source.id, error=str(error))
        except Exception as error:
            # A fault of ours in one source must not end the others' collecting.
            log.exception("failed", source=self.source.id)
            return Collected(self.source.id, error=f"our own fault: {error!r}")
        if sweep and not done.error:
            self.swept_at = started_at
        return done

    async def _rest(self, seconds: float, *, failed: bool) -> None:
        """Wait; what may be new ends it early, but not where reading failed."""
        ends = [self.stop, *(() if failed else self.collector.wakes(self.source))]
        waiting = [asyncio.create_task(event.wait()) for event in ends]
        try:
            await asyncio.wait(
                waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)


@dataclass(slots=True)
class _Followers:
    """Begins to follow sources, and remembers all that were followed."""

    collector: Collector
    clock: Clock
    on_collected: OnCollected
    watch: Watch
    once: bool
    away: Away = field(default_factory=Away)
    all: list[_Follower] = field(default_factory=list)

    def begin(self, source: Source, leave: asyncio.Event) -> Coroutine[Any, Any, None]:
        follower = _Follower(
            source=source,
            collector=self.collector,
            settings=self.collector.settings.listener,
            clock=self.clock,
            on_collected=self.on_collected,
            watch=self.watch,
            away=self.away,
            stop=leave,
            total=Collected(source.id),
        )
        self.all.append(follower)
        return follower.follow(once=self.once)


async def _all_of(
    following: Iterable[Coroutine[Any, Any, None]], stop: asyncio.Event
) -> None:
    """Wait until all have ended; once told to stop, not longer than ``GRACE``."""
    tasks = {asyncio.create_task(one) for one in following}
    stopping = asyncio.create_task(stop.wait())
    try:
        while (
            left := {task for task in tasks if not task.done()}
        ) and not stop.is_set():
            await asyncio.wait({*left, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if left:
            await asyncio.wait(left, timeout=GRACE)
    finally:
        for task in (*tasks, stopping):
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


def _tell(done: Collected) -> None:
    found = {"posts": done.posts.added, "comments": done.comments.added}
    if done.lost:
        log.info("lost", source=done.source, **found)
    elif done.error:
        log.warning(
            "blind", source=done.source, reason=done.reason, error=done.error, **found
        )
    else:
        log.info("collected", source=done.source, erased=done.erased, **found)
