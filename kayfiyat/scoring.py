"""The scorer's process: attitudes, then the cells made of them, for ever or once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog

from domain.errors import ClaimLostError, StoreError
from domain.settings import PrivacySettings
from kayfiyat import redacting, rereading
from kayfiyat.commands.options import now
from kayfiyat.pace import Pace
from kayfiyat.preparing import prepare
from kayfiyat.terms import make_terms
from mood import collected
from mood import job as mood_job
from mood.threads import BATCH
from sentiment import job as scoring_job
from sentiment.catalogue import load_catalogue
from sentiment.scorer import Scorer
from store.away import ridden_over
from store.cells import Cells
from store.clients import Database, Document
from store.collected import Collected
from store.holders import Holder
from store.portions import Portions
from store.retention import forget_text
from store.shifts import Shift, kept
from store.stale import StaleDay
from store.titles import forget_titles

IDLE = 1.0
"""Seconds between two looks for new comments when there was nothing to do."""

QUIET = timedelta(days=7)
"""A day whose comments still arrive, as history is collected, is not forgotten yet."""

YOUTUBE_DAYS = 29
"""YouTube's terms want what is stored refreshed or deleted within 30 days."""

FORGET_EVERY = timedelta(hours=6)

CELLS_EVERY = timedelta(seconds=30)
"""While comments wait: their days' cells would be made again after every batch."""

SCORING_FIRST = 3
"""While comments wait they are scored for so many times as long as the cells took.

A day of a million comments takes minutes: with half of the time for each, 1,200 new
comments a second were not scored in time (docs/soak.md).
"""

CAMPAIGNS_EVERY = timedelta(minutes=5)
"""Each search reads some nine days' comments. Who comes to make cells, by starting
or because another was killed, searches first once CAUGHT_UP, or after so long."""

THREADS_EVERY = timedelta(seconds=30)

CAUGHT_UP = timedelta(seconds=10)
"""Nothing was scored for so long: what was to be caught up with has come."""

TERMS_EVERY = timedelta(minutes=10)
"""The words of every reform are counted anew, which takes some seconds."""

PATIENCE = 120.0
"""Seconds without MongoDB after which ``once`` gives up: an election takes some 12."""

log = structlog.get_logger()

Done = TypeVar("Done")


def score_what_comes(
    database: Database[Document],
    privacy: PrivacySettings,
    *,
    once: bool,
    stop: threading.Event,
) -> None:
    """Score what is pending and keep the cells current, until ``stop`` is set.

    With ``once``, until nothing is left. Words that are older than the settings
    allow are forgotten on the way; their cells stay. While MongoDB is away, as when
    its set elects another primary, it waits: every step may be repeated.

    Several may run at a time: all score, one of them keeps the cells.
    """
    work = _Work(database, privacy, Scorer.load(), once=once)
    patience = PATIENCE if once else None
    ridden_over(work.begin, stop=stop, patience=patience)
    with work.shared():
        while not stop.is_set():
            busy = bool(ridden_over(work.step, stop=stop, patience=patience))
            # Also under a load that never ends: words must not outlive their time.
            tidy = partial(work.tidy, busy=busy)
            ridden_over(tidy, stop=stop, patience=patience)
            if busy:
                continue
            if once and not ridden_over(work.is_left, stop=stop, patience=patience):
                return
            stop.wait(IDLE)


def cells_wait(took: timedelta) -> timedelta:
    """How long cells, that ``took`` so long, wait while there are comments to score."""
    return max(CELLS_EVERY, SCORING_FIRST * took)


class _Work:
    """The scorer's steps; each may be broken off anywhere and repeated."""

    def __init__(
        self,
        database: Database[Document],
        privacy: PrivacySettings,
        scorer: Scorer,
        *,
        once: bool,
    ) -> None:
        self._database, self._privacy, self._scorer = database, privacy, scorer
        holder = Holder()
        self._scoring, self._shift = Portions(database, holder), Shift(database, holder)
        self._cells = Cells(database, self._shift.guarded)
        self._collected = Collected(database, self._shift.guarded)
        self._redaction = redacting.InTheScorer(database)
        self._rereading = rereading.InTheScorer(database, self._shift.guarded)
        self._once = once
        self._scored_at: datetime | None = None
        self._caught_up = False
        self._made_at, self._making_took = now(), timedelta()
        self._searching, self._threading, self._passing = _later(), Pace(), Pace()
        self._terms, self._began_at = Pace(TERMS_EVERY), now()
        self._heard = True
        self._forgotten_at: datetime | None = None

    def begin(self) -> None:
        """Leave what the estimates need; what another scorer scored is pending."""
        prepare(self._database, self._scorer)
        self._cells.threads.ask_all(now=now())
        expired = self._scoring.expire(self._scorer.id)
        log.info("scoring", scorer=self._scorer.id, expired=expired)

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Inside it the shift, once it is ours, stays so; after it others have it."""
        try:
            with kept(self._shift):
                yield
        finally:
            with suppress(StoreError):  # then the claim ends by itself
                self._scoring.give_back()

    def step(self) -> bool:
        """Score a batch, make cells that are due; whether there was anything to do."""
        scored = scoring_job.step(self._scoring, self._scorer, now=now())
        if scored:
            self._scored_at = now()
        made = left = 0
        if not scored or now() - self._made_at > cells_wait(self._making_took):
            made, left = self._on_shift(self._make) or (0, 0)
            self._made_at = now()
        self._heard = self._heard or bool(scored or made)
        if scored or made:
            log.info("scored", comments=scored, days=made)
        return bool(scored or made or left)

    def tidy(self, *, busy: bool) -> None:
        """Now and then make the terms, and forget the words that have expired.

        Terms are made when all has been scored that waited at first; then at their
        pace, ``busy`` or not.
        """
        self._on_shift(partial(self._tidy, busy=busy))

    def is_left(self) -> bool:
        """Whether something still waits, that others may have in hand."""
        return bool(
            self._scoring.count_pending()
            or self._scoring.stale(1)
            or self._redaction.is_left()
            or self._rereading.is_left()
        )

    def _on_shift(self, work: Callable[[], Done]) -> Done | None:
        """Do ``work`` if no other scorer is to do it; None if one is, or took over."""
        was_ours = self._shift.is_ours
        if not self._shift.take():
            return None
        if not was_ours:
            log.info("on shift")
            self._searching = _later()
        try:
            return work()
        except ClaimLostError:
            log.warning("shift lost")
            return None

    def _make(self) -> tuple[int, int]:
        """The days whose cells were made, and what is left to be done at once."""
        stale = self._scoring.stale()
        self._search(stale)
        began_at = now()
        made = mood_job.make(self._scoring, self._cells, stale, now=began_at)
        counted = collected.step(
            self._collected, now=now(), look_every=self._waits(CAMPAIGNS_EVERY)
        )
        self._making_took = now() - began_at
        self._thread()
        # A search alone makes no cells, and may leave days whose cells are to be made.
        return made, counted or len(self._scoring.stale(1))

    def _search(self, stale: Sequence[StaleDay]) -> None:
        """Find campaigns if it is time to, and as soon as all has come."""
        first = not self._caught_up and _since(self._scored_at, CAUGHT_UP)
        every = timedelta() if first else self._waits(CAMPAIGNS_EVERY)
        door, began_at = self._cells.campaigns, now()
        mood_job.ask(door, stale, now=began_at)
        if (first or self._once or self._searching.is_due) and mood_job.search(
            door, stale, now=began_at, every=every
        ):
            self._searching.done(began_at)
        self._caught_up = self._caught_up or first

    def _thread(self) -> None:
        """Make the threads of official pages if it is time to."""
        door, began_at = self._cells.threads, now()
        if (self._once or self._threading.is_due) and mood_job.thread(
            door,
            now=began_at,
            every=self._waits(THREADS_EVERY),
            most=None if self._once else BATCH,
        ):
            self._threading.done(began_at)

    def _waits(self, every: timedelta) -> timedelta:
        return timedelta() if self._once else every

    def _tidy(self, *, busy: bool) -> None:
        if self._heard and self._terms.is_due and not (busy and self._is_first()):
            guard, began_at = self._shift.guarded, now()
            make_terms(self._database, load_catalogue(), now=began_at, guard=guard)
            self._terms.done(began_at)
            self._heard = False
        if _due(self._forgotten_at, FORGET_EVERY):
            at = now()
            log.info("forgotten", comments=self._forget(at), titles=self._untitle(at))
            self._forgotten_at = at
        if not busy or self._passing.is_due:
            began_at = now()
            self._redaction.some()
            self._rereading.some()
            self._passing.done(began_at)

    def _is_first(self) -> bool:
        """Whether nothing was counted yet, and that for a short time."""
        never = self._terms.done_at is None
        return never and not _since(self._began_at, TERMS_EVERY)

    def _forget(self, at: datetime) -> int:
        quiet_since, guard = at - QUIET, self._shift.guarded
        ends = {"": self._privacy.text_days, "youtube": YOUTUBE_DAYS}
        return sum(
            forget_text(
                self._database,
                before=at - timedelta(days=days),
                quiet_since=quiet_since,
                kind=kind,
                guard=guard,
            )
            for kind, days in ends.items()
        )

    def _untitle(self, at: datetime) -> int:
        return forget_titles(
            self._database,
            kind="youtube",
            before=at - timedelta(days=YOUTUBE_DAYS),
            guard=self._shift.guarded,
        )


def _later() -> Pace:
    """Cells are made first: on a busy day a search takes minutes."""
    return Pace(CAMPAIGNS_EVERY, done_at=now())


def _due(done_at: datetime | None, every: timedelta) -> bool:
    return done_at is None or _since(done_at, every)


def _since(at: datetime | None, time: timedelta) -> bool:
    return at is not None and now() - at > time
