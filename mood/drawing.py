"""Draw comments to be labelled: gather the frame, let chance decide, keep the draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from domain.errors import InputError
from domain.labels import Candidate, Frame
from mood.estimates import K
from mood.sampling import candidates, draw
from store.cells import Cells
from store.clients import Database, Document
from store.labels import Labels


@dataclass(frozen=True, slots=True)
class Taken:
    """How many comments were drawn, each with which chance, from how many voices."""

    comments: int
    chance: float


def draw_sample(
    database: Database[Document],
    frame: Frame,
    *,
    size: int,
    chance: np.random.Generator,
    now: datetime,
) -> Taken:
    """Draw ``size`` comments of ``frame`` that were not drawn before, and keep them.

    Raises InputError if fewer than k voices are in it: who they are could be told
    from what they say.
    """
    door = Labels(database)
    drawn = door.drawn(frame.period)
    voices: set[str] = set()
    found = draw(
        _noting(_frame(database, frame, door), voices, but=drawn),
        size=size,
        chance=chance,
    )
    if len(voices) < K:
        raise InputError(
            f"There are fewer than {K} voices to draw from; "
            "take a longer period or fewer filters"
        )
    kept = door.save_draw(frame, found.comments, chance=found.chance, now=now)
    return Taken(kept, found.chance)


def _frame(
    database: Database[Document], frame: Frame, door: Labels
) -> Iterator[Candidate]:
    """The frame's comments, a day of a source after the other."""
    cells = Cells(database)
    for source, day in door.days(frame):
        for each in candidates(source, day, cells.votes(source, day)):
            if each in frame:
                yield each


def _noting(
    comments: Iterator[Candidate], voices: set[str], *, but: set[str]
) -> Iterator[Candidate]:
    """Leave out what was drawn before; note the first few voices on the way."""
    for each in comments:
        if len(voices) < K:
            voices.add(each.voice)
        if each.comment not in but:
            yield each
