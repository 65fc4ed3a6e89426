"""Made-up votes and cells for the tests of mood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.cells import EVERY_REFORM, Cell
from domain.periods import Period
from mood.cells import cells_of
from mood.correction import Confusion
from mood.estimates import Estimate, estimates
from store.cells import Vote

DAY = date(2026, 3, 9)
NOON = datetime(2026, 3, 9, 7, tzinfo=UTC)
ONE_DAY = Period(DAY, DAY)
SCORER = "joint-1"

Floats = NDArray[np.float64]
P = tuple[float, float, float]

AGAINST: P = (0.8, 0.15, 0.05)
NEUTRAL: P = (0.2, 0.6, 0.2)
IN_FAVOUR: P = (0.05, 0.15, 0.8)


def vote(
    number: int,
    p: P | None = IN_FAVOUR,
    *,
    author: str | None = "",
    language: str = "uz",
    reforms: Sequence[str] = (),
    campaign: bool = False,
    scorer: str = SCORER,
) -> Vote:
    """A comment's vote; each by an author of its own unless one is named."""
    return Vote(
        id=f"telegram:1:{number}",
        author=f"author{number}" if author == "" else author,
        language=language,
        p=p,
        reforms=tuple(reforms),
        campaign=campaign,
        scorer=scorer,
    )


def cells(votes: Sequence[Vote], *, day: date = DAY, source: str = "a") -> list[Cell]:
    return cells_of(f"telegram_web:{source}", day, votes)


def national(votes: Sequence[Vote], *, day: date = DAY) -> list[Cell]:
    return [cell for cell in cells(votes, day=day) if cell.reform == EVERY_REFORM]


def cell_of_votes(
    votes: Floats,
    *,
    day: date = DAY,
    language: str = "uz",
    scorers: tuple[str, ...] = (SCORER,),
) -> Cell:
    """The cell of these votes (n, 3), made without the code under test."""
    a, n, f = votes.sum(axis=0).tolist()
    outer: Any = tuple(map(tuple, (votes.T @ votes).tolist()))
    count = len(votes)
    return Cell(
        "telegram_web:a",
        day,
        "",
        language,
        False,
        count,
        count,
        count,
        (a, n, f),
        outer,
        scorers,
    )


def estimates_of_worlds(
    draw: Callable[[], Sequence[Cell]], count: int
) -> list[Estimate]:
    """One estimate for each of ``count`` worlds, each laid on a day of its own."""
    drawn: list[Cell] = []
    periods = []
    for number in range(count):
        day = DAY + timedelta(days=number)
        drawn += [replace(cell, day=day) for cell in draw()]
        periods.append(Period(day, day))
    return estimates(drawn, periods, coverages=[1.0] * count)


def said(chance: np.random.Generator, habits: Floats, classes: Any) -> Floats:
    """What a scorer says of comments of ``classes``: a Dirichlet row for each."""
    drawn = chance.standard_gamma(habits[classes])
    probabilities: Floats = drawn / drawn.sum(axis=-1, keepdims=True)
    return probabilities


def measured(
    chance: np.random.Generator,
    habits: Floats,
    *,
    size: int = 300,
    replicates: int = 60,
) -> Confusion:
    """The scorer's confusion as measured on ``size`` labelled comments a class."""
    seen = [said(chance, habits, np.full(size, row)) for row in range(3)]
    again = [
        [p[chance.integers(0, size, size)].mean(axis=0) for p in seen]
        for _ in range(60)
    ]
    return Confusion(np.array([p.mean(axis=0) for p in seen]), np.array(again))
