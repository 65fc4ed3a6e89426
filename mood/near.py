"""Which prints are near-identical: locality-sensitive hashing of signatures. Pure.

Prints that agree in one of ``BANDS`` bands of four places are compared in full; two
that have a similarity of 0.8 do so with a probability of 0.998 (Leskovec,
Rajaraman and Ullman, *Mining of Massive Datasets*, section 3.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

SIMILAR = 0.8
LEEWAY = 0.02
"""An estimate of 0.8 from 128 places errs by 0.035, as a binomial share does.

Without leeway every second one of 0.8 would be lost; with it three of four are found.
"""

BANDS = 12
_CHANCE = 1 / 256
"""How often different shingles leave the same byte in a print."""


class Near:
    """The prints that are near to each one."""

    def __init__(self, prints: Sequence[bytes], similar: float = SIMILAR) -> None:
        joined = np.frombuffer(b"".join(prints), np.uint8)
        self._prints = joined.reshape(len(prints), -1)
        estimated = similar - LEEWAY
        equal = estimated + (1 - estimated) * _CHANCE
        self._fewest = equal * self._prints.shape[1]
        keys = self._prints.view("<u4")[:, :BANDS].T
        self._order = np.argsort(keys, axis=1, kind="stable")
        self._first, self._last = _runs(keys, self._order)

    def of(self, print_: int) -> Whole:
        """The numbers of the prints near to one, itself among them, ascending."""
        alike = self._alike(print_)
        equal = np.count_nonzero(self._prints[alike] == self._prints[print_], axis=1)
        near: Whole = alike[equal >= self._fewest]
        return near

    def stars(self, uses: Whole, fewest: int) -> Iterator[tuple[int, Whole]]:
        """Each print with those near to it, if together they have enough uses."""
        company = (self._last - self._first > 1).any(axis=0)
        for center in np.flatnonzero(company | (uses >= fewest)).tolist():
            if uses[self._alike(center)].sum() >= fewest:
                near = self.of(center)
                if uses[near].sum() >= fewest:
                    yield center, near

    def _alike(self, print_: int) -> Whole:
        """Those that agree in a band; by it few are compared in full."""
        runs = zip(
            self._order,
            self._first[:, print_].tolist(),
            self._last[:, print_].tolist(),
            strict=True,
        )
        found = [order[first:last] for order, first, last in runs if last > first + 1]
        return np.unique(np.concatenate([[print_], *found]))


def _runs(keys: NDArray[np.uint32], order: Whole) -> tuple[Whole, Whole]:
    """Where the run of equal keys begins and ends that each print stands in."""
    ranked = np.take_along_axis(keys, order, axis=1)
    places = np.arange(ranked.shape[1])
    new = np.ones((len(ranked), ranked.shape[1] + 1), bool)
    new[:, 1:-1] = ranked[:, 1:] != ranked[:, :-1]
    first = np.maximum.accumulate(np.where(new[:, :-1], places, 0), axis=1)
    ends = np.where(new[:, 1:], places + 1, ranked.shape[1])
    last = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    found = np.empty_like(first), np.empty_like(last)
    for of_print, of_rank in zip(found, (first, last), strict=True):
        np.put_along_axis(of_print, order, of_rank, axis=1)
    return found
