"""What labels say of the labellers and of the scorer."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.labels import CLEAR, Answer, Candidate, Label, Said
from mood.agreement import Accuracy, accuracy, alpha, drift, wilson
from tests.mood.worlds import AGAINST, DAY, IN_FAVOUR, P

THEN = datetime(2026, 3, 20, tzinfo=UTC)


def label(p: P, *said: Said) -> Label:
    about = Candidate("1", "v", "a", DAY, "uz", False, p, ())
    answers = tuple(Answer(str(n), each, THEN) for n, each in enumerate(said))
    return Label(about, "joint-1", "1", 0.5, THEN, answers)


@given(
    st.lists(
        st.lists(st.sampled_from(["a", "n", "f", ""]), min_size=3, max_size=3),
        min_size=2,
        max_size=30,
    )
)
def test_alpha_is_krippendorff_s(asked: list[list[str]]) -> None:
    given = [[answer for answer in unit if answer] for unit in asked]
    paired = [unit for unit in given if len(unit) > 1]
    if len({answer for unit in paired for answer in unit}) < 2:
        assert math.isnan(alpha(given))
        return
    numbers = {"a": 0.0, "n": 1.0, "f": 2.0, "": np.nan}
    table = np.array([[numbers[answer] for answer in unit] for unit in asked]).T

    theirs = krippendorff.alpha(table, level_of_measurement="nominal")

    assert alpha(given) == pytest.approx(theirs)


def test_alpha_is_one_for_those_who_agree_and_low_for_coins() -> None:
    coins = np.random.default_rng(1).choice(["a", "n", "f"], (3_000, 2)).tolist()

    assert alpha([["a", "a"], ["f", "f"], ["n", "n"]]) == 1
    assert alpha(coins) == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("given", [[], [["a"]], [["a"], ["f"]], [["a", "a"]]])
def test_where_nothing_can_be_told_there_is_no_alpha(given: list[list[str]]) -> None:
    assert math.isnan(alpha(given))


def test_wilson_s_interval_is_as_published() -> None:
    """Newcombe (1998), Table I: 81 of 263 and 0 of 20."""
    some, none = wilson(81, 263), wilson(0, 20)

    assert (some.low, some.high) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert (none.low, none.high) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_accuracy_leaves_out_what_is_unclear_and_halves_what_is_disputed() -> None:
    found = accuracy(
        [
            label(AGAINST, Said.AGAINST),
            label(AGAINST, Said.AGAINST, Said.IN_FAVOUR),
            label(IN_FAVOUR, Said.AGAINST),
            label(IN_FAVOUR, Said.UNCLEAR),
        ]
    )

    assert found.share == pytest.approx(0.5)
    assert found.labels == 3
    assert math.isnan(accuracy([]).share)


CARD = wilson(820, 1_000)


@pytest.mark.parametrize(
    "right, labels, warned",
    [
        (82, 100, False),
        (76, 100, False),
        (60, 100, True),
        (6, 10, False),
        (0, 0, False),
    ],
)
def test_a_drift_is_told_where_it_is_beyond_chance(
    right: int, labels: int, warned: bool
) -> None:
    found = drift(CARD, wilson(right, labels))

    assert bool(found and found.significant) == warned


def test_a_scorer_that_did_not_change_is_seldom_accused() -> None:
    chance = np.random.default_rng(1)
    accused = 0
    for _ in range(2_000):
        found = drift(CARD, wilson(chance.binomial(100, 0.82), 100))
        accused += bool(found and found.significant)

    assert accused / 2_000 < 0.04


def test_no_card_is_no_drift() -> None:
    assert drift(Accuracy(math.nan, 0, 1, 0), wilson(5, 10)) is None


def test_attitudes_stand_in_the_order_of_the_probabilities() -> None:
    assert [str(said) for said in CLEAR] == ["against", "neutral", "in_favour"]
