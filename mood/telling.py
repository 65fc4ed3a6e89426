"""Which words set those in favour apart from those against. Pure.

Monroe, Colaresi and Quinn (2008), "Fightin' Words", *Political Analysis* 16: of each
word the log-odds on either side, drawn towards how often all use it (an informative
Dirichlet prior), so that neither rare words nor common ones come first by chance.
What counts is not how often a word is written but how many people write it. Of the
many words that are tried, those remain that a false discovery rate of 5% leaves
(Benjamini and Hochberg 1995, *Journal of the Royal Statistical Society B* 57).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import erfc, log, sqrt

from domain.attitudes import Attitude
from domain.terms import AUTHORS, Term

PRIOR = 500.0
"""As many words of the public at large are added to those of each side."""

FALSE = 0.05
"""The share of false discoveries among the words that are shown."""

MOST = 30
"""Words that are kept of each side."""

AGAINST, IN_FAVOUR = SIDES = (Attitude.AGAINST, Attitude.IN_FAVOUR)


@dataclass(frozen=True, slots=True)
class Heard:
    """One comment: its author, the day, on which side it is, and its words."""

    author: str
    day: date
    attitude: Attitude
    words: frozenset[str]


Uses = Mapping[str, int]
"""By word, how many people used it."""


def telling(comments: Iterable[Heard], *, k: int = AUTHORS) -> tuple[Term, ...]:
    """The words that tell the sides apart, the most telling first.

    Each was used on its side by at least ``k`` people in one month, in which every
    author has but one name.
    """
    months = _months(comments)
    sides = {side: _most(months[side]) for side in SIDES}
    scores = log_odds(
        _sum(months[AGAINST]), _sum(months[IN_FAVOUR]), _sum_of_all(months)
    )
    found = [
        Term(
            word,
            side,
            sides[AGAINST].get(word, 0),
            sides[IN_FAVOUR].get(word, 0),
            abs(z),
        )
        for word, z in scores.items()
        for side in [SIDES[z > 0]]
        if sides[side].get(word, 0) >= max(k, AUTHORS)
    ]
    ordered = sorted(found, key=lambda term: (-term.z, term.word))
    chances = [erfc(term.z / sqrt(2)) for term in ordered]
    ranked = ordered[: discoveries(chances)]
    return tuple(
        term
        for side in SIDES
        for term in [each for each in ranked if each.side is side][:MOST]
    )


def log_odds(against: Uses, in_favour: Uses, everyone: Uses) -> dict[str, float]:
    """By word the log-odds in favour less those against, in standard errors."""
    total = sum(everyone.values())
    sizes = [sum(side.values()) + PRIOR for side in (against, in_favour)]
    return {
        word: _z(against.get(word, 0) + prior, in_favour.get(word, 0) + prior, sizes)
        for word in against.keys() | in_favour.keys()
        if everyone[word] < total  # one word alone has no odds
        for prior in [PRIOR * everyone[word] / total]
    }


def discoveries(chances: Sequence[float]) -> int:
    """How many, from the smallest up, are no chance finds."""
    last = 0
    for number, chance in enumerate(chances, 1):
        if chance <= FALSE * number / len(chances):
            last = number
    return last


def _z(against: float, in_favour: float, sizes: Sequence[float]) -> float:
    odds = [
        log(count / (size - count))
        for count, size in zip((against, in_favour), sizes, strict=True)
    ]
    return (odds[1] - odds[0]) / sqrt(1 / against + 1 / in_favour)


Months = Mapping[tuple[int, int], Uses]


def _months(comments: Iterable[Heard]) -> Mapping[Attitude, Months]:
    """By side and month, how many authors used each word."""
    users: set[tuple[Attitude, tuple[int, int], str, str]] = {
        (each.attitude, (each.day.year, each.day.month), word, each.author)
        for each in comments
        for word in each.words
    }
    counts: dict[Attitude, dict[tuple[int, int], Counter[str]]]
    counts = {side: defaultdict(Counter) for side in Attitude}
    for side, month, word, _author in users:
        counts[side][month][word] += 1
    return counts


def _most(months: Months) -> Uses:
    """By word, of the month in which most people used it."""
    most: Counter[str] = Counter()
    for uses in months.values():
        most |= Counter(uses)
    return most


def _sum(months: Months) -> Uses:
    total: Counter[str] = Counter()
    for uses in months.values():
        total.update(uses)
    return total


def _sum_of_all(sides: Mapping[Attitude, Months]) -> Uses:
    total: Counter[str] = Counter()
    for months in sides.values():
        total.update(_sum(months))
    return total
