"""The mood of threads after the page's first answer, against before. Pure.

Each thread is compared with itself, so it does not matter that a page answers under
some posts and not under others. A thread weighs by the voices that it has on both
sides, as Mantel and Haenszel 1959 weigh their tables. The votes are corrected for
the scorer's errors as everywhere (``mood.correction``); the comparison is linear in
them, and its scatter from thread to thread holds who happened to speak.

It is no proof of what an answer does: threads cool with age, and pages choose whom
they answer. The words for it are "coincides with".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from domain.scorecards import Figure
from domain.threads import ROW, Scored, Turns
from mood.clustered import quantile
from mood.correction import MOOD, Confusions, Correction, correction
from mood.sums import Floats, Stratum

FEWEST = 3
"""Threads that are compared at the least: one tells nothing of another."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """By how many points the mood is higher after, and both moods."""

    change: Figure
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _Sides:
    """Voices (2, T, L) and votes (2, T, L, 3) before and after, by turn and stratum."""

    voices: Floats
    votes: Floats

    @property
    def total(self) -> Floats:
        total: Floats = self.voices.sum(axis=2)
        return total

    def enough(self, k: int) -> _Sides:
        """The turns with ``k`` voices on either side.

        A turn counts whole or not at all: what two answers differ by, whatever the
        periods, is then threads of which each could be shown.
        """
        shown = (self.total >= k).all(axis=0)
        return _Sides(self.voices[:, shown], self.votes[:, shown])


def joined(several: Iterable[Turns]) -> Turns:
    """The turns of all, numbered anew."""
    parts = [each for each in several if each.rows]
    if not parts:
        return Turns()
    strata = list(dict.fromkeys(one for each in parts for one in each.strata))
    rows = _table(b"".join(each.rows for each in parts)).copy()
    sizes = np.array([len(each.rows) // ROW.size for each in parts])
    turns = rows[np.cumsum(sizes) - 1, 0] + 1
    rows[:, 0] += np.repeat(np.cumsum(turns) - turns, sizes)
    rows[:, 1] = _places(parts, strata, sizes, rows[:, 1].astype(int))
    return Turns(tuple(strata), rows.tobytes())


def _places(
    parts: Sequence[Turns],
    strata: Sequence[Scored],
    sizes: NDArray[np.int64],
    numbers: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The places in ``strata`` of what has ``numbers`` in the strata of its part."""
    place = {one: n for n, one in enumerate(strata)}
    kinds = {each: n for n, each in enumerate(dict.fromkeys(p.strata for p in parts))}
    table = np.zeros((len(kinds), max(map(len, kinds))), dtype=int)
    for kind, n in kinds.items():
        table[n, : len(kind)] = [place[one] for one in kind]
    kind_of = np.repeat([kinds[each.strata] for each in parts], sizes)
    found: NDArray[np.int64] = table[kind_of, numbers]
    return found


def _table(rows: bytes) -> NDArray[np.float32]:
    return np.frombuffer(rows, "<f4").reshape(-1, 10)


def count(turns: Turns, *, k: int) -> int:
    """How many threads have ``k`` voices on either side."""
    return int(_unpacked(turns).enough(k).voices.shape[1])


def aftermath(turns: Turns, *, k: int, confusions: Confusions) -> Aftermath | None:
    """None if fewer than three threads have ``k`` voices on either side."""
    sides = _unpacked(turns).enough(k)
    if sides.voices.shape[1] < FEWEST:
        return None
    how = correction(confusions, [Stratum(*each) for each in turns.strata])
    parts = sides.votes / sides.total[..., None, None]
    shares = np.einsum("lij,stlj->stli", how.solving, parts)
    weights = sides.total.prod(axis=0) / sides.total.sum(axis=0)
    weights /= weights.sum()
    moods = np.einsum("i,stli->st", MOOD, shares)
    apart = moods[1] - moods[0]
    change = float(weights @ apart)
    m = 1 / float(weights @ weights)
    away = weights * (apart - change)
    variance = float(away @ away) * m / (m - 1)
    variance += _doubt(weights, shares[1] - shares[0], how)
    levels = np.clip(moods @ weights, -1, 1)
    reach = quantile(m - 1) * sqrt(variance)
    return Aftermath(_figure(change, reach), *(100 * levels).tolist())


def _unpacked(turns: Turns) -> _Sides:
    rows = _table(turns.rows).astype(np.float64)
    at = rows[:, 0].astype(int), rows[:, 1].astype(int)
    shape = (int(rows[-1, 0]) + 1 if len(rows) else 0), len(turns.strata)
    voices, votes = np.zeros((2, *shape)), np.zeros((2, *shape, 3))
    voices[:, *at] = rows[:, [2, 6]].T
    votes[0][at], votes[1][at] = rows[:, 3:6], rows[:, 7:]
    return _Sides(voices, votes)


def _doubt(weights: Floats, apart: Floats, how: Correction) -> float:
    """What is not known of the scorer's errors, which both sides share."""
    shares = np.einsum("t,tli->li", weights, apart)
    doubts = np.einsum("li,lj,lijab->ab", shares, shares, how.doubts)
    return float(max(MOOD @ doubts @ MOOD, 0.0))


def _figure(change: float, reach: float) -> Figure:
    low, value, high = np.clip([change - reach, change, change + reach], -2, 2)
    return Figure(100 * float(value), 100 * float(low), 100 * float(high))
