"""When we could see a source and when not, and why. Pure.

A ledger is a list of stretches, in order, without overlap. Time in no stretch
is blind too: nobody was listening (``Reason.STOPPED``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why a stretch was blind."""

    FLOOD_WAIT = "flood wait"
    BLOCKED = "blocked"
    NETWORK = "network"
    STOPPED = "stopped"
    CHANGED_FORMAT = "changed format"
    NOT_PUBLIC = "not public"
    LOGGED_OUT = "logged out"
    QUOTA = "quota"
    OUTAGE = "outage"  # declared: the public itself was cut off (3 November 2021)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open time [start_at, end_at), seen (no reason) or blind."""

    start_at: datetime
    end_at: datetime
    reason: Reason | None = None

    @property
    def seen(self) -> bool:
        return self.reason is None


Ledger = Sequence[Stretch]


def record(ledger: Ledger, new: Stretch) -> list[Stretch]:
    """The ledger with ``new`` written over it.

    What is newly seen replaces blindness: history was caught up. Newly blind
    time never hides what was seen before. A declared outage stays: comments
    that could not be written cannot be caught up.
    """
    if new.end_at <= new.start_at:
        return list(ledger)
    stronger = [old for old in ledger if _outranks(old, new)]
    kept = [part for old in ledger for part in _without(old, [new])]
    if stronger:
        kept = [old for old in kept if old not in stronger]
        kept += stronger + _without(new, stronger)
    else:
        kept.append(new)
    return _joined(kept)


def clipped(ledger: Ledger, start_at: datetime, end_at: datetime) -> list[Stretch]:
    """The whole of [start_at, end_at) as stretches, silence filled in as stopped."""
    inside = [
        replace(
            stretch,
            start_at=max(start_at, stretch.start_at),
            end_at=min(end_at, stretch.end_at),
        )
        for stretch in ledger
        if stretch.start_at < end_at and stretch.end_at > start_at
    ]
    nobody = _without(Stretch(start_at, end_at, Reason.STOPPED), inside)
    return _joined(inside + nobody)


def seen_share(ledger: Ledger, start_at: datetime, end_at: datetime) -> float:
    """The share, 0 to 1, of [start_at, end_at) in which the source was seen."""
    seen = sum(
        (s.end_at - s.start_at for s in clipped(ledger, start_at, end_at) if s.seen),
        timedelta(),
    )
    return seen / (end_at - start_at) if end_at > start_at else 0.0


def _outranks(old: Stretch, new: Stretch) -> bool:
    if new.reason is Reason.OUTAGE:
        return False
    return old.reason is Reason.OUTAGE or (old.seen and not new.seen)


def _without(stretch: Stretch, others: Iterable[Stretch]) -> list[Stretch]:
    parts = [stretch]
    for other in others:
        parts = [piece for part in parts for piece in _cut(part, other)]
    return parts


def _cut(part: Stretch, other: Stretch) -> list[Stretch]:
    if other.end_at <= part.start_at or other.start_at >= part.end_at:
        return [part]
    before = replace(part, end_at=min(part.end_at, other.start_at))
    after = replace(part, start_at=max(part.start_at, other.end_at))
    return [p for p in (before, after) if p.start_at < p.end_at]


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: s.start_at):
        last = joined[-1] if joined else None
        if last and last.reason == stretch.reason and last.end_at >= stretch.start_at:
            joined[-1] = replace(last, end_at=max(last.end_at, stretch.end_at))
        else:
            joined.append(stretch)
    return joined
