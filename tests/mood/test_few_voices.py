"""Few voices that agree: the interval says how far the public may be from them.

Where votes are wholly decided all outcomes can be counted, so coverage is exact here
and not simulated; it has no chance in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy import stats

from domain.cells import Cell
from domain.periods import Period
from mood.correction import MOOD, Confusion
from mood.estimates import Estimate, estimate, estimates
from tests.mood.worlds import DAY, ONE_DAY, SCORER, Floats, cell_of_votes, said

DECIDED = np.eye(3)
ERRING = np.array([[0.72, 0.18, 0.10], [0.26, 0.44, 0.30], [0.08, 0.12, 0.80]])
"""What a scorer that always decides says of comments of each attitude."""

LEAST = 0.925
"""One share's Agresti and Coull interval holds in 92.5% at the least, too."""

HABITS = 3.0 * np.array([[0.64, 0.23, 0.13], [0.23, 0.45, 0.32], [0.10, 0.14, 0.76]])
"""What a scorer of probabilities says, as Dirichlet parameters."""


def matrix(errors: Floats) -> Any:
    return {SCORER: {"uz": Confusion(errors, np.empty((0, 3, 3)))}}


def outcomes(voices: int) -> Floats:
    """How many may say each of three things."""
    numbers = product(range(voices + 1), repeat=2)
    return np.array(
        [(a, n, voices - a - n) for a, n in numbers if a + n <= voices], dtype=float
    )


def publics(step: float) -> Floats:
    """Shares all over the simplex, most where an attitude is missing or rare."""
    along = np.arange(0, 1 + step / 2, step)
    edges = [(x, e, 1 - x - e) for e in (0, 0.02) for x in along if x + e <= 1]
    inner = [(x, y, 1 - x - y) for x, y in product(along[::4], repeat=2) if x + y <= 1]
    turned = [np.roll(each, turn) for each in edges for turn in range(3)]
    found: Floats = np.clip(np.array([*turned, *inner]), 0, 1)
    return found


def estimated(cells: list[Cell], **more: Any) -> list[Estimate]:
    """Each cell on a day of its own."""
    days = [DAY + timedelta(days=n) for n in range(len(cells))]
    laid = [replace(cell, day=day) for cell, day in zip(cells, days, strict=True)]
    periods = [Period(day, day) for day in days]
    return estimates(laid, periods, coverages=[1.0] * len(cells), **more)


def intervals(found: list[Estimate]) -> Floats:
    return np.array([(each.low, each.high) for each in found]) / 100


def held(found: Floats, true: Floats) -> Any:
    """Which intervals (T, 2) hold which moods (S,): (S, T)."""
    low, high = found.T
    return (low <= true[:, None] + 1e-9) & (true[:, None] <= high + 1e-9)


@pytest.mark.parametrize("voices", [5, 6, 8, 10, 15, 20])
@pytest.mark.parametrize(
    "errors", [DECIDED, ERRING], ids=["without errors", "with errors"]
)
def test_whatever_the_public_the_interval_holds_its_mood(
    errors: Floats, voices: int
) -> None:
    counts, shares = outcomes(voices), publics(0.02)
    cells = [
        cell_of_votes(np.repeat(DECIDED, row, axis=0)) for row in counts.astype(int)
    ]
    found = intervals(estimated(cells, confusions=matrix(errors)))
    likely = np.array(
        [stats.multinomial.pmf(counts, voices, each) for each in shares @ errors]
    )

    coverage = (likely * held(found, shares @ MOOD)).sum(axis=1)

    assert coverage.min() >= LEAST


@pytest.mark.parametrize("voices", [8, 15, 30, 100])
def test_voices_of_one_mind_say_as_much_as_clopper_and_pearson_have_it(
    voices: int,
) -> None:
    found = estimate([cell_of_votes(DECIDED[[0] * voices])], ONE_DAY, coverage=1)

    share = stats.beta.ppf(0.025, voices, 1)
    assert found.mood == pytest.approx(-100)
    assert found.low == pytest.approx(-100)
    assert found.high == pytest.approx(100 * (1 - 2 * share), abs=4)


@pytest.mark.parametrize("attitude", [0, 1, 2])
@pytest.mark.parametrize("voices", [5, 10, 30])
def test_a_public_of_one_mind_is_held_where_the_scorer_errs(
    voices: int, attitude: int
) -> None:
    chance = np.random.default_rng([voices, attitude])
    worlds = said(chance, HABITS, np.full((1_000, voices), attitude))
    errors = HABITS / HABITS.sum(axis=1, keepdims=True)

    cells = [cell_of_votes(votes) for votes in worlds]
    found = intervals(estimated(cells, confusions=matrix(errors)))

    assert held(found, MOOD[[attitude]]).mean() >= 0.95


def test_the_added_voices_do_not_move_the_estimate() -> None:
    votes = DECIDED[[0] * 6 + [1] * 2]

    assert estimate([cell_of_votes(votes)], ONE_DAY, coverage=1).mood == -75


def test_added_voices_are_as_soft_as_the_votes() -> None:
    """Twenty that lean the same way by a little are not drawn to the middle."""
    votes = np.array([[0.5, 0.3, 0.2]] * 20)

    found = estimate([cell_of_votes(votes)], ONE_DAY, coverage=1)

    assert found.mood == pytest.approx(-30)
    assert found.high is not None
    assert found.high < -22


def test_a_hundred_voices_that_differ_are_as_sure_as_ever() -> None:
    """Within 3% of the width of a normal interval without added voices."""
    votes = np.repeat(DECIDED, [35, 35, 30], axis=0)

    low, high = intervals(estimated([cell_of_votes(votes)]))[0]

    scatter = (votes @ MOOD).std(ddof=1) / 10
    assert high - low == pytest.approx(2 * 1.96 * scatter, rel=0.03)
