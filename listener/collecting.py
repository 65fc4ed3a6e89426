"""Collect one source: one pass, and what it says of when we could see it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from domain.coverage import Ledger, Reason, Stretch, record
from domain.errors import ConfigError, SourceError
from domain.settings import Settings
from domain.sources import Kind, Source
from listener.deciding import blind_since
from listener.harvest import Harvest
from listener.pseudonyms import Pseudonyms
from listener.retrieving import Retriever
from store.arrivals import Arrivals, Saved

Clock = Callable[[], datetime]
NONE = Saved()


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of collecting a source.

    ``reason`` and ``error`` say why it went blind, if it did. ``more``: there is
    history left for the next pass. ``lost``: another listener has it now, which is
    no blindness. ``next_in`` is the pause in seconds that suits
    the source's pace, if it is known.
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
    next_in: float | None = None
    lost: bool = False

    def __add__(self, later: Collected) -> Collected:
        """Both together, with the state of the later one."""
        return replace(
            later,
            posts=self.posts + later.posts,
            comments=self.comments + later.comments,
            erased=self.erased + later.erased,
        )


@dataclass(frozen=True, slots=True)
class Collector:
    """Collects sources: what all passes share.

    ``waiting`` is told how many comments of a source are not written yet.
    """

    settings: Settings
    arrivals: Arrivals
    pseudonyms: Pseudonyms
    retrievers: Mapping[Kind, Retriever]
    clock: Clock
    waiting: Callable[[str, int], None] = lambda _source, _number: None

    async def collect(
        self, source: Source, *, sweep: bool = True, until: datetime | None = None
    ) -> Collected:
        """Bring one source up to date, as far as ``until`` allows.

        A source that cannot be read is no error of ours: it is blind, the
        ledger says since when and why, and the next pass goes on. Raises
        ConfigError for kinds that are not built.
        """
        retriever = self._retriever(source)
        await self.arrivals.save_source(source, now=self.clock())
        started_at = self.clock()
        ledger = await self._ledger(source)
        harvest = Harvest(
            source,
            self.arrivals,
            self.pseudonyms,
            self.clock,
            partial(self.waiting, source.id),
        )
        try:
            reached = await retriever.retrieve(
                source, ledger, harvest, sweep=sweep, until=until
            )
        except SourceError as error:
            blind = blind_since(ledger, started_at, self.clock(), error.reason)
            if error.reason is not Reason.STOPPED:
                await self._record(source, ledger, blind)
            return _failed(_so_far(source, harvest), error)
        if reached.seen_since is not None:
            until = reached.seen_until or started_at
            await self._record(source, ledger, Stretch(reached.seen_since, until))
        return replace(
            _so_far(source, harvest), more=reached.more, next_in=reached.next_in
        )

    def wakes(self, source: Source) -> Sequence[asyncio.Event]:
        """Events that are set when the source may have something new."""
        retriever = self.retrievers.get(source.kind)
        return retriever.wakes(source) if retriever else ()

    def _retriever(self, source: Source) -> Retriever:
        if source.kind not in self.retrievers:
            kinds = " or ".join(sorted(self.retrievers))
            raise ConfigError(
                f"{source.id}: sources of the kind {source.kind} cannot be listened "
                f"to yet; use {kinds}, or remove the source"
            )
        return self.retrievers[source.kind]

    async def _ledger(self, source: Source) -> Ledger:
        """The source's ledger, with the outages that the settings declare."""
        stored = ledger = await self.arrivals.ledger(source.id)
        for outage in self.settings.outages:
            ledger = record(ledger, outage.as_stretch())
        if ledger != stored:
            await self.arrivals.save_ledger(source.id, ledger, now=self.clock())
        return ledger

    async def _record(self, source: Source, ledger: Ledger, new: Stretch) -> None:
        await self.arrivals.save_ledger(
            source.id, record(ledger, new), now=self.clock()
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
