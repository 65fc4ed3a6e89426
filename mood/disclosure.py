"""What an estimate may be made of, so that two of them tell of nobody. Pure.

Two filters that differ by a few voices would give those voices away by
subtraction, though each covers hundreds. So a filter is answered with whole
*blocks* of places, each of at least k voices, cut without regard to what is
asked: two answers differ by blocks, never by a part of one. Blocks are cut for
every day, week and month apart, so a source too small for a line by day has one
by month. Two more rules hold the kinds of answers apart: what all but fewer than
k voices said on one day is answered for this day, and what is within k voices of
an answer about every comment, though it is asked about a reform, is that answer.

**Any two answers, whatever the filters, steps and reform, or none, differ by no
voice or by at least k.** (Answers about two reforms are not held apart: who speaks
of both is not known here.)

The idea is that of cell suppression (Cox 1980, *Journal of the American
Statistical Association* 75), with rounding in place of holes: a filter that would
leave out fewer than k voices leaves out none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.cells import Cell
from domain.periods import Period, Step, steps
from mood.blocks import Place, Voices, blocks

Daily = Mapping[date, Voices]

EVERYWHERE: Place = (False, "", "")
"""The one place of those who choose none: it spares the cutting, not the rules."""

INSIDE = 0.8
"""A block counts for a filter that covers at least this share of its voices."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is chosen; None means all."""

    sources: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    campaigns: bool = True

    @property
    def chooses(self) -> bool:
        return (
            self.sources is not None or self.languages is not None or not self.campaigns
        )

    def __contains__(self, place: Place) -> bool:
        campaign, source, language = place
        return not self.chooses or (
            (self.campaigns or not campaign)
            and (self.sources is None or source in self.sources)
            and (self.languages is None or language in self.languages)
        )


@dataclass(frozen=True, slots=True)
class Part:
    """The cells that answer: of these days and places.

    ``every``: of every comment, in place of those that speak of the reform.
    """

    days: Period
    places: frozenset[Place]
    every: bool = False

    def __contains__(self, cell: Cell) -> bool:
        return cell.day in self.days and (
            EVERYWHERE in self.places or place_of(cell) in self.places
        )


@dataclass(frozen=True, slots=True)
class Every:
    """What every comment says, beside those that speak of a reform.

    ``mixed`` counts for each day and place those who speak of the reform or those
    who do not, whichever are fewer. Only if these are few are ``spoken`` and
    ``voices`` asked for: those who speak of the reform and all, by place.
    """

    mixed: Daily
    spoken: Callable[[], Daily]
    voices: Callable[[], Daily]


def place_of(cell: Cell) -> Place:
    return cell.campaign, cell.source, cell.language


def daily(cells: Iterable[Cell], *, everywhere: bool = False) -> Daily:
    """The voices of each day and place; with ``everywhere`` of all places as one."""
    days: dict[date, Counter[Place]] = defaultdict(Counter)
    for cell in cells:
        if cell.voices:
            place = EVERYWHERE if everywhere else place_of(cell)
            days[cell.day][place] += cell.voices
    return days


def mixed(cells: Iterable[Cell], *, everywhere: bool = False) -> Daily:
    """How many voices of each day and place the reform leaves or takes, if few."""
    days: dict[date, Counter[Place]] = defaultdict(Counter)
    for cell in cells:
        fewer = min(cell.voices, cell.everyone - cell.voices)
        if fewer > 0:
            place = EVERYWHERE if everywhere else place_of(cell)
            days[cell.day][place] += fewer
    return days


def allowed(
    voices: Daily, unit: Period, chosen: Filter, *, k: int, every: Every | None = None
) -> Part:
    """What answers ``chosen`` in ``unit``: a whole day, week or month.

    ``every`` is given if ``voices`` speak of a reform. What all but fewer than k
    voices of the answer fell on is answered alone.
    """
    part = _chosen(voices, unit, chosen, k)
    if every and _count(every.mixed, unit, part.places) < k:
        part = _apart(part, every.spoken(), every.voices(), k)
    counted = every.voices() if every and part.every else voices
    total = _count(counted, unit, part.places)
    for smaller in _parts(unit):
        inside = _count(counted, smaller, part.places)
        # An answer of ``smaller`` has k voices, so at least k - inside others.
        if total - inside + max(k - inside, 0) < k:
            return allowed(voices, smaller, chosen, k=k, every=every)
    return part


def whole(period: Period, by: Step) -> list[Period]:
    """The whole days, weeks or months that ``period`` touches.

    Cut ones could be had with a day and without it.
    """
    parts = list(steps(period, by))
    if not parts:
        return []
    first, last = parts[0].first, parts[-1].last
    if by == "week":
        first -= timedelta(days=first.weekday())
        last += timedelta(days=6 - last.weekday())
    elif by == "month":
        first = first.replace(day=1)
        last = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
        last -= timedelta(days=1)
    return list(steps(Period(first, last), by))


def named(unit: Period, asked: Period, days: Iterable[date]) -> Period:
    """``unit`` cut to what was asked, if no one spoke on the days cut off."""
    cut = Period(max(unit.first, asked.first), min(unit.last, asked.last))
    if cut == unit:
        return unit
    outside = any(day in unit and day not in cut for day in days)
    return unit if outside else cut


def _chosen(voices: Daily, unit: Period, chosen: Filter, k: int) -> Part:
    """The blocks of which ``chosen`` covers nearly all."""
    total = _total(voices, unit)
    if not chosen.chooses:
        return Part(unit, frozenset(total))
    found: set[Place] = set()
    for block in blocks(total, k):
        inside = sum(total[place] for place in block if place in chosen)
        if inside >= INSIDE * sum(total[place] for place in block):
            found |= block
    return Part(unit, frozenset(found))


def _apart(part: Part, voices: Daily, every: Daily, k: int) -> Part:
    """``part``, or the blocks of every comment if these are within k voices of it."""
    spoken, total = _total(voices, part.days), _total(every, part.days)
    within = set(spoken) if EVERYWHERE in part.places else part.places
    nearest: set[Place] = set()
    away = 0
    for block in blocks(total, k):
        inside = sum(spoken.get(place, 0) for place in block & within)
        outside = max(sum(total[place] for place in block) - inside, 0)
        away += min(inside, outside)
        if inside > outside:
            nearest |= block
    return Part(part.days, frozenset(nearest), every=True) if away < k else part


def _parts(unit: Period) -> Iterator[Period]:
    """What can be asked for within ``unit``, or share days with it, the large first.

    A week and a month share days: the parts of both end where either ends.
    """
    if unit.days == 1:
        return
    shared = [
        part
        for month in steps(unit, "month")
        for part in steps(month, "week")
        if part != unit
    ]
    yield from shared
    yield from steps(unit, "day")


def _days(voices: Daily, period: Period) -> Iterator[date]:
    every = (period.first + timedelta(days=n) for n in range(period.days))
    return (day for day in every if day in voices)


def _total(voices: Daily, period: Period) -> Voices:
    if period.days == 1:
        return voices.get(period.first, {})
    total: Counter[Place] = Counter()
    for day in _days(voices, period):
        total.update(voices[day])
    return total


def _count(voices: Daily, period: Period, places: frozenset[Place]) -> int:
    return sum(
        n
        for day in _days(voices, period)
        for place, n in voices[day].items()
        if place in places
    )
