"""What the nation's sums can tell of what was asked, and where they cannot. Pure.

The rules of ``mood.disclosure`` ask for the voices of each place, and sums over all
sources have lost the sources. They still decide as the places would where

- a filter takes groups of campaign and language whole: blocks are cut by these first,
  so those of a group are all inside or all outside;
- k voices or more tell a reform from every comment, added up over the places;
- or more are silent than speak of it in every place, so in every block too: then it
  has no stand-in, and fewer than k voices are shown nothing.

For single days and filters that leave out nobody who speaks of the reform, the rest
was decided beforehand, when their cells were summed (``mood.national``). Other days,
weeks and months are left to the cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.nation import Apart, Summed, Total
from domain.periods import Period
from mood.answers import Answer, Parts, answered
from mood.blocks import Place, Voices, blocks
from mood.disclosure import (
    EVERYWHERE,
    Daily,
    Every,
    Filter,
    Part,
    allowed,
    place_of,
)
from mood.estimates import K


@dataclass(frozen=True, slots=True)
class Counted:
    """The voices of each day and place, where all sources are one."""

    voices: Daily
    fewer: Daily
    everyone: Daily


@dataclass(frozen=True, slots=True)
class Told:
    """The parts that answer, and the days whose stand-in was decided beforehand."""

    parts: Parts
    apart: dict[Period, Apart]


def told(
    totals: Sequence[Total],
    units: Iterable[Period],
    chosen: Filter,
    *,
    k: int,
    reform: bool,
) -> Told:
    """What answers ``chosen`` in those of ``units`` of which ``totals`` can tell.

    ``reform``: they speak of a reform, so every comment stands beside them.
    """
    counted, parts = _counted(totals, everywhere=not chosen.chooses), {}
    apart = _decided(totals, chosen) if k == K else {}
    for unit in units:
        if unit in apart:
            parts[unit] = _of_apart(unit, apart[unit])
        elif part := _part(counted, unit, chosen, k=k, reform=reform):
            parts[unit] = part
    return Told(parts, {unit: each for unit, each in apart.items() if unit in parts})


def answer_of(
    totals: Iterable[Total], found: Told, chosen: Filter, *, asked: Period
) -> Answer:
    """The totals that answer, as ``mood.answers`` has it of cells."""
    days = {day for unit in found.parts for day in _days(unit)}
    cells = [part.cell for each in totals if each.day in days for part in each.parts]
    plain = answered(cells, found.parts, chosen, asked=asked)
    stand_ins = [cell for each in found.apart.values() for cell in each.cells]
    withheld = (
        lost - (found.apart[unit].within if unit in found.apart else 0)
        for unit, lost in zip(found.parts, plain.withheld, strict=True)
    )
    return Answer(plain.periods, [*plain.cells, *stand_ins], tuple(withheld))


def _decided(totals: Iterable[Total], chosen: Filter) -> dict[Period, Apart]:
    """By day, where the filter leaves out nobody who speaks of the reform."""
    return {
        Period(each.day, each.day): each.apart
        for each in totals
        if each.apart
        and all(place_of(p.cell) in chosen for p in each.parts if p.cell.voices)
    }


def _of_apart(unit: Period, apart: Apart) -> Part:
    places = frozenset() if apart.every else frozenset({EVERYWHERE})
    return Part(unit, places, every=apart.every)


def _part(
    counted: Counted, unit: Period, chosen: Filter, *, k: int, reform: bool
) -> Part | None:
    """What answers, or None if that hangs on the sources."""
    if chosen.chooses and not _whole_groups(counted.voices, unit, chosen, k):
        return None
    looked: list[Daily] = []

    def look(voices: Daily) -> Daily:
        looked.append(voices)
        return voices

    beside = Every(
        counted.fewer,
        spoken=lambda: look(counted.voices),
        voices=lambda: look(counted.everyone),
    )
    part = allowed(counted.voices, unit, chosen, k=k, every=beside if reform else None)
    if chosen.chooses and part.days != unit:
        return None  # cut anew for fewer days, a group may be too small
    if looked and not _silent_are_more(counted, unit, chosen):
        return None
    return part


def _whole_groups(voices: Daily, unit: Period, chosen: Filter, k: int) -> bool:
    """Whether no block could hold places inside and outside of ``chosen``.

    A language that joined another may have had the choice of two of the same size:
    with a filter by language that is left to the places.
    """
    total: Counter[Place] = Counter()
    for day in _days(unit):
        total.update(voices.get(day, {}))
    cut = list(blocks(total, k))
    one_side = all(len({place in chosen for place in block}) == 1 for block in cut)
    alone = all(len({language for _, _, language in block}) == 1 for block in cut)
    return one_side and (chosen.languages is None or alone)


def _silent_are_more(counted: Counted, unit: Period, chosen: Filter) -> bool:
    """Whether in each place that ``chosen`` covers no more speak than are silent."""

    def size(daily: Daily) -> int:
        each = (daily.get(day, {}) for day in _days(unit))
        return sum(n for v in each for place, n in v.items() if place in chosen)

    return size(counted.fewer) == size(counted.voices)


def _counted(totals: Iterable[Total], *, everywhere: bool) -> Counted:
    voices: dict[date, Voices] = {}
    fewer: dict[date, Voices] = {}
    everyone: dict[date, Voices] = {}
    for total in totals:
        parts = [part for part in total.parts if part.cell.voices]
        if parts:
            rows = _places(parts, everywhere=everywhere)
            voices[total.day], fewer[total.day], everyone[total.day] = rows
    return Counted(voices, fewer, everyone)


def _places(
    parts: Iterable[Summed], *, everywhere: bool
) -> tuple[Voices, Voices, Voices]:
    counts: dict[Place, list[int]] = defaultdict(lambda: [0, 0, 0])
    for part in parts:
        count = counts[EVERYWHERE if everywhere else place_of(part.cell)]
        count[0] += part.cell.voices
        count[1] += part.fewer
        count[2] += part.cell.everyone
    one, two, three = zip(*counts.values(), strict=True)
    return (
        dict(zip(counts, one, strict=True)),
        dict(zip(counts, two, strict=True)),
        dict(zip(counts, three, strict=True)),
    )


def _days(period: Period) -> list[date]:
    return [period.first + timedelta(days=n) for n in range(period.days)]
