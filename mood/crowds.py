"""Near prints where so many share a band that not all pairs can be compared. Pure.

A flood of variants is near to one of them, a leader; who is near to no leader is
compared with those that agree with it in most places after the band, as in a forest
of prefix trees (Bawa, Condie and Ganesan 2005). The work grows with the number of
prints, not with its square; what is compared hangs on the prints that are there and
how often each is used, not on their order.

A leader is the most used of those that are near to no leader yet; those near to it
are left alone then, if together they have enough uses to be a campaign.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mood.near import (
    CROWD,
    PLACES,
    Among,
    Bools,
    Compared,
    Pairs,
    Runs,
    Whole,
    add_all,
    side_by_side,
)

LEADERS = 8
NEIGHBOURS = 16
"""On each side, in each band."""


@dataclass(slots=True)
class _Left:
    """Runs too large for all their pairs, and who is near to no leader yet."""

    runs: Runs
    among: Among
    of_run: Whole
    left: Bools

    def open(self) -> Bools:
        """All of the runs in which somebody is left: the same may lead in each band."""
        many = np.bincount(self.of_run[self.left], minlength=len(self.runs.lengths))
        return many[self.of_run] > 0


@dataclass(frozen=True, slots=True)
class Crowds:
    """Prints, how often each is used, and how many uses make a leader's star.

    ``asked`` are the uses of the day in question: a leader of that day stands within
    48 hours of all that is said on it.
    """

    prints: Compared
    uses: Whole
    asked: Whole
    fewest: int
    covered: Bools

    def add(self, pairs: Pairs, runs: Runs, *, band: int) -> None:
        """Note near pairs of each run: all of them where it is small."""
        crowds, small = runs.parted(runs.lengths > CROWD)
        add_all(pairs, small, self.prints)
        if len(crowds.members):
            some = self._ranked(crowds)
            self._follow(pairs, some, some.open())
            for _ in range(1, LEADERS):
                self._follow(pairs, some, some.left)
            if some.left.any():
                self._add_neighbours(pairs, some, band)

    def _ranked(self, runs: Runs) -> _Left:
        """Within each run the most used first."""
        of_run = np.repeat(np.arange(len(runs.lengths)), runs.lengths)
        by = -self.uses[runs.members], self.asked[runs.members] == 0
        order = np.lexsort((runs.members, *by, of_run))
        ranked = Runs(runs.members[order], runs.lengths)
        among = self.prints.among(ranked.members)
        return _Left(ranked, among, of_run, ~self.covered[ranked.members])

    def _follow(self, pairs: Pairs, some: _Left, leaders: Bools) -> None:
        """Compare all of a run with the first of ``leaders``; its own are led then."""
        members, places = some.runs.members, np.flatnonzero(leaders)
        if not len(places):
            return
        leading, firsts = np.unique(some.of_run[places], return_index=True)
        leader = np.full(len(some.runs.lengths), -1)
        leader[leading] = places[firsts]
        asked = np.flatnonzero(leader[some.of_run] >= 0)
        led = leader[some.of_run[asked]]
        near = some.among.near(led, asked)
        led, asked = led[near], asked[near]
        pairs.add(members[led], members[asked])
        company = np.bincount(led, self.uses[members[asked]], len(members))
        self.covered[members[asked[company[led] >= self.fewest]]] = True
        some.left &= ~self.covered[members]
        some.left[places[firsts]] = False

    def _add_neighbours(self, pairs: Pairs, some: _Left, band: int) -> None:
        """Compare who is left with the next in the order of what follows the band."""
        following = _following(self.prints, some.runs.members, band)
        order = np.lexsort((some.runs.members, *following[::-1], some.of_run))
        runs, left = Runs(some.runs.members[order], some.runs.lengths), some.left[order]
        among = self.prints.among(runs.members)
        for one, other in side_by_side(runs, most=NEIGHBOURS):
            asked = left[one] | left[other]
            first, second = one[asked], other[asked]
            near = among.near(first, second)
            pairs.add(runs.members[first[near]], runs.members[second[near]])


def _following(prints: Compared, members: Whole, band: int) -> list[NDArray[np.uint64]]:
    """The 16 places after the band, in two numbers."""
    rows, width = prints.rows[members], prints.prints.shape[1]
    places = (np.arange(16) + (band + 1) * PLACES) % width
    joined = np.ascontiguousarray(prints.prints[rows[:, None], places])
    return list(joined.view(">u8").astype(np.uint64).T)
