"""Draw comments for an analyst to label: at random within strata. Pure.

A stratum is a language, an attitude as scored, and a week. Each stratum gets its
due number, and what is left of the rounding is drawn by lot as well (systematic
sampling, Madow 1949): so the sample has every kind of comment in proportion, and
still every comment has exactly the same chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from heapq import heappush, heapreplace
from itertools import accumulate, pairwise
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from domain.cells import EVERY_REFORM
from domain.labels import Candidate, Draw, Part
from mood.cells import language_of, voice_of

if TYPE_CHECKING:
    from store.cells import Vote

Stratum = tuple[str, int, date]
Ticket = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The comments drawn, in an order that is random too, and the chance of each."""

    comments: tuple[Candidate, ...]
    chance: float


@dataclass(slots=True)
class _Urn:
    """A stratum: how many comments it has, and those with the lowest tickets."""

    count: int = 0
    lowest: list[tuple[float, str, Candidate]] = field(default_factory=list)


def candidates(source: str, day: date, votes: Sequence[Vote]) -> list[Candidate]:
    """The scored comments of a source's day, each with its part in every cell."""
    campaigners = {voice_of(vote) for vote in votes if vote.campaign}
    scored = [vote for vote in votes if vote.p is not None]
    parts = _parts(scored)
    return [
        Candidate(
            comment=vote.id,
            voice=voice_key(voice_of(vote), source, day),
            source=source,
            day=day,
            language=vote.language,
            campaign=voice_of(vote) in campaigners,
            p=vote.p,
            parts=tuple(
                parts[reform, voice_of(vote)]
                for reform in (EVERY_REFORM, *sorted(set(vote.reforms)))
            ),
        )
        for vote in scored
        if vote.p is not None
    ]


def draw(
    frame: Iterable[Candidate], *, size: int, chance: np.random.Generator
) -> Drawn:
    """Draw ``size`` comments of ``frame``, or all if there are no more.

    The frame is passed over once and never held: of each stratum only the
    ``size`` comments with the lowest lots are.
    """
    urns: dict[Stratum, _Urn] = defaultdict(_Urn)
    for comment in frame:
        _into(urns[stratum(comment)], comment, chance.random(), size)
    total = sum(urn.count for urn in urns.values())
    wanted = min(size, total)
    if not wanted:
        return Drawn((), 0.0)
    strata = sorted(urns)
    dues = [wanted * urns[key].count / total for key in strata]
    taken = [
        comment
        for key, count in zip(strata, shares_out(dues, chance.random()), strict=True)
        for _, _, comment in sorted(urns[key].lowest, reverse=True)[:count]
    ]
    order = chance.permutation(len(taken))
    return Drawn(tuple(taken[n] for n in order), wanted / total)


def stratum(comment: Candidate) -> Stratum:
    monday = comment.day - timedelta(days=comment.day.weekday())
    return comment.language, comment.p.index(max(comment.p)), monday


def shares_out(dues: Sequence[float], start: float) -> Iterator[int]:
    """Round ``dues`` up or down, by one lot ``start`` in [0, 1), and keep their sum.

    Each is its due on average.
    """
    marks = [floor(due + start + 1e-9) for due in accumulate(dues, initial=0.0)]
    return (after - before for before, after in pairwise(marks))


def chance_of(comment: Candidate, draws: Iterable[Draw]) -> float:
    """The chance that any of ``draws`` took ``comment`` and it was labelled.

    Of a draw only part may be labelled yet. It is taken in random order, so the
    part is a smaller draw.
    """
    missed = 1.0
    for each in draws:
        if each.drawn and comment in each.frame:
            missed *= 1.0 - each.chance * each.answered / each.drawn
    return 1.0 - missed


def _parts(scored: Iterable[Vote]) -> Mapping[tuple[str, str], Part]:
    written: dict[tuple[str, str], list[Vote]] = defaultdict(list)
    for vote in scored:
        for reform in {EVERY_REFORM, *vote.reforms}:
            written[reform, voice_of(vote)].append(vote)
    return {
        (reform, voice): Part(reform, len(votes), language_of(votes))
        for (reform, voice), votes in written.items()
    }


def _into(urn: _Urn, comment: Candidate, lot: float, size: int) -> None:
    """Keep the comment if its lot is among the ``size`` lowest so far."""
    urn.count += 1
    ticket = -lot, comment.comment, comment
    if len(urn.lowest) < size:
        heappush(urn.lowest, ticket)
    elif urn.lowest and ticket[:2] > urn.lowest[0][:2]:
        heapreplace(urn.lowest, ticket)


def voice_key(voice: str, source: str, day: date) -> str:
    """Tells voices of one day and source apart, and says nothing of the author."""
    told = repr((voice, source, day.isoformat())).encode()
    return blake2b(told, digest_size=12).hexdigest()
