"""Where a series changes its scorer. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Version:
    """From ``day`` on comments were scored by ``after``, up to then by ``before``.

    More than one at a time: the scoring anew is not done, or words expired before
    it came. What lies on either side is not to be compared.
    """

    day: date
    before: frozenset[str]
    after: frozenset[str]


def versions(scorers: Mapping[date, frozenset[str]]) -> Iterator[Version]:
    """The marks of a series, from who scored on each day; unknown days say nothing."""
    known = sorted((day, who) for day, who in scorers.items() if who)
    for (_, before), (day, after) in pairwise(known):
        if before != after:
            yield Version(day, before, after)
