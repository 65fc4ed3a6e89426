"""How much of each hour, day or week a source was seen, and why not. Pure.

As where blind stretches are told, a gap of less than an hour, such as the time
between two readings, is no blindness.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from domain.coverage import Ledger, Reason, Stretch
from mood.coverage import SHORTEST

NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Run:
    """Slots that touch and are alike: of each, ``share`` was seen."""

    start_at: datetime
    end_at: datetime
    share: float
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class _Unseen:
    length: timedelta = NONE
    reasons: set[str] = field(default_factory=set)


def blind_of(ledger: Ledger, start_at: datetime, end_at: datetime) -> Iterator[Stretch]:
    """The blind stretches of an hour or more, from the ledger's beginning on."""
    for stretch in _unseen(ledger, start_at, end_at):
        if stretch.end_at - stretch.start_at >= SHORTEST:
            yield stretch


def runs(ledger: Ledger, edges: Sequence[datetime], *, now: datetime) -> list[Run]:
    """The slots between ``edges``, alike ones that touch as one.

    There are none before the source was followed, nor after ``now``. Shares are
    rounded to whole percent, so that what looks alike is alike.
    """
    if not ledger or len(edges) < 2:
        return []
    start_at = max(edges[0], ledger[0].start_at)
    end_at = min(edges[-1], now)
    unseen = _by_slot(blind_of(ledger, start_at, end_at), edges)
    found: list[Run] = []
    for slot, (begins, ends) in enumerate(pairwise(edges)):
        inside = max(begins, start_at), min(ends, end_at)
        if inside[0] < inside[1]:
            _join(found, _run(*inside, unseen.get(slot)))
    return found


def _unseen(ledger: Ledger, start_at: datetime, end_at: datetime) -> Iterator[Stretch]:
    """In one pass: what is told as blind, and what lies between stretches."""
    if not ledger:
        return
    at = max(start_at, ledger[0].start_at)
    for stretch in ledger:
        begins, ends = max(stretch.start_at, at), min(stretch.end_at, end_at)
        if begins >= end_at:
            break
        if begins > at:
            yield Stretch(at, begins, Reason.STOPPED)
        if ends > begins and not stretch.seen:
            yield Stretch(begins, ends, stretch.reason)
        at = max(at, ends)
    if at < end_at:
        yield Stretch(at, end_at, Reason.STOPPED)


def _by_slot(
    stretches: Iterator[Stretch], edges: Sequence[datetime]
) -> dict[int, _Unseen]:
    slots: dict[int, _Unseen] = defaultdict(_Unseen)
    for stretch in stretches:
        slot = bisect_right(edges, stretch.start_at) - 1
        while slot < len(edges) - 1 and edges[slot] < stretch.end_at:
            begins = max(stretch.start_at, edges[slot])
            ends = min(stretch.end_at, edges[slot + 1])
            slots[slot].length += ends - begins
            slots[slot].reasons.add(str(stretch.reason))
            slot += 1
    return slots


def _run(start_at: datetime, end_at: datetime, unseen: _Unseen | None) -> Run:
    if unseen is None:
        return Run(start_at, end_at, 1.0)
    share = 1 - unseen.length / (end_at - start_at)
    return Run(start_at, end_at, round(share, 2), tuple(sorted(unseen.reasons)))


def _join(found: list[Run], new: Run) -> None:
    last = found[-1] if found else None
    if last and last.end_at == new.start_at and _alike(last, new):
        found[-1] = replace(last, end_at=new.end_at)
    else:
        found.append(new)


def _alike(one: Run, other: Run) -> bool:
    return (one.share, one.reasons) == (other.share, other.reasons)
