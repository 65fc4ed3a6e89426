"""Cells become sums: for each period and language, all that an estimate needs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from domain.cells import Cell
from domain.periods import Period

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


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


def sums_of(cells: Sequence[Cell], periods: Sequence[Period]) -> Sums:
    """Add ``cells`` up by period and language; ``periods`` ascend without overlap.

    Cells of days in no period are left out.
    """
    languages = tuple(sorted({cell.language for cell in cells}))
    at = _periods_of(cells, periods)
    kept = at >= 0
    numbers = {language: number for number, language in enumerate(languages)}
    spoken = np.fromiter((numbers[c.language] for c in cells), np.int64, len(cells))
    shape = (len(periods), len(languages))
    row = (at * len(languages) + spoken)[kept]

    def added(values: Floats) -> Floats:
        columns = values.reshape(len(cells), -1)[kept].T
        totals = [np.bincount(row, column, shape[0] * shape[1]) for column in columns]
        return np.stack(totals, axis=1, dtype=np.float64).reshape(*shape, -1)

    counts = added(_column(((c.comments, c.scored, c.voices) for c in cells), 3, cells))
    return Sums(
        periods=tuple(periods),
        languages=languages,
        comments=_whole(counts[..., 0]),
        scored=_whole(counts[..., 1]),
        voices=_whole(counts[..., 2]),
        votes=added(_column((c.votes for c in cells), 3, cells)),
        outer=added(
            _column((chain(*c.outer) for c in cells), 9, cells),
        ).reshape(*shape, 3, 3),
    )


def _periods_of(cells: Sequence[Cell], periods: Sequence[Period]) -> Whole:
    """The number of each cell's period; -1 for none."""
    days = np.fromiter((cell.day.toordinal() for cell in cells), np.int64, len(cells))
    first = np.array([period.first.toordinal() for period in periods], dtype=np.int64)
    last = np.array([period.last.toordinal() for period in periods], dtype=np.int64)
    at = np.searchsorted(first, days, side="right") - 1
    return np.where((at >= 0) & (days <= last[at]), at, -1)


def _column(
    rows: Iterator[Sequence[float]] | Iterator[chain[float]],
    width: int,
    cells: Sequence[Cell],
) -> Floats:
    flat: Iterator[float] = chain.from_iterable(rows)
    return np.fromiter(flat, np.float64, width * len(cells))


def _whole(counts: Floats) -> Whole:
    return np.rint(counts).astype(np.int64)
