"""A mood and its interval as cells of a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.bars import pieces, scale
from tests.digest.letters import estimate


@given(st.floats(-100, 100), st.floats(0.5, 50))
def test_a_bar_fills_its_row_and_shows_mood_zero_and_interval(
    mood: float, half: float
) -> None:
    low, high = max(-100, mood - half), min(100, mood + half)
    shown = estimate(mood, low=low, high=high)

    found = pieces(shown, scale([shown]))

    assert sum(piece.width for piece in found) == pytest.approx(100, abs=0.1)
    assert [piece.kind for piece in found].count("dot") == 1


def test_a_week_without_an_estimate_has_an_empty_bar() -> None:
    kinds = [piece.kind for piece in pieces(estimate(None), 60)]

    assert kinds == ["rest", "zero", "rest"]


def test_a_negative_mood_stands_left_of_zero() -> None:
    kinds = [piece.kind for piece in pieces(estimate(-30), 60)]

    assert kinds.index("dot") < kinds.index("zero")


@pytest.mark.parametrize(
    "mood, end", [(0, 20), (-31, 40), (50, 60), (99, 100), (None, 20)]
)
def test_the_scale_is_even_and_holds_every_interval(
    mood: float | None, end: int
) -> None:
    assert scale([estimate(mood)]) == end
