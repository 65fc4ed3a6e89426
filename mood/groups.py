"""Rows of columns are put into groups and added up there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


def numbered(columns: Sequence[NDArray[Any]], shape: Sequence[int]) -> Whole:
    """One number for each row of ``columns``, in the order of the rows themselves."""
    numbers: Whole = np.ravel_multi_index(tuple(columns), tuple(shape))
    return numbers


def grouped(*columns: Whole) -> tuple[Whole, Whole]:
    """A row of each group of rows that are alike, and the group of every row."""
    numbers = numbered(columns, [int(column.max(initial=0)) + 1 for column in columns])
    _, first, group = np.unique(numbers, return_index=True, return_inverse=True)
    return first, group


def most(group: Whole, column: Whole, shape: tuple[int, int]) -> Whole:
    """What most rows of each group have in ``column``; the least of equal ones."""
    counts = np.bincount(numbered((group, column), shape), minlength=prod(shape))
    found: Whole = counts.reshape(shape).argmax(axis=1)
    return found


def seen(group: Whole, column: Whole, shape: tuple[int, int]) -> Mask:
    """Which values ``column`` has in each group."""
    found = np.zeros(shape, dtype=bool)
    found[group, column] = True
    return found


def added(group: Whole, values: Floats, size: int) -> Floats:
    """The rows of each group, added."""
    columns = [np.bincount(group, weights=each, minlength=size) for each in values.T]
    return np.stack(columns, axis=1, dtype=float)  # of no rows, bincount's are whole


def multiplied(group: Whole, values: Floats, size: int) -> Floats:
    """The outer products of the rows of each group with themselves, added."""
    columns = [added(group, values * values[:, [n]], size) for n in range(3)]
    return np.stack(columns, axis=2)
