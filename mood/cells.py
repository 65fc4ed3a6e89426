"""The votes of sources on a day become cells, in columns. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from domain.cells import EVERY_REFORM, Cell, Matrix
from domain.votes import Votes
from mood.families import Names, Said, spread
from mood.groups import Floats, Mask, Whole, added, grouped, most, multiplied, seen

if TYPE_CHECKING:
    from store.cells import Vote


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the cells add up to, a row for each; ``cells`` are their numbers."""

    cells: Whole
    comments: Whole
    scored: Whole
    voices: Whole
    votes: Floats
    outer: Floats
    by_post: Floats
    scorers: Mask


def cells_of(source: str, day: date, votes: Sequence[Vote]) -> list[Cell]:
    """All cells of one source and day: for every comment, and for each reform.

    A voice is an author on this day in this source; a comment without an author
    is its own. It votes once in each family of cells, with the mean of its
    scored comments, in the language that most of them are in, and its scored
    comments are counted there. A comment that is not scored is counted in its
    own language, without a vote. A voice that wrote for a campaign once on this
    day is a campaign's voice in every family.
    """
    columns = Votes()
    columns.sources.extend(source for _ in votes)
    columns.voices.extend(map(voice_of, votes))
    columns.languages.extend(vote.language for vote in votes)
    columns.scorers.extend(vote.scorer for vote in votes)
    columns.posts.extend(vote.post for vote in votes)
    columns.reforms.extend(vote.reforms for vote in votes)
    columns.campaign.extend(vote.campaign for vote in votes)
    columns.score(vote.p for vote in votes)
    return cells_of_columns(day, columns)


def cells_of_columns(day: date, votes: Votes) -> list[Cell]:
    """The cells of all sources that ``votes`` hold the whole day of, as `cells_of`."""
    if not len(votes):
        return []
    names, said, scored = spread(votes)
    sums = _summed(said.only(scored), said.only(~scored), names)
    return _beside_everyone(list(_cells(day, names, sums)))


def voice_of(vote: Vote) -> str:
    return vote.author or vote.id


def language_of(votes: Sequence[Vote]) -> str:
    if len(votes) == 1:
        return votes[0].language
    counts = Counter(vote.language for vote in votes)
    return min(counts, key=lambda language: (-counts[language], language))


def _summed(said: Said, silent: Said, names: Names) -> _Sums:
    """Add up the votes of ``said``; what is ``silent`` is counted, no more."""
    first, voice = grouped(said.source, said.reform, said.voice)
    written = np.bincount(voice, minlength=len(first))
    language = most(voice, said.language, (len(first), len(names.languages)))
    theirs = said.only(first).cells(language, names)
    others = silent.cells(silent.language, names)
    cells, cell = np.unique(np.concatenate([theirs, others]), return_inverse=True)
    of_voice, of_silent = np.split(cell, [len(theirs)])
    of_comment, size = of_voice[voice], len(cells)
    scored = np.bincount(of_comment, minlength=size)
    shares = said.p / written[voice, None]
    votes = added(voice, shares, len(first))
    return _Sums(
        cells=cells,
        comments=scored + np.bincount(of_silent, minlength=size),
        scored=scored,
        voices=np.bincount(of_voice, minlength=size),
        votes=added(of_voice, votes, size),
        outer=multiplied(of_voice, votes, size),
        by_post=_by_post(of_comment, said.post, shares, size),
        scorers=seen(of_comment, said.scorer, (size, len(names.scorers))),
    )


def _by_post(cell: Whole, post: Whole, shares: Floats, size: int) -> Floats:
    """A voice's vote is parted among the posts that it comments under."""
    first, thread = grouped(cell, post)
    return multiplied(cell[first], added(thread, shares, len(first)), size)


def _cells(day: date, names: Names, sums: _Sums) -> Iterator[Cell]:
    places = np.stack(np.unravel_index(sums.cells, names.shape), axis=1)
    for row, (source, reform, language, campaign) in enumerate(places.tolist()):
        against, neutral, in_favour = sums.votes[row].tolist()
        yield Cell(
            source=names.sources[source],
            day=day,
            reform=names.reforms[reform],
            language=names.languages[language],
            campaign=bool(campaign),
            comments=int(sums.comments[row]),
            scored=int(sums.scored[row]),
            voices=int(sums.voices[row]),
            votes=(against, neutral, in_favour),
            outer=_matrix(sums.outer[row].tolist()),
            scorers=tuple(filter(None, compress(names.scorers, sums.scorers[row]))),
            by_post=_matrix(sums.by_post[row].tolist()),
        )


def _matrix(rows: Sequence[Sequence[float]]) -> Matrix:
    (aa, an, af), (na, nn, nf), (fa, fn, ff) = rows
    return (aa, an, af), (na, nn, nf), (fa, fn, ff)


def _beside_everyone(cells: Sequence[Cell]) -> list[Cell]:
    everyone = {
        (cell.source, cell.language, cell.campaign): cell.voices
        for cell in cells
        if cell.reform == EVERY_REFORM
    }
    return [
        replace(
            cell, everyone=everyone.get((cell.source, cell.language, cell.campaign), 0)
        )
        if cell.reform != EVERY_REFORM
        else cell
        for cell in cells
    ]
