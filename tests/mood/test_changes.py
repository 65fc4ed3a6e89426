"""What moved, and whether beyond its interval."""

from __future__ import annotations

import numpy as np
import pytest

from mood.changes import change
from mood.estimates import Estimate, estimate
from tests.mood.worlds import (
    AGAINST,
    IN_FAVOUR,
    NEUTRAL,
    ONE_DAY,
    P,
    cell_of_votes,
    estimates_of_worlds,
    national,
    vote,
)


def mood_of(*votes: P) -> Estimate:
    cells = national([vote(n, p) for n, p in enumerate(votes)])
    return estimate(cells, ONE_DAY, coverage=1)


def test_a_change_is_the_later_mood_less_the_earlier() -> None:
    found = change(mood_of(*[AGAINST] * 50), mood_of(*[IN_FAVOUR] * 50))

    assert found is not None
    assert found.points == pytest.approx(150)
    assert found.low < 150 < found.high
    assert found.moved


def test_the_same_mood_has_not_moved() -> None:
    same = mood_of(*[NEUTRAL] * 40)

    found = change(same, same)

    assert found is not None
    assert not found.moved


@pytest.mark.parametrize("few", [0, 4])
def test_without_an_estimate_on_either_side_there_is_no_change(few: int) -> None:
    missing, there = mood_of(*[AGAINST] * few), mood_of(*[AGAINST] * 9)

    assert change(missing, there) is None
    assert change(there, missing) is None


@pytest.mark.parametrize("voices", [10, 100])
def test_a_mood_that_stood_still_seldom_seems_to_move(voices: int) -> None:
    chance = np.random.default_rng(voices)
    found = estimates_of_worlds(
        lambda: [cell_of_votes(chance.dirichlet([2, 2, 1], voices))], 1_200
    )

    changes = [change(*pair) for pair in zip(found[::2], found[1::2], strict=True)]

    assert np.mean([c.moved for c in changes if c]) <= 0.07
