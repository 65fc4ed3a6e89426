"""The cells that answer what was asked, as ``mood.disclosure`` allows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.cells import Cell, Matrix, Vector
from domain.periods import Period
from mood.disclosure import Daily, Every, Filter, Part, allowed, named, place_of

Parts = Mapping[Period, Part]

NO_VOTE: Vector = (0.0, 0.0, 0.0)
NO_OUTER: Matrix = (NO_VOTE, NO_VOTE, NO_VOTE)


@dataclass(frozen=True, slots=True)
class Answer:
    """The periods to show, the cells that they are made of, and what is left out.

    ``withheld`` counts, for each period, the voices that were asked for and do
    not count.
    """

    periods: Sequence[Period]
    cells: Sequence[Cell]
    withheld: Sequence[int]


def parts_of(
    voices: Daily,
    units: Iterable[Period],
    chosen: Filter,
    *,
    k: int,
    every: Every | None = None,
) -> Parts:
    """What answers ``chosen`` in each of ``units``: see ``mood.disclosure``."""
    return {unit: allowed(voices, unit, chosen, k=k, every=every) for unit in units}


def answered(
    cells: Sequence[Cell],
    parts: Parts,
    chosen: Filter,
    *,
    asked: Period,
    every: Iterable[Cell] = (),
) -> Answer:
    """Comments as they were asked for, votes as ``parts`` allow.

    ``every`` are the cells of every comment, for the parts that want them.
    """
    spoken = {cell.day for cell in cells}
    periods = tuple(named(unit, asked, spoken) for unit in parts)
    if not chosen.chooses and all(_plain(*each) for each in parts.items()):
        return Answer(periods, cells, (0,) * len(periods))
    part_of = {day: part for unit, part in parts.items() for day in _days(unit)}
    kept = (_kept(cell, part_of[cell.day], chosen) for cell in cells)
    in_place = (_in_place(cell, part_of[cell.day]) for cell in every)
    return Answer(
        periods,
        [cell for each in (kept, in_place) for cell in each if cell is not None],
        tuple(_withheld(cells, parts, chosen)),
    )


def _plain(unit: Period, part: Part) -> bool:
    return part.days == unit and not part.every


def _kept(cell: Cell, part: Part, chosen: Filter) -> Cell | None:
    asked, counts = place_of(cell) in chosen, not part.every and cell in part
    if asked and counts:
        return cell
    if asked:
        return _silent(cell)
    return replace(cell, comments=0, scored=0) if counts else None


def _silent(cell: Cell) -> Cell:
    """The cell without its voices: its comments are counted, nothing is said."""
    return replace(cell, voices=0, votes=NO_VOTE, outer=NO_OUTER, by_post=NO_OUTER)


def _in_place(cell: Cell, part: Part) -> Cell | None:
    if part.every and cell in part:
        return replace(cell, comments=0, scored=0)
    return None


def _withheld(cells: Iterable[Cell], parts: Parts, chosen: Filter) -> Iterator[int]:
    lost = dict.fromkeys(parts, 0)
    unit_of = {day: unit for unit in parts for day in _days(unit)}
    for cell in cells:
        unit = unit_of[cell.day]
        if place_of(cell) in chosen and cell not in parts[unit]:
            lost[unit] += cell.voices
    return iter(lost.values())


def _days(period: Period) -> Iterator[date]:
    return (period.first + timedelta(days=n) for n in range(period.days))
