"""Find campaigns: near-identical words by many authors in a short time. Pure.

Words are near-identical if their prints agree: MinHash signatures, whose share of
equal places estimates the Jaccard similarity of the sets of character shingles
(Broder 1997). A campaign has a representative: a wording which at least five
authors wrote nearly, within 48 hours in which it was itself used. Who is near to no
representative does not belong, so campaigns do not grow by copies of copies.

Whether a comment belongs hangs on the comments of the 48 hours around it alone,
in whatever order they came: it may be decided again at any time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from domain.campaigns import AUTHORS, WITHIN, Use
from domain.periods import Period
from mood.near import Near

Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]
Place = tuple[str, str]
"""A source and a day."""

DAYS = 7
"""So many days are looked at together, with four before and four after."""


@dataclass(slots=True)
class _Best:
    """For each wording, the strongest representative that it stands near."""

    center: Whole
    authors: Whole
    found: set[int] = field(default_factory=set)

    def offer(self, center: int, authors: int, wordings: Whole) -> None:
        weaker = wordings[self.authors[wordings] < authors]
        self.center[weaker], self.authors[weaker] = center, authors


def campaigns(uses: Sequence[Use]) -> list[list[Use]]:
    """The comments of each campaign in order of time, the largest campaign first.

    A comment of several is told to the campaign of the representative that most
    authors wrote. A comment without an author counts for nobody, but belongs.
    """
    worded = sorted((use for use in uses if use.wording), key=_in_time)
    numbers: dict[bytes | None, int] = {}
    spoken = [numbers.setdefault(use.wording, len(numbers)) for use in worded]
    if len(worded) < AUTHORS:
        return []
    found, best = _found(worded, np.array(spoken), Near(list(filter(None, numbers))))
    center = _climbed(best.center)
    groups: dict[int, list[Use]] = {}
    for number in found:
        groups.setdefault(int(center[spoken[number]]), []).append(worded[number])
    parted = [part for group in groups.values() for part in _parted(group)]
    return sorted(parted, key=lambda part: (-len(part), part[0].at, part[0].comment))


def named(found: Iterable[Sequence[Use]]) -> dict[str, str]:
    """The campaign of each comment: the id that its comments are known by.

    A new campaign is called by its first comment. The name stays when earlier ones
    come and when its beginning is forgotten; of two parts the larger keeps it.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for uses in found:
        known = (use.campaign for use in uses if use.campaign)
        name = next((name for name in known if name not in taken), uses[0].comment)
        taken.add(name)
        names |= {use.comment: name for use in uses}
    return names


def changes(uses: Sequence[Use], period: Period) -> dict[Use, str | None]:
    """The comments whose campaign is another than known, or none any more.

    ``uses`` are all of ``surroundings(period)``. What is said in ``period`` decides
    for the 48 hours before and after too.
    """
    names = named(campaigns(uses))
    start_at, end_at = period.start_at - WITHIN, period.end_at + WITHIN
    return {
        use: names.get(use.comment)
        for use in uses
        if use.campaign != names.get(use.comment) and start_at <= use.at < end_at
    }


def surroundings(period: Period) -> tuple[datetime, datetime]:
    """The time whose comments may change whether one of ``period`` or near belongs."""
    return period.start_at - 2 * WITHIN, period.end_at + 2 * WITHIN


def touched(changed: Mapping[Use, str | None]) -> set[Place]:
    """The days whose cells change: a campaign's new name alone changes none."""
    return {
        (use.source, use.day)
        for use, name in changed.items()
        if bool(use.campaign) != bool(name)
    }


def together(days: Iterable[date]) -> Iterator[Period]:
    """Days that share their surroundings in one period, of at most a week."""
    ordered = sorted(set(days))
    first = ordered[0] if ordered else None
    for day, after in pairwise([*ordered, date.max]):
        if first and (after - first).days >= DAYS:
            yield Period(first, day)
            first = after


def _found(uses: Sequence[Use], spoken: Whole, near: Near) -> tuple[list[int], _Best]:
    """The places of the uses that belong to a campaign, and who represents them."""
    times = np.array([use.at.timestamp() for use in uses])
    people: dict[str | None, int] = {None: -1}
    authors = np.array([people.setdefault(u.author, len(people)) for u in uses])
    by_wording = np.argsort(spoken, kind="stable")
    ends = np.cumsum(np.bincount(spoken))
    belongs = np.zeros(len(uses), bool)
    best = _Best(np.arange(len(ends)), np.zeros(len(ends), np.int64))
    for center, wordings in near.stars(np.diff(ends, prepend=0), AUTHORS):
        places = [by_wording[ends[w - 1] if w else 0 : ends[w]] for w in wordings]
        star = np.sort(np.concatenate(places))
        inside = star[_inside(times[star], authors[star], spoken[star] == center)]
        if len(inside):
            belongs[inside] = True
            best.offer(center, _distinct(authors[inside]), np.unique(spoken[inside]))
    return np.flatnonzero(belongs).tolist(), best


def _inside(times: NDArray[np.float64], authors: Whole, own: Bools) -> Bools:
    """Which uses stand in 48 hours with enough authors and a use of the center's."""
    within = WITHIN.total_seconds()
    inside = np.zeros(len(times), bool)
    if times[-1] - times[0] <= within:
        inside[:] = _distinct(authors) >= AUTHORS
        return inside
    firsts = np.searchsorted(times, times - within).tolist()
    counts: Counter[int] = Counter()
    said, owned, first = authors.tolist(), np.concatenate([[0], np.cumsum(own)]), 0
    for last, author in enumerate(said):
        counts[author] += 1
        for gone in said[first : firsts[last]]:
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
        first = firsts[last]
        if len(counts) - (-1 in counts) >= AUTHORS and owned[last + 1] > owned[first]:
            inside[first : last + 1] = True
    return inside


def _in_time(use: Use) -> tuple[datetime, str]:
    return use.at, use.comment


def _distinct(authors: Whole) -> int:
    return len(set(authors.tolist()) - {-1})


def _climbed(center: Whole) -> Whole:
    """Each wording's representative's representative, and so on to the last.

    Each step leads to one that more authors wrote, as in quick shift (Vedaldi and
    Soatto 2008), so it ends.
    """
    while not np.array_equal(center, center[center]):
        center = center[center]
    return center


def _parted(group: Sequence[Use]) -> Iterator[list[Use]]:
    """Uses in order of time, parted where nothing was said for 48 hours."""
    part = [group[0]]
    for before, use in pairwise(group):
        if use.at - before.at > WITHIN:
            yield part
            part = []
        part.append(use)
    yield part
