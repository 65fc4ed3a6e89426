"""Which prints are near-identical: locality-sensitive hashing of signatures. Pure.

Prints that agree in one of ``BANDS`` bands of six places are compared in full; two
that have a similarity of 0.8 do so with a probability of 0.998 (Leskovec,
Rajaraman and Ullman, *Mining of Massive Datasets*, section 3.4). Where more than
``CROWD`` prints share a band, each is compared with some of them only
(``mood.crowds``), as all pairs of a flood would take for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Prints = NDArray[np.uint8]
Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]

SIMILAR = 0.8
LEEWAY = 0.02
"""An estimate of 0.8 from 128 places errs by 0.035, as a binomial share does.

Without leeway every second one of 0.8 would be lost; with it three of four are found.
"""

BANDS = 21
PLACES = 6
CROWD = 64
_CHANCE = 1 / 256
"""How often different shingles leave the same byte in a print."""

_AT_ONCE = 1 << 16
_HALF = np.uint64(32)
_FACTOR = np.uint64(0xFF51AFD7ED558CCD)


class Runs(NamedTuple):
    """Prints in a row, those that share a band side by side: how many each time."""

    members: Whole
    lengths: Whole

    def only(self, chosen: Bools) -> Runs:
        """The members ``chosen``, in the runs that have two of them at least."""
        of_run = np.repeat(np.arange(len(self.lengths)), self.lengths)
        lengths = np.bincount(of_run[chosen], minlength=len(self.lengths))
        kept = chosen & (lengths[of_run] > 1)
        return Runs(self.members[kept], lengths[lengths > 1])

    def parted(self, chosen: Bools) -> tuple[Runs, Runs]:
        """The runs that are ``chosen``, and the others."""
        of_run = np.repeat(chosen, self.lengths)
        return (
            Runs(self.members[of_run], self.lengths[chosen]),
            Runs(self.members[~of_run], self.lengths[~chosen]),
        )


@dataclass(slots=True)
class Compared:
    """Prints, and how many pairs of them were compared."""

    prints: Prints
    rows: Whole
    fewest: int
    bits: NDArray[np.uint64]
    pairs: int = 0

    def among(self, members: Whole) -> Among:
        return Among(self, members, self.bits[:, members])


@dataclass(frozen=True, slots=True)
class Among:
    """Some of the prints, to be compared by their places.

    The lowest bits of two near prints differ in no more places than their bytes, so
    eight bytes of nine need not be read to see that most pairs are none.
    """

    all: Compared
    members: Whole
    bits: NDArray[np.uint64]

    def near(self, first: Whole, second: Whole) -> Bools:
        """Which of ``first`` are near to the one of ``second`` in the same place."""
        near = np.zeros(len(first), bool)
        for begin in range(0, len(first), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            near[part] = self._near(first[part], second[part])
        self.all.pairs += len(first)
        return near

    def _near(self, first: Whole, second: Whole) -> Bools:
        prints = self.all.prints
        differ = np.zeros(len(first), np.uint8)
        for bits in self.bits:
            differ += np.bitwise_count(bits[first] ^ bits[second])
        near: Bools = differ <= prints.shape[1] - self.all.fewest
        some, others = self.members[first[near]], self.members[second[near]]
        same = prints[self.all.rows[some]] == prints[self.all.rows[others]]
        near[near] = np.count_nonzero(same, axis=1) >= self.all.fewest
        return near


class Pairs:
    """Pairs of prints, each kept once, in 64 bits."""

    def __init__(self) -> None:
        self._kept = np.empty(0, np.uint64)
        self._new: list[NDArray[np.uint64]] = []

    def add(self, some: Whole, others: Whole) -> None:
        other = some != others
        some, others = some[other], others[other]
        low, high = np.minimum(some, others), np.maximum(some, others)
        self._new.append(low.astype(np.uint64) << _HALF | high.astype(np.uint64))
        if sum(map(len, self._new)) > len(self._kept) + _AT_ONCE:
            self._merge()

    def both(self) -> tuple[Whole, Whole]:
        self._merge()
        low = self._kept >> _HALF
        return low.astype(np.int64), (self._kept ^ low << _HALF).astype(np.int64)

    def _merge(self) -> None:
        ranked = np.sort(np.concatenate([self._kept, *self._new]))
        self._kept = ranked[np.append(True, ranked[1:] != ranked[:-1])[: len(ranked)]]
        self._new = []


def compared(prints: Prints, rows: Whole, *, similar: float = SIMILAR) -> Compared:
    """The prints at ``rows``, ready to be compared."""
    estimated = similar - LEEWAY
    equal = estimated + (1 - estimated) * _CHANCE
    fewest = int(np.ceil(equal * prints.shape[1]))
    return Compared(prints, rows, fewest, _lowest_bits(prints, rows))


def bands(prints: Prints, rows: Whole) -> Iterator[tuple[int, Runs]]:
    """For each band those that share it with another one."""
    numbers = np.argsort(rows, kind="stable")
    rows = rows[numbers]
    for band in range(BANDS):
        keys = np.zeros((len(rows), 8), np.uint8)
        keys[:, :PLACES] = prints[:, band * PLACES : (band + 1) * PLACES][rows]
        yield band, _runs(keys.view(np.uint64)[:, 0], numbers)


def side_by_side(runs: Runs, *, most: int) -> Iterator[tuple[Whole, Whole]]:
    """The places of pairs of a run that stand at most so far apart."""
    ends = np.repeat(np.cumsum(runs.lengths), runs.lengths)
    first = np.arange(len(runs.members))
    for apart in range(1, min(most, int(runs.lengths.max(initial=1)) - 1) + 1):
        first = first[first + apart < ends[first]]
        yield first, first + apart


def add_all(pairs: Pairs, runs: Runs, prints: Compared) -> None:
    """Note which pairs within ``runs`` are near."""
    among = prints.among(runs.members)
    for first, second in side_by_side(runs, most=int(runs.lengths.max(initial=0))):
        near = among.near(first, second)
        pairs.add(runs.members[first[near]], runs.members[second[near]])


def numbered(prints: Prints, rows: Whole) -> tuple[Whole, Whole]:
    """For each of ``rows`` the number of its print, and a row for each number.

    The order of the numbers hangs on the prints alone, whichever others are there.
    """
    hashes = np.zeros(len(rows), np.uint64)
    for first in range(0, len(rows), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        hashes[part] = _hashed(prints[rows[part]])
    order = np.argsort(hashes, kind="stable")
    new = np.concatenate([[True], hashes[order[1:]] != hashes[order[:-1]]])
    _part(new, prints, rows[order])
    numbers = np.empty(len(rows), np.int64)
    numbers[order] = np.cumsum(new) - 1
    return numbers, rows[order[new]]


def _part(new: Bools, prints: Prints, rows: Whole) -> None:
    """Hold apart what has one hash by chance, or by intent, and is not the same."""
    same = np.flatnonzero(~new)
    for first in range(0, len(same), _AT_ONCE):
        part = same[first : first + _AT_ONCE]
        new[part] = (prints[rows[part]] != prints[rows[part - 1]]).any(axis=1)


def _hashed(prints: Prints) -> NDArray[np.uint64]:
    hashes = np.zeros(len(prints), np.uint64)
    for word in np.ascontiguousarray(prints).view(np.uint64).T:
        hashes = (hashes ^ word) * _FACTOR
        hashes ^= hashes >> _HALF
    return hashes


def _lowest_bits(prints: Prints, rows: Whole) -> NDArray[np.uint64]:
    bits = np.empty((len(rows), prints.shape[1] // 8), np.uint8)
    for first in range(0, len(rows), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        bits[part] = np.packbits(prints[rows[part]] & 1, axis=1)
    return np.ascontiguousarray(bits.view(np.uint64).T)


def _runs(keys: NDArray[np.uint64], numbers: Whole) -> Runs:
    """The ``numbers`` of those whose keys are those of another too."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.concatenate([[True], keys[1:] != keys[:-1]])
    shared = ~(first & np.append(first[1:], True))
    starts = np.flatnonzero(first[shared])
    members = numbers[order[shared]]
    return Runs(members, np.diff(starts, append=len(members)))
