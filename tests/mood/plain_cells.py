"""Cells counted voice by voice, slowly: what the quick way is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.cells import EVERY_REFORM, Cell
from mood.cells import language_of, voice_of
from store.cells import Vote
from tests.mood.worlds import DAY

Place = tuple[str, bool]


def _zeros() -> NDArray[np.float64]:
    return np.zeros(3)


@dataclass
class _Counted:
    comments: int = 0
    scorers: set[str] = field(default_factory=set)
    votes: list[Any] = field(default_factory=list)
    scored: int = 0
    posts: dict[str, Any] = field(default_factory=lambda: defaultdict(_zeros))


def plainly(source: str, votes: Sequence[Vote]) -> list[Cell]:
    """The cells of ``source`` on DAY."""
    campaigners = {voice_of(vote) for vote in votes if vote.campaign}
    every = _family(votes, campaigners)
    made = [
        _cell((source, EVERY_REFORM), *each, 0)
        for each in sorted(every.items(), key=_place)
    ]
    for reform in sorted({each for vote in votes for each in vote.reforms}):
        named = _family([v for v in votes if reform in v.reforms], campaigners)
        for place, counted in sorted(named.items(), key=_place):
            everyone = len(every[place].votes)
            made.append(_cell((source, reform), place, counted, everyone))
    return made


def alike(some: Sequence[Cell], others: Sequence[Cell]) -> bool:
    """The same cells in the same order, but for what is lost in rounding."""
    return [_counts(cell) for cell in some] == [_counts(cell) for cell in others] and (
        np.allclose([*map(_sums, some)], [*map(_sums, others)], rtol=0, atol=1e-9)
    )


def _family(votes: Iterable[Vote], campaigners: set[str]) -> dict[Place, _Counted]:
    cells: dict[Place, _Counted] = defaultdict(_Counted)
    voices: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        if vote.p is None:
            cells[vote.language, voice_of(vote) in campaigners].comments += 1
        else:
            voices[voice_of(vote)].append(vote)
    for voice, written in voices.items():
        cell = cells[language_of(written), voice in campaigners]
        cell.comments += len(written)
        cell.scored += len(written)
        cell.votes.append(np.mean([each.p or () for each in written], axis=0))
        cell.scorers |= {each.scorer for each in written} - {""}
        for vote in written:
            cell.posts[vote.post or voice] += np.array(vote.p) / len(written)
    return cells


def _place(item: tuple[Place, _Counted]) -> Place:
    return item[0]


def _cell(family: tuple[str, str], place: Place, counted: _Counted, of: int) -> Cell:
    votes, outer = _multiplied(counted.votes)
    _, by_post = _multiplied(counted.posts.values())
    return Cell(
        family[0],
        DAY,
        family[1],
        *place,
        counted.comments,
        counted.scored,
        len(counted.votes),
        votes,
        outer,
        tuple(sorted(counted.scorers)),
        of,
        by_post,
    )


def _multiplied(rows: Iterable[Any]) -> tuple[Any, Any]:
    table = np.array(list(rows)).reshape(-1, 3)
    return tuple(table.sum(axis=0)), tuple(map(tuple, table.T @ table))


def _counts(cell: Cell) -> tuple[object, ...]:
    place = cell.source, cell.day, cell.reform, cell.language, cell.campaign
    numbers = cell.comments, cell.scored, cell.voices, cell.everyone
    return *place, *numbers, cell.scorers


def _sums(cell: Cell) -> list[float]:
    return [*cell.votes, *np.ravel(cell.outer), *np.ravel(cell.by_post or ())]
