"""Where a series is not made as before: by another scorer, or by labels. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from mood.estimates import Estimate


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


def versions_of(series: Sequence[Estimate]) -> Iterator[Version]:
    """The marks of a series of estimates; ``day`` is the first of a step."""
    return versions({each.period.first: frozenset(each.scorers) for each in series})


def jumps(series: Sequence[Estimate]) -> list[date]:
    """The first days of steps at which labels begin, or cease, to make the mood.

    Labels mend the level that a scorer misses on a subject that is new to it, so the
    line may jump there by as much as it missed: that is no change of mood.
    """
    stated = [each for each in series if each.mood is not None]
    return [
        after.period.first
        for before, after in pairwise(stated)
        if bool(before.labels) != bool(after.labels)
    ]
