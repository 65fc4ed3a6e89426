"""Find the comments of a campaign: one wording, many authors, a short time. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

AUTHORS = 5
WITHIN = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Use:
    """One comment's use of a wording."""

    comment: str
    wording: str
    author: str | None
    at: datetime


def members(uses: Iterable[Use]) -> set[str]:
    """The ids of the comments that belong to a campaign.

    A campaign is a stretch of 48 hours in which at least five distinct authors
    used the same wording. A comment without an author counts for nobody, but
    belongs to the campaign that it stands in.
    """
    ordered = sorted(uses, key=lambda use: (use.wording, use.at))
    found: set[str] = set()
    for _, same in groupby(ordered, key=lambda use: use.wording):
        found |= _members(list(same))
    return found


def _members(uses: list[Use]) -> set[str]:
    found: set[str] = set()
    authors: Counter[str | None] = Counter()
    first = taken = 0
    for last, use in enumerate(uses):
        authors[use.author] += 1
        while use.at - uses[first].at > WITHIN:
            _discount(authors, uses[first].author)
            first += 1
        if len(authors) - (None in authors) >= AUTHORS:
            found.update(u.comment for u in uses[max(first, taken) : last + 1])
            taken = last + 1
    return found


def _discount(authors: Counter[str | None], author: str | None) -> None:
    authors[author] -= 1
    if not authors[author]:
        del authors[author]
