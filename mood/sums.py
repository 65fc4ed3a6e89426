"""Cells become sums: for each period and language, all that an estimate needs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from domain.cells import Cell
from domain.periods import Period

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

WIDTH = 3 + 3 + 9 + 9
"""Counts, votes and outer products of a cell, by voice and by post."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over ``periods`` (first axis) and ``languages`` (second axis)."""

    periods: tuple[Period, ...]
    languages: tuple[str, ...]
    comments: Whole
    scored: Whole
    voices: Whole
    votes: Floats
    outer: Floats
    by_post: Floats


def sums_of(cells: Sequence[Cell], periods: Sequence[Period]) -> Sums:
    """Add ``cells`` up by period and language; ``periods`` ascend without overlap.

    Cells of days in no period are left out.
    """
    languages = tuple(sorted({cell.language for cell in cells}))
    shape = len(periods), len(languages)
    totals = _added(_table(cells), _rows(cells, periods, languages), shape)
    counts = np.rint(totals[..., :3]).astype(np.int64)
    return Sums(
        periods=tuple(periods),
        languages=languages,
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
    cells: Sequence[Cell], periods: Sequence[Period], languages: Sequence[str]
) -> Whole:
    """Where each cell is added, counted by period, then language; -1 for nowhere."""
    numbers = {language: number for number, language in enumerate(languages)}
    spoken = np.fromiter((numbers[c.language] for c in cells), np.int64, len(cells))
    days = np.fromiter((c.day.toordinal() for c in cells), np.int64, len(cells))
    first = np.array([period.first.toordinal() for period in periods], dtype=np.int64)
    last = np.array([period.last.toordinal() for period in periods], dtype=np.int64)
    at = np.searchsorted(first, days, side="right") - 1
    inside = (at >= 0) & (days <= last[at])
    return np.where(inside, at * len(languages) + spoken, -1)


def _added(table: Floats, rows: Whole, shape: tuple[int, int]) -> Floats:
    """The sums (T, L, WIDTH) of the table's rows."""
    kept = rows >= 0
    size = shape[0] * shape[1]
    columns = [np.bincount(rows[kept], part, size) for part in table[kept].T]
    return np.stack(columns, axis=1, dtype=np.float64).reshape(*shape, WIDTH)
