"""Find campaigns: near-identical words by many authors in a short time. Pure.

Words are near-identical if their prints agree: MinHash signatures, whose share of
equal places estimates the Jaccard similarity of the sets of character shingles
(Broder 1997). A campaign has a representative: a wording which at least five
authors wrote nearly, within 48 hours in which it was itself used. Who is near to no
representative does not belong, so campaigns do not grow by copies of copies.

Whether a comment belongs hangs on the comments of the 48 hours around it alone,
in whatever order they came: it may be decided again at any time. Where more wordings
share a band than can be compared, it hangs on the 48 hours around its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, pairwise

import numpy as np

from domain.campaigns import AUTHORS, WITHIN, Use
from domain.periods import Period
from domain.uses import Uses
from mood.deciding import decided
from mood.near import compared, numbered

Place = tuple[str, str]
"""A source and a day."""

DAYS = 7
"""So many days are looked at together, with four before and four after."""


def campaigns(uses: Sequence[Use]) -> list[list[Use]]:
    """The comments of each campaign in order of time, the largest campaign first.

    A comment of several is told to the campaign of the representative that most
    authors wrote, each wording's counted on its own. A comment without an author
    counts for nobody, but belongs.
    """
    told = uses if isinstance(uses, Uses) else Uses.of(uses)
    rows = np.flatnonzero(np.frombuffer(told.worded, np.bool_))
    if len(rows) < AUTHORS:
        return []
    prints = np.frombuffer(told.prints, np.uint8).reshape(len(told), told.width)
    spoken, of_wording = numbered(prints, rows)
    at = np.frombuffer(told.at, np.int64)[rows]
    authors = np.frombuffer(told.authors, np.int32)[rows]
    belongs, center = decided(at, authors, spoken, compared(prints, of_wording))
    groups: dict[int, list[Use]] = {}
    for place in np.flatnonzero(belongs).tolist():
        group = groups.setdefault(int(center[spoken[place]]), [])
        group.append(told[int(rows[place])])
    ordered = (sorted(group, key=_in_time) for group in groups.values())
    parted = [part for group in ordered for part in _parted(group)]
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
    told = uses if isinstance(uses, Uses) else Uses.of(uses)
    found = campaigns(told)
    names = named(found)
    start_at, end_at = period.start_at - WITHIN, period.end_at + WITHIN
    left = (told[place] for place in told.known())
    gone = [use for use in left if use.comment not in names]
    return {
        use: names.get(use.comment)
        for use in chain(gone, *found)
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


def _in_time(use: Use) -> tuple[datetime, str]:
    return use.at, use.comment


def _parted(group: Sequence[Use]) -> Iterator[list[Use]]:
    """Uses in order of time, parted where nothing was said for 48 hours."""
    part = [group[0]]
    for before, use in pairwise(group):
        if use.at - before.at > WITHIN:
            yield part
            part = []
        part.append(use)
    yield part
