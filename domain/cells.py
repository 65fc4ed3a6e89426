"""A cell: the sums for one day, source, reform and language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

EVERY_REFORM = ""
"""The reform of cells that count every comment, whatever it speaks of."""

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]


@dataclass(frozen=True, slots=True)
class Cell:
    """Sums that add up, so any mood is made of a sum of cells.

    ``comments`` counts all comments by the public, ``scored`` those among them
    with an attitude, ``voices`` the authors of scored ones. ``votes`` is the sum of the
    voices' votes (each the mean of its comments' probabilities: against,
    neutral, in favour) and ``outer`` the sum of the votes' outer products. A
    voice stands in the cell of the language that most of its comments are in,
    so that it is counted once. ``scorers`` are the ids of those who scored them,
    ``everyone`` the voices of the same cell of every comment, if it is a reform's.
    ``by_post`` is as ``outer``, but of the sums of votes under one post each: it
    says how alike those are who comment under the same post. None means not known.
    """

    source: str
    day: date
    reform: str
    language: str
    campaign: bool
    comments: int
    scored: int
    voices: int
    votes: Vector
    outer: Matrix
    scorers: tuple[str, ...] = ()
    everyone: int = 0
    by_post: Matrix | None = None
