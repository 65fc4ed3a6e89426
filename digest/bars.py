"""A mood and its interval as cells of a table: mail knows no other drawing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from mood.estimates import Estimate

COLUMNS = 160
"""How finely a bar is drawn; even columns run together into one cell."""

DOT = 1
"""Columns on each side of the mood's own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of columns: width in percent; ``rest``, ``band``, ``zero`` or ``dot``."""

    width: float
    kind: str


def scale(estimates: Iterable[Estimate]) -> int:
    """The end of a scale, from minus to plus, that holds all intervals."""
    ends = [
        abs(end)
        for each in estimates
        for end in (each.low, each.high)
        if end is not None
    ]
    return min(100, max(20, 20 * ceil(max(ends, default=0) / 20)))


def pieces(estimate: Estimate, end: int) -> list[Piece]:
    """The bar of one estimate on a scale from -end to +end; the zero always shows."""
    kinds = ["rest"] * COLUMNS
    if estimate.mood is not None:
        low, high = _column(estimate.low, end), _column(estimate.high, end)
        kinds[low : high + 1] = ["band"] * (high + 1 - low)
    kinds[COLUMNS // 2] = "zero"
    if estimate.mood is not None:
        at = min(max(_column(estimate.mood, end), DOT), COLUMNS - 1 - DOT)
        kinds[at - DOT : at + DOT + 1] = ["dot"] * (2 * DOT + 1)
    return [
        Piece(round(100 * len(list(run)) / COLUMNS, 2), kind)
        for kind, run in groupby(kinds)
    ]


def _column(value: float | None, end: int) -> int:
    at = ((value or 0.0) + end) / (2 * end)
    return min(max(round(at * COLUMNS), 0), COLUMNS - 1)
