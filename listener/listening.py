"""Listen to all sources at once: a task for each, none waits for another."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from domain.coverage import Reason
from domain.errors import AwayError, ConfigError, KayfiyatError
from domain.listening_settings import ListenerSettings
from domain.settings import Settings
from domain.sources import Source
from listener.collecting import Clock, Collected, Collector
from listener.pseudonyms import KEYS, Pseudonyms
from listener.retrievers import retrievers
from listener.roster import Roster, Wanted
from listener.watching import Watch
from store.arrivals import Arrivals
from store.away import Away
from store.following import Following

GRACE = 3.0
"""Seconds that a task has to save what is in hand once it was told to stop."""

TRIES = 5
"""How often ``once`` tries a source that fails before it gives it up."""

PATIENCE = 900.0
"""The longest pause, in seconds, that ``once`` waits out."""

_FIRST_PAUSE = 1.0
_AFTER_A_BLOCK = 60.0
_A_HAIR = 0.01  # timers may fire a little early; a flood wait must be over
_LONGEST_PAUSE = 3600.0
_LONGEST_FOR_US = 30.0
_DAY = 86_400.0
_SWEEP_EVERY = timedelta(days=1)

_LASTING = {
    Reason.BLOCKED,
    Reason.NOT_PUBLIC,
    Reason.CHANGED_FORMAT,
    Reason.STOPPED,
}

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
) -> list[Collected]:
    """Collect all sources until ``stop`` is set; with ``once``, until all is there.

    They are those of the settings, or those that ``wanted`` names, asked again and
    again. ``watch`` is told what happens, for metrics. ``data_dir`` holds the keys of
    the pseudonyms and the Telegram session. Returns what came of each source. What
    fails, fails alone.
    """
    listed = [source.as_source() for source in settings.sources]
    sources = listed if wanted is None else await wanted()
    watch = watch or Watch(sources, clock=clock)
    chance = random.SystemRandom().random
    async with retrievers(
        settings, arrivals, following, data_dir, clock=clock, chance=chance, stop=stop
    ) as by_kind:
        pseudonyms = Pseudonyms(data_dir / KEYS)
        collector = Collector(
            settings,
            arrivals,
            pseudonyms,
            by_kind,
            clock=clock,
            waiting=watch.holds,
        )
        away, followers = Away(), list[_Follower]()

        def begin(source: Source, leave: asyncio.Event) -> Coroutine[Any, Any, None]:
            follower = _Follower(
                source=source,
                collector=collector,
                settings=settings.listener,
                clock=clock,
                on_collected=on_collected,
                watch=watch,
                away=away,
                stop=leave,
                total=Collected(source.id),
            )
            followers.append(follower)
            return follower.follow(once=once)

        if wanted is None or once:
            await _all_of([begin(source, stop) for source in sources], stop)
        else:
            roster = Roster(wanted, begin, watch=watch, stop=stop)
            await _all_of([roster.keep()], stop)
    return [follower.total for follower in followers]


def pause_after(done: Collected, failures: int, settings: ListenerSettings) -> float:
    """Seconds until the next pass, given how many failed on end until now."""
    if done.permanent:
        return _DAY
    if done.more:
        return 0.0
    if not done.error:
        return settings.every if done.next_in is None else done.next_in
    if done.reason is None:  # MongoDB's trouble or ours, and no host's to be spared
        return min(_FIRST_PAUSE * 2.0 ** min(failures - 1, 20), _LONGEST_FOR_US)
    first = {
        Reason.BLOCKED: _AFTER_A_BLOCK,
        Reason.NOT_PUBLIC: _AFTER_A_BLOCK,
        Reason.CHANGED_FORMAT: settings.every,
    }
    pause = first.get(done.reason, _FIRST_PAUSE)
    longer = min(pause * 2.0 ** min(failures - 1, 20), max(_LONGEST_PAUSE, pause))
    return max(longer, (done.retry_after or 0.0) + _A_HAIR)


def gives_up(done: Collected, failures: int, settings: ListenerSettings) -> bool:
    """Whether ``once`` is through with a source, be it read or not."""
    if not done.error:
        return not done.more
    # Trying again at once mends neither a block nor a changed format.
    lasting = done.reason in _LASTING
    too_long = pause_after(done, failures, settings) > PATIENCE
    return done.permanent or lasting or failures >= TRIES or too_long


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
    if done.error:
        log.warning(
            "blind", source=done.source, reason=done.reason, error=done.error, **found
        )
    else:
        log.info("collected", source=done.source, erased=done.erased, **found)
