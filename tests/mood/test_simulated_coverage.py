"""Over many made-up worlds, intervals hold the true mood as often as they say.

The fast form of ``python -m benchmarks.coverage``: the same settings, fewer worlds.
Of 240 worlds at 95% fewer than 219 hold once in ten thousand runs, by chance.
"""

from __future__ import annotations

import pytest

from tests.mood.settings import SETTINGS
from tests.mood.simulation import coverage

WORLDS = 240
LEAST = 0.91

ELSEWHERE = [title for title in SETTINGS if title.startswith("scorer elsewhere")]
CANNOT = ["3 posts, 100 voices", *ELSEWHERE]
HOLD = [title for title in SETTINGS if title not in CANNOT]
CAREFUL = [
    "5 voices",
    "about 6 voices, seldom 5",
    "nearly all neutral, 50 voices",
    "very skewed, 10 voices",
]
"""Of few voices and at the edges of what shares can be, they hold more often than they
need: it is the price of holding for every public (decision 0039)."""


@pytest.mark.parametrize("title", HOLD)
def test_intervals_hold_the_true_mood(title: str) -> None:
    found = coverage(SETTINGS[title], worlds=WORLDS, seed=7)

    assert found.held >= LEAST
    assert found.held <= 0.99 or title in CAREFUL


@pytest.mark.parametrize("title", ELSEWHERE)
def test_where_the_scorer_errs_otherwise_the_wider_interval_holds(title: str) -> None:
    found = coverage(SETTINGS[title], worlds=WORLDS, seed=7)

    assert found.held < 0.9
    assert found.held_elsewhere >= LEAST


def test_three_posts_are_too_few_to_know_how_posts_differ() -> None:
    found = coverage(SETTINGS["3 posts, 100 voices"], worlds=WORLDS, seed=7)

    assert 0.8 <= found.held < 0.95


def test_only_worlds_of_fewer_than_five_voices_have_no_estimate() -> None:
    seldom = coverage(SETTINGS["about 6 voices, seldom 5"], worlds=WORLDS, seed=7)
    never = coverage(SETTINGS["5 voices"], worlds=WORLDS, seed=7)

    assert seldom.without == pytest.approx(0.285, abs=0.1)
    assert never.without == 0
