"""Which words set a week apart from the weeks before it. Pure.

Of all uses of a word the week has as large a part as of all words, but for chance: how
likely a larger part is by chance alone tells the exact test of two rates (Przyborowski
and Wilenski 1940, *Biometrika* 31). Log-odds, as in ``mood.telling``, are not taken
here: to them a word is the less sure the rarer it was before, and the news of a week
are words that nobody said before. As there, of the many words that are tried, those
remain that a false discovery rate of 5% leaves (Benjamini and Hochberg 1995). Three
things else would make news of what is none:

- Who writes for four weeks says a common word in each, and was one person if they
  were counted over all four: every common word would be new. So people are counted
  week by week; and as they change their names with the month, each week is cut where
  any of them is cut by the first of a month.
- A new channel has words of its own: only sources that are heard on both sides count.
- More comments in one language than before: each language is compared with itself.

Which words are tried is told by both sides together, as a choice by the week alone
would favour chance finds (Bourgon, Gentleman and Huber 2010, *PNAS* 107).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from math import exp, lgamma, log, log1p

from domain.terms import AUTHORS
from mood.telling import Uses, discoveries

FOLD = 1.5
"""Of many people a small difference is sure, but sets nothing apart: at least half as
many again must say a word."""

MOST = 10
"""Words that are told."""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment: its author, when and where, its language and its words."""

    author: str
    day: date
    source: str
    language: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Apart:
    """A word that more people said in the week than in the weeks before.

    ``people`` are so many at the least; ``before`` is how many of as many people said
    it in a week before. ``chance`` is how likely it is by chance alone.
    """

    word: str
    language: str
    people: int
    before: float
    chance: float


def apart(
    now: Iterable[Said], before: Iterable[Said], *, k: int = AUTHORS
) -> tuple[Apart, ...]:
    """The words that set ``now``, of one week, apart, the surest first; at most MOST.

    Each was said by at least ``k`` people (5 at the least) in one month, in which
    every author has but one name.
    """
    sides = _of_shared_sources(list(now), list(before))
    cuts = _cuts(each.day for each in chain(*sides))
    halves = [_by_language(side, cuts) for side in sides]
    tried = [
        each
        for language in sorted(halves[0].keys() & halves[1].keys())
        for each in _compared(language, *(half[language] for half in halves))
    ]
    ranked = sorted(tried, key=lambda each: (each.chance, -each.people, each.word))
    found = ranked[: discoveries([each.chance for each in ranked])]
    return tuple(each for each in found if _tells(each, max(k, AUTHORS)))[:MOST]


def _tells(each: Apart, k: int) -> bool:
    return each.people >= k and each.people >= FOLD * each.before


def _of_shared_sources(
    now: Sequence[Said], before: Sequence[Said]
) -> tuple[list[Said], list[Said]]:
    shared = {each.source for each in now} & {each.source for each in before}
    return (
        [each for each in now if each.source in shared],
        [each for each in before if each.source in shared],
    )


def _cuts(days: Iterable[date]) -> list[int]:
    """The weekdays on which a month begins, but Mondays, that cut nothing."""
    several = set(days)
    if not several:
        return []
    span = (max(several) - min(several)).days
    every = (min(several) + timedelta(days=n) for n in range(span + 1))
    return sorted({day.weekday() for day in every if day.day == 1} - {0})


@dataclass(frozen=True, slots=True)
class _Side:
    """What was said in one language, how many person-weeks spoke, and how many of
    them used each word."""

    said: Sequence[Said]
    size: int
    uses: Uses


def _by_language(said: Iterable[Said], cuts: Sequence[int]) -> Mapping[str, _Side]:
    parts: defaultdict[str, list[Said]] = defaultdict(list)
    for each in said:
        parts[each.language].append(each)
    return {language: _side(some, cuts) for language, some in parts.items()}


def _side(said: Sequence[Said], cuts: Sequence[int]) -> _Side:
    users = {
        (_part(each.day, cuts), each.author, word)
        for each in said
        for word in each.words
        if _is_word(word)
    }
    spoke = {(part, author) for part, author, _word in users}
    return _Side(said, len(spoke), Counter(word for _part, _author, word in users))


def _part(day: date, cuts: Sequence[int]) -> tuple[date, int]:
    """The week of ``day``, and in which part of it that lies."""
    weekday = day.weekday()
    return day - timedelta(days=weekday), bisect_right(cuts, weekday)


def _is_word(word: str) -> bool:
    """Whatever cut the words: no number, address or name of a user is one."""
    return all(sign.isalpha() or sign in "-'" for sign in word)


def _compared(language: str, now: _Side, before: _Side) -> Iterator[Apart]:
    """Each word that enough people said on both sides together."""
    everyone = Counter(now.uses) + Counter(before.uses)
    if not (now.uses and before.uses):
        return
    share, people = sum(now.uses.values()) / everyone.total(), _people(now.said)
    for word, uses in everyone.items():
        if uses >= AUTHORS:
            said = people[word]
            chance = chance_of(now.uses.get(word, 0), uses, share)
            yield Apart(word, language, said, said * _ratio(word, now, before), chance)


def chance_of(hits: int, tries: int, share: float) -> float:
    """How likely ``hits`` or more of ``tries`` are, if each is one by ``share``.

    1 where there are no more than are due: how few there are is not asked.
    """
    if hits <= tries * share:
        return 1.0
    part = exp(
        lgamma(tries + 1) - lgamma(hits + 1) - lgamma(tries - hits + 1)
        + hits * log(share) + (tries - hits) * log1p(-share)
    )  # fmt: skip
    total, odds = 0.0, share / (1 - share)
    # Ever smaller: what comes after a millionth of a millionth adds nothing.
    while part > total * 1e-12 and hits <= tries:
        total += part
        part *= (tries - hits) / (hits + 1) * odds
        hits += 1
    return min(total, 1.0)


def _people(said: Sequence[Said]) -> Counter[str]:
    """Of the month in which most people said a word, how many did."""
    most: Counter[str] = Counter()
    for month in {(each.day.year, each.day.month) for each in said}:
        users = {
            (each.author, word)
            for each in said
            if (each.day.year, each.day.month) == month
            for word in each.words
        }
        most |= Counter(word for _author, word in users)
    return most


def _ratio(word: str, now: _Side, before: _Side) -> float:
    """How often a person of the weeks before said it, for once of the week's."""
    used = now.uses.get(word, 0)
    return before.uses.get(word, 0) * now.size / (before.size * used) if used else 0.0
