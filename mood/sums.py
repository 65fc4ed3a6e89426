"""Cells become sums: for each period and stratum, all that an estimate needs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.cells import Cell
from domain.periods import Period

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

WIDTH = 3 + 3 + 9 + 9
"""Counts, votes and outer products of a cell, by voice and by post."""


class Stratum(NamedTuple):
    """Cells whose votes err alike: of one language, by the same scorers."""

    language: str
    scorers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over ``periods`` (first axis) and ``strata`` (second axis)."""

    periods: tuple[Period, ...]
    strata: tuple[Stratum, ...]
    comments: Whole
    scored: Whole
    voices: Whole
    votes: Floats
    outer: Floats
    by_post: Floats


def sums_of(cells: Sequence[Cell], periods: Sequence[Period]) -> Sums:
    """Add ``cells`` up by period and stratum; ``periods`` ascend without overlap.

    Cells of days in no period are left out.
    """
    found = sorted({(cell.language, cell.scorers) for cell in cells})
    strata = tuple(Stratum(*each) for each in found)
    shape = len(periods), len(strata)
    totals = _added(_table(cells), _rows(cells, periods, strata), shape)
    counts = np.rint(totals[..., :3]).astype(np.int64)
    return Sums(
        periods=tuple(periods),
        strata=strata,
        comments=counts[..., 0],
        scored=counts[..., 1],
        voices=counts[..., 2],
        votes=totals[..., 3:6],
        outer=totals[..., 6:15].reshape(*totals.shape[:2], 3, 3),
        by_post=totals[..., 15:].reshape(*totals.shape[:2], 3, 3),
    )


def _table(cells: Sequence[Cell]) -> Floats:
    """All that adds up of each cell, in a row of numbers."""
    rows: Iterator[Iterable[float]] = (
        chain(
            (c.comments, c.scored, c.voices), c.votes, *c.outer, *(c.by_post or c.outer)
        )
        for c in cells
    )
    flat = np.fromiter(chain.from_iterable(rows), np.float64, WIDTH * len(cells))
    return flat.reshape(len(cells), WIDTH)


def _rows(
    cells: Sequence[Cell], periods: Sequence[Period], strata: Sequence[Stratum]
) -> Whole:
    """Where each cell is added, counted by period, then stratum; -1 for nowhere."""
    numbers = {stratum: number for number, stratum in enumerate(strata)}
    places = (numbers[c.language, c.scorers] for c in cells)  # type: ignore[index]
    stratum = np.fromiter(places, np.int64, len(cells))
    days = np.fromiter((c.day.toordinal() for c in cells), np.int64, len(cells))
    first = np.array([period.first.toordinal() for period in periods], dtype=np.int64)
    last = np.array([period.last.toordinal() for period in periods], dtype=np.int64)
    at = np.searchsorted(first, days, side="right") - 1
    inside = (at >= 0) & (days <= last[at])
    return np.where(inside, at * len(strata) + stratum, -1)


def _added(table: Floats, rows: Whole, shape: tuple[int, int]) -> Floats:
    """The sums (T, L, WIDTH) of the table's rows."""
    kept = rows >= 0
    size = shape[0] * shape[1]
    columns = [np.bincount(rows[kept], part, size) for part in table[kept].T]
    return np.stack(columns, axis=1, dtype=np.float64).reshape(*shape, WIDTH)
