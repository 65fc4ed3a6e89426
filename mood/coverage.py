"""How much of a period was seen, and where it was not. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, groupby

import numpy as np

from domain.coverage import Ledger, Stretch, clipped
from domain.periods import Period
from mood.sums import Floats

SHORTEST = timedelta(hours=1)
"""Shorter gaps, such as the time between two readings, are not shaded."""


@dataclass(frozen=True, slots=True)
class Blind:
    """A time in which ``share`` of the sources was not seen, and why."""

    start_at: datetime
    end_at: datetime
    reasons: tuple[str, ...]
    share: float


def coverages(
    ledgers: Iterable[Ledger], periods: Sequence[Period], *, now: datetime
) -> Floats:
    """The share of the hours of each period that was seen, over all sources.

    A source counts from its first stretch on, and no later than ``now``: before
    it was followed and in the future there was nothing to see. NaN where no
    source counts.
    """
    start = np.array([period.start_at.timestamp() for period in periods])
    end = np.array([period.end_at.timestamp() for period in periods])
    end = np.minimum(end, now.timestamp())
    seen, counted = np.zeros(len(periods)), np.zeros(len(periods))
    for ledger in ledgers:
        if ledger:
            first = np.maximum(start, ledger[0].start_at.timestamp())
            counted += np.maximum(end - first, 0.0)
            before = _seen(ledger)
            seen += np.where(end > first, before(end) - before(first), 0)
    shares: Floats = np.where(
        counted > 0, seen / np.where(counted > 0, counted, 1.0), np.nan
    )
    return shares


def _seen(ledger: Ledger) -> Callable[[Floats], Floats]:
    """Seconds seen before each time: a ramp in what was seen, else a plateau."""
    edges = [
        edge.timestamp()
        for stretch in ledger
        if stretch.seen
        for edge in (stretch.start_at, stretch.end_at)
    ]
    if not edges:
        return np.zeros_like
    lengths = np.diff(edges)
    lengths[1::2] = 0.0
    before = np.concatenate([[0.0], np.cumsum(lengths)])
    return lambda at: np.interp(at, edges, before)


def blind_stretches(
    ledgers: Mapping[str, Ledger], period: Period, *, now: datetime
) -> list[Blind]:
    """The blind stretches of ``period`` in order, merged over the sources.

    ``share`` is of the sources that were followed at that time.
    """
    end_at = min(period.end_at, now)
    if end_at <= period.start_at:
        return []
    known = [
        Stretch(max(ledger[0].start_at, period.start_at), end_at)
        for ledger in ledgers.values()
        if ledger and ledger[0].start_at < end_at
    ]
    blind = chain.from_iterable(
        _blind(ledger, period, end_at) for ledger in ledgers.values()
    )
    return list(_joined(_sweep(known, blind)))


def _blind(ledger: Ledger, period: Period, end_at: datetime) -> Iterator[Stretch]:
    if ledger and ledger[0].start_at < end_at:
        start_at = max(ledger[0].start_at, period.start_at)
        for stretch in clipped(ledger, start_at, end_at):
            if not stretch.seen and stretch.end_at - stretch.start_at >= SHORTEST:
                yield stretch


def _sweep(known: Iterable[Stretch], blind: Iterable[Stretch]) -> Iterator[Blind]:
    """Pass over the moments at which something begins or ends, counting sources."""
    followed, reasons = 0, Counter[str]()
    last: datetime | None = None
    for at, events in groupby(_events(chain(known, blind)), key=lambda e: e[0]):
        if last and reasons.total():
            share = min(1.0, reasons.total() / followed)
            yield Blind(last, at, tuple(sorted(+reasons)), share)
        for _, change, stretch in events:
            if stretch.seen:
                followed += change
            else:
                reasons[str(stretch.reason)] += change
        last = at


def _events(stretches: Iterable[Stretch]) -> list[tuple[datetime, int, Stretch]]:
    events = [
        event
        for stretch in stretches
        for event in ((stretch.start_at, 1, stretch), (stretch.end_at, -1, stretch))
    ]
    return sorted(events, key=lambda event: event[0])


def _joined(found: Iterable[Blind]) -> Iterator[Blind]:
    """Join what only touches: the same sources blind for the same reasons."""
    open_: Blind | None = None
    for blind in found:
        if open_ and (open_.end_at, open_.reasons, open_.share) == (
            blind.start_at,
            blind.reasons,
            blind.share,
        ):
            open_ = replace(open_, end_at=blind.end_at)
            continue
        if open_:
            yield open_
        open_ = blind
    if open_:
        yield open_
