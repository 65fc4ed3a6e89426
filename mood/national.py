"""A day's cells summed over all sources, as the nation's line needs them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import chain

import numpy as np

from domain.cells import EVERY_REFORM, Cell
from domain.nation import ANY_REFORM, Apart, Summed, Total
from domain.periods import Period
from mood.disclosure import EVERYWHERE, Daily, Every, Filter, allowed, daily, mixed
from mood.estimates import K
from mood.sums import Floats

Alike = tuple[str, bool, tuple[str, ...]]
"""Language, campaign or not, scorers: what is alike adds up."""

WIDTH = 5 + 3 + 9 + 9
"""Counts, votes and outer products of a cell, by voice and by post."""


def totals_of(day: date, cells: Sequence[Cell]) -> list[Total]:
    """The totals of ``day`` for each reform, none and any; ``cells`` are all it has."""
    families: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        families[cell.reform].append(cell)
    every = families.get(EVERY_REFORM, [])
    voices = cache(lambda: daily(every))
    totals = [
        Total(
            day,
            reform,
            tuple(_summed(family)),
            _apart(day, family, every, voices) if reform else None,
        )
        for reform, family in sorted(families.items())
    ]
    return [*totals, *_of_any(day, totals)]


def _apart(
    day: date,
    family: Sequence[Cell],
    every: Sequence[Cell],
    voices: Callable[[], Daily],
) -> Apart | None:
    """What only the cells by source can tell; None where the totals are enough."""
    few = mixed(family, everywhere=True)
    away = few[day][EVERYWHERE] if day in few else 0
    if away >= K or away == sum(cell.voices for cell in family):
        return None
    beside = Every(few, lambda: daily(family), voices)
    spoken, unit = daily(family, everywhere=True), Period(day, day)
    part = allowed(spoken, unit, Filter(), k=K, every=beside)
    if not part.every:
        return Apart(every=False)
    within = sum(cell.voices for cell in family if cell in part)
    stand_in = _summed(
        replace(cell, comments=0, scored=0) for cell in every if cell in part
    )
    return Apart(True, within, tuple(each.cell for each in stand_in))


def _of_any(day: date, totals: Iterable[Total]) -> Iterator[Total]:
    spoken = [part.cell for total in totals if total.reform for part in total.parts]
    if spoken:
        yield Total(day, ANY_REFORM, tuple(_summed(spoken, ANY_REFORM)))


def but(everything: Total, one: Total | None) -> Total:
    """What is said of any reform but one."""
    if one is None:
        return everything
    taken = {_alike(part.cell): part.cell for part in one.parts}
    left = [part for part in everything.parts if _alike(part.cell) not in taken]
    rest = [part.cell for part in everything.parts if _alike(part.cell) in taken]
    rows = _rows(rest) - _rows([taken[_alike(cell)] for cell in rest])
    left += [
        _part(_alike(cell), cell, row)
        for cell, row in zip(rest, rows, strict=True)
        if row[0] > 0.5
    ]
    return Total(everything.day, everything.reform, tuple(left))


def _summed(cells: Iterable[Cell], reform: str | None = None) -> Iterator[Summed]:
    """Cells of one day and reform, added up where they are alike."""
    groups: dict[Alike, list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[_alike(cell)].append(cell)
    for alike, group in sorted(groups.items()):
        yield _part(alike, group[0], _rows(group).sum(axis=0), reform)


def _alike(cell: Cell) -> Alike:
    return cell.language, cell.campaign, cell.scorers


def _rows(cells: Sequence[Cell]) -> Floats:
    rows = chain.from_iterable(
        (
            cell.comments,
            cell.scored,
            cell.voices,
            cell.everyone,
            max(min(cell.voices, cell.everyone - cell.voices), 0),
            *cell.votes,
            *chain.from_iterable(cell.outer),
            *chain.from_iterable(cell.by_post or cell.outer),
        )
        for cell in cells
    )
    return np.fromiter(rows, np.float64, WIDTH * len(cells)).reshape(-1, WIDTH)


def _part(alike: Alike, like: Cell, row: Floats, reform: str | None = None) -> Summed:
    language, campaign, scorers = alike
    comments, scored, voices, everyone, fewer = np.rint(row[:5]).astype(int).tolist()
    a, n, f, *squares = row[5:].tolist()
    rows = [tuple(squares[at : at + 3]) for at in range(0, 18, 3)]
    return Summed(
        Cell(
            source="",
            day=like.day,
            reform=like.reform if reform is None else reform,
            language=language,
            campaign=campaign,
            comments=comments,
            scored=scored,
            voices=voices,
            votes=(a, n, f),
            outer=(rows[0], rows[1], rows[2]),
            scorers=scorers,
            everyone=everyone,
            by_post=(rows[3], rows[4], rows[5]),
        ),
        fewer,
    )
