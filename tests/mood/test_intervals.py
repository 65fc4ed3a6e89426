"""From a covariance to the interval of a mood."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mood.intervals import NORMAL, moods, student

ACROSS = np.array([[1.0, 0.0], [-1.0, -1.0], [0.0, 1.0]])
"""From (against, in favour) to all three shares, less a constant."""


@pytest.mark.parametrize("freedom", [2, 3, 4, 10, 100, 10_000])
def test_student_s_quantile_is_that_of_the_books(freedom: int) -> None:
    wanted = stats.t.ppf(0.975, freedom)

    assert student(np.array([freedom])) == pytest.approx([wanted], rel=0.01)


def test_far_inside_the_interval_is_the_normal_one() -> None:
    low, high = moods(np.array([[0.3, 0.4, 0.3]]), covariance(0.01, 0.01))

    half = NORMAL * np.sqrt(2) * 0.01
    assert low == pytest.approx([-half], rel=1e-3)
    assert high == pytest.approx([half], rel=1e-3)


def test_it_never_leaves_the_scale() -> None:
    low, high = moods(np.array([[0.9, 0.0, 0.1]]), covariance(1.0, 1.0))

    assert low == pytest.approx([-1])
    assert high == pytest.approx([1])


def test_shares_that_cannot_be_still_leave_the_nearest_mood() -> None:
    low, high = moods(np.array([[-3.0, 1.0, 3.0]]), covariance(0.01, 0.01))

    assert low <= high
    assert high == pytest.approx([1], abs=0.02)


def test_what_is_rare_has_a_narrower_interval_than_a_cut_one() -> None:
    """Where all are neutral, both shares press against their edge."""
    low, high = moods(np.array([[0.02, 0.96, 0.02]]), covariance(0.05, 0.05))

    cut = 2 * NORMAL * np.sqrt(2) * 0.05
    assert high - low < 0.85 * cut


@given(
    st.tuples(st.floats(-0.3, 1.2), st.floats(-0.3, 1.2)),
    st.tuples(st.floats(0.02, 0.4), st.floats(0.02, 0.4), st.floats(-0.9, 0.9)),
)
def test_it_is_what_trying_every_point_finds(
    at: tuple[float, float], spread: tuple[float, float, float]
) -> None:
    against, in_favour = at
    shares = np.array([[against, 1 - against - in_favour, in_favour]])
    one, other, correlation = spread
    wide = covariance(one, other, correlation)

    low, high = moods(shares, wide)

    least, greatest = tried(np.array(at), wide[0][np.ix_([0, 2], [0, 2])])
    assert low[0] == pytest.approx(least, abs=0.05)
    assert high[0] == pytest.approx(greatest, abs=0.05)


def covariance(one: float, other: float, correlation: float = 0.0) -> Any:
    together = correlation * one * other
    plane = np.array([[one**2, together], [together, other**2]])
    return (ACROSS @ plane @ ACROSS.T)[None]


def tried(at: Any, plane: Any) -> tuple[float, float]:
    """Every point of a fine grid of the simplex that is near enough."""
    steps = np.linspace(0, 1, 101)
    points = np.array([p for p in product(steps, steps) if sum(p) <= 1 + 1e-9])
    away = points - at
    apart = np.einsum("pi,ij,pj->p", away, np.linalg.inv(plane), away)
    near = points[apart <= apart.min() + NORMAL**2]
    found = near @ np.array([-1.0, 1.0])
    return float(found.min()), float(found.max())
