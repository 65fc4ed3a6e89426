"""The votes of one source and day become cells. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from domain.cells import EVERY_REFORM, Cell, Matrix, Vector

if TYPE_CHECKING:
    from store.cells import Vote

Place = tuple[str, bool]
"""Where in a family of cells something is counted: its language, campaign or not."""


@dataclass(slots=True)
class _Tally:
    comments: int = 0
    scored: int = 0
    votes: list[Vector] = field(default_factory=list)
    scorers: set[str] = field(default_factory=set)
    posts: dict[str, list[float]] = field(default_factory=dict)


def cells_of(source: str, day: date, votes: Sequence[Vote]) -> list[Cell]:
    """All cells of one source and day: for every comment, and for each reform.

    A voice is an author on this day in this source; a comment without an author
    is its own. It votes once in each family of cells, with the mean of its
    scored comments, in the language that most of them are in, and its scored
    comments are counted there. A comment that is not scored is counted in its
    own language, without a vote. A voice that wrote for a campaign once on this
    day is a campaign's voice in every family.
    """
    campaigners = {voice_of(vote) for vote in votes if vote.campaign}
    families: dict[str, list[Vote]] = {EVERY_REFORM: list(votes)}
    for vote in votes:
        for reform in set(vote.reforms):
            families.setdefault(reform, []).append(vote)
    cells = [
        _cell(source, day, reform, place, tally)
        for reform, family in sorted(families.items())
        for place, tally in sorted(_tallies(family, campaigners).items())
    ]
    return _beside_everyone(cells)


def _beside_everyone(cells: Sequence[Cell]) -> list[Cell]:
    everyone = {
        (cell.language, cell.campaign): cell.voices
        for cell in cells
        if cell.reform == EVERY_REFORM
    }
    return [
        replace(cell, everyone=everyone.get((cell.language, cell.campaign), 0))
        if cell.reform != EVERY_REFORM
        else cell
        for cell in cells
    ]


def _tallies(votes: Iterable[Vote], campaigners: set[str]) -> dict[Place, _Tally]:
    tallies: dict[Place, _Tally] = defaultdict(_Tally)
    scored: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        voice = voice_of(vote)
        if vote.p is None:
            tallies[vote.language, voice in campaigners].comments += 1
        else:
            scored[voice].append(vote)
    for voice, written in scored.items():
        tally = tallies[language_of(written), voice in campaigners]
        tally.comments += len(written)
        tally.scored += len(written)
        tally.votes.append(_mean(written))
        tally.scorers.update(vote.scorer for vote in written if vote.scorer)
        _add_to_posts(tally, voice, written)
    return tallies


def _add_to_posts(tally: _Tally, voice: str, written: Sequence[Vote]) -> None:
    """Part a voice's vote among the posts that it comments under.

    What stands under no known post is a post of its own, as is its voice.
    """
    for vote, p in zip(written, _scores(written), strict=True):
        total = tally.posts.setdefault(vote.post or voice, [0.0, 0.0, 0.0])
        for attitude, share in enumerate(p):
            total[attitude] += share / len(written)


def voice_of(vote: Vote) -> str:
    return vote.author or vote.id


def language_of(votes: Sequence[Vote]) -> str:
    if len(votes) == 1:
        return votes[0].language
    counts = Counter(vote.language for vote in votes)
    return min(counts, key=lambda language: (-counts[language], language))


def _mean(votes: Sequence[Vote]) -> Vector:
    against, neutral, in_favour = map(_average, zip(*_scores(votes), strict=True))
    return against, neutral, in_favour


def _scores(votes: Iterable[Vote]) -> Iterator[Vector]:
    return (vote.p for vote in votes if vote.p is not None)


def _average(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _cell(source: str, day: date, reform: str, place: Place, tally: _Tally) -> Cell:
    language, campaign = place
    votes = np.array(tally.votes, dtype=float).reshape(-1, 3)
    posts = np.array(list(tally.posts.values()), dtype=float).reshape(-1, 3)
    against, neutral, in_favour = votes.sum(axis=0).tolist()
    return Cell(
        source=source,
        day=day,
        reform=reform,
        language=language,
        campaign=campaign,
        comments=tally.comments,
        scored=tally.scored,
        voices=len(votes),
        votes=(against, neutral, in_favour),
        outer=_matrix((votes.T @ votes).tolist()),
        scorers=tuple(sorted(tally.scorers)),
        by_post=_matrix((posts.T @ posts).tolist()),
    )


def _matrix(rows: Sequence[Sequence[float]]) -> Matrix:
    (aa, an, af), (na, nn, nf), (fa, fn, ff) = rows
    return (aa, an, af), (na, nn, nf), (fa, fn, ff)
