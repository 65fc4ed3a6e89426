"""Which uses belong to a campaign, given which wordings are near. Pure.

A star is a wording, its center, and those near to it. Uses of a star belong where 48
hours hold five authors of it and a use of the center.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.campaigns import AUTHORS, WITHIN
from domain.uses import MICROSECOND, NOBODY
from mood.near import Bools, Whole

_WITHIN = WITHIN // MICROSECOND
_THIN = _WITHIN // 2


@dataclass(frozen=True, slots=True)
class Said:
    """Uses in the order of their wording, then of time: where each wording's begin."""

    at: Whole
    authors: NDArray[np.int32]
    wordings: Whole
    bounds: Whole

    def places(self, wordings: Whole) -> Whole:
        first, many = self.bounds[wordings], np.diff(self.bounds)[wordings]
        starts = np.repeat(first - np.cumsum(many) + many, many)
        places: Whole = starts + np.arange(len(starts))
        return places

    def only(self, chosen: Bools | Whole) -> Said:
        wordings = self.wordings[chosen]
        numbers = np.arange(len(self.bounds))
        bounds = np.searchsorted(wordings, numbers)
        return Said(self.at[chosen], self.authors[chosen], wordings, bounds)


@dataclass(frozen=True, slots=True)
class Stars:
    """For each wording those near to it, in ``near[bounds[w] : bounds[w + 1]]``."""

    near: Whole
    bounds: Whole

    def of(self, center: int) -> Whole:
        around = self.near[self.bounds[center] : self.bounds[center + 1]]
        return np.append(around, center)

    def sums(self, each: Whole) -> Whole:
        """For each star the sum of what each of its wordings has."""
        summed = np.concatenate([[0], np.cumsum(each[self.near])])
        sums: Whole = each + summed[self.bounds[1:]] - summed[self.bounds[:-1]]
        return sums


def said(at: Whole, authors: NDArray[np.int32], wordings: Whole, *, many: int) -> Said:
    """Uses of ``many`` wordings, in the order of their wording, then of time."""
    bounds = np.concatenate([[0], np.cumsum(np.bincount(wordings, minlength=many))])
    return Said(at, authors, wordings, bounds)


def thinned(uses: Said) -> Said:
    """Of an author's uses of a wording within 24 hours the first and the last.

    No 48 hours lack an author thereby: who has one between these two has one of both.
    """
    if not len(uses.at):
        return uses
    order = np.lexsort((uses.at, uses.at // _THIN, uses.authors, uses.wordings))
    same = np.ones(len(order) - 1, bool)
    for column in (uses.at // _THIN, uses.authors, uses.wordings):
        same &= column[order[1:]] == column[order[:-1]]
    between = np.zeros(len(order), bool)
    between[order[1:-1]] = same[1:] & same[:-1]
    return uses.only(~between)


def stars(some: Whole, others: Whole, *, many: int) -> Stars:
    """What is near to each of ``many`` wordings, given the pairs."""
    centers, near = np.concatenate([some, others]), np.concatenate([others, some])
    order = np.argsort(centers, kind="stable")
    bounds = np.concatenate([[0], np.cumsum(np.bincount(centers, minlength=many))])
    return Stars(near[order], bounds)


def belonging(
    uses: Said, told: Said, near: Stars, *, asked: Bools
) -> tuple[Bools, list[int]]:
    """Which of the ``asked`` uses belong, and the centers of stars they belong to.

    ``told`` are the uses ``thinned``. The stars of most authors come first; one whose
    ``asked`` uses belong already has nothing to add.
    """
    belongs = np.zeros(len(uses.at), bool)
    left = np.bincount(uses.wordings[asked], minlength=len(near.bounds) - 1) > 0
    strength, centers = near.sums(_authors(told)), []
    strong = np.flatnonzero(strength >= AUTHORS)
    for center in _strongest(near, strong, strength=strength, left=left):
        inside = _inside(uses, told, near.of(center), center)
        if len(inside):
            centers.append(center)
            belongs[inside] = True
            wordings = np.unique(uses.wordings[inside])
            for wording in wordings[left[wordings]].tolist():
                part = slice(uses.bounds[wording], uses.bounds[wording + 1])
                left[wording] = bool((asked[part] & ~belongs[part]).any())
    return belongs & asked, centers


def represented(told: Said, near: Stars, centers: Whole) -> Whole:
    """The wording by which each is represented, given the uses that belong.

    It is the one of the ``centers`` that most authors wrote nearly, and so on to the
    last: each step leads to one of more, as in quick shift (Vedaldi and Soatto 2008).
    """
    many = len(near.bounds) - 1
    center, authors = np.arange(many), np.zeros(many, np.int64)
    left = np.diff(told.bounds) > 0
    used, strength = left.copy(), near.sums(_authors(told))
    for one in _strongest(near, centers, strength=strength, left=left):
        star = near.of(one)
        star = star[used[star]]
        wrote = _distinct(told.authors[told.places(star)])
        weaker = star[authors[star] < wrote]
        center[weaker], authors[weaker] = one, wrote
        left[star] = False
    while not np.array_equal(center, center[center]):
        center = center[center]
    return center


def _strongest(
    near: Stars, centers: Whole, *, strength: Whole, left: Bools
) -> Iterator[int]:
    """The centers of stars in which something is ``left`` when they come up."""
    centers = centers[np.argsort(-strength[centers], kind="stable")]
    some = 1
    while len(centers):
        centers = centers[near.sums(left.astype(np.int64))[centers] > 0]
        for center in centers[:some].tolist():
            if left[near.of(center)].any():
                yield center
        centers, some = centers[some:], 2 * some


def _authors(told: Said) -> Whole:
    """How many wrote each wording."""
    order = np.lexsort((told.authors, told.wordings))
    wordings, authors = told.wordings[order], told.authors[order]
    new = np.ones(len(order), bool)
    new[1:] = (wordings[1:] != wordings[:-1]) | (authors[1:] != authors[:-1])
    counted = wordings[new & (authors != NOBODY)]
    return np.bincount(counted, minlength=len(told.bounds) - 1)


def _inside(uses: Said, told: Said, star: Whole, center: int) -> Whole:
    """The places of a star's uses that stand in 48 hours of a campaign."""
    places = told.places(star)
    if _distinct(told.authors[places]) < AUTHORS:
        return np.empty(0, np.int64)
    places = places[np.argsort(told.at[places], kind="stable")]
    at, authors = told.at[places], told.authors[places]
    own = told.wordings[places] == center
    ends = at[_last(at, authors, own)]
    starts = -(-at[::-1])[_last(-at[::-1], authors[::-1], own[::-1])][::-1]
    if not len(ends):
        return np.empty(0, np.int64)
    found = uses.places(star)
    inside = _after(uses.at[found], starts) | _after(-uses.at[found], -ends[::-1])
    return found[inside]


def _distinct(authors: NDArray[np.int32]) -> int:
    return len(np.unique(authors[authors != NOBODY]))


def _last(at: Whole, authors: NDArray[np.int32], own: Bools) -> Bools:
    """Which uses are the last of 48 hours with enough authors and a center's use."""
    firsts = np.searchsorted(at, at - _WITHIN).tolist()
    owned = np.concatenate([[0], np.cumsum(own)]).tolist()
    counts: Counter[int] = Counter()
    last, said, first = np.zeros(len(at), bool), authors.tolist(), 0
    for place, author in enumerate(said):
        counts[author] += 1
        for gone in said[first : firsts[place]]:
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
        first = firsts[place]
        enough = len(counts) - (NOBODY in counts) >= AUTHORS
        last[place] = enough and owned[place + 1] > owned[first]
    return last


def _after(at: Whole, starts: Whole) -> Bools:
    """Which stand at most 48 hours after one of ``starts``."""
    if not len(starts):
        return np.zeros(len(at), bool)
    before = np.searchsorted(starts, at, side="right") - 1
    after: Bools = (before >= 0) & (at - starts[np.maximum(before, 0)] <= _WITHIN)
    return after
