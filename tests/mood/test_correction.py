"""Shares corrected for the scorer's errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mood.correction import Confusion, Correction, correction, on_simplex
from mood.estimates import Estimate, estimate
from mood.sums import Stratum
from tests.mood.worlds import DAY, ONE_DAY, SCORER, cell_of_votes, measured, said

HABITS: dict[str, Any] = {
    "uz": np.array([[2.8, 0.8, 0.3], [0.8, 2.0, 0.8], [0.3, 0.8, 2.8]]),
    "ru": np.array([[2.5, 1.2, 0.8], [1.3, 2.0, 1.2], [0.7, 1.3, 2.5]]),
}
SKEWED = (0.6, 0.3, 0.1)


def certain(habits: Any) -> Confusion:
    """The confusion of a scorer whose errors are known exactly."""
    return Confusion(habits / habits.sum(axis=1, keepdims=True), np.empty((0, 3, 3)))


def corrected(votes: dict[str, Any], confusions: dict[str, Confusion]) -> Estimate:
    cells = [cell_of_votes(v, day=DAY, language=name) for name, v in votes.items()]
    return estimate(cells, ONE_DAY, coverage=1, confusions={SCORER: confusions})


def how(confusions: dict[str, Confusion], *languages: str) -> Correction:
    return correction(
        {SCORER: confusions}, [Stratum(each, (SCORER,)) for each in languages]
    )


def test_a_scorer_s_errors_do_not_shrink_the_mood() -> None:
    chance = np.random.default_rng(1)
    classes = chance.choice(3, 20_000, p=SKEWED)
    votes = {"uz": said(chance, HABITS["uz"], classes)}

    plain = corrected(votes, {})
    found = corrected(votes, {"uz": certain(HABITS["uz"])})

    assert plain.mood == pytest.approx(-50, abs=25)
    assert plain.mood is not None
    assert plain.mood > -40
    assert found.mood == pytest.approx(-50, abs=3)
    assert (plain.corrected, found.corrected) == (False, True)


def test_languages_are_corrected_each_by_its_own_matrix() -> None:
    chance = np.random.default_rng(2)
    votes = {
        "uz": said(chance, HABITS["uz"], chance.choice(3, 8_000, p=SKEWED)),
        "ru": said(chance, HABITS["ru"], chance.choice(3, 24_000, p=(0.1, 0.3, 0.6))),
    }

    found = corrected(votes, {name: certain(h) for name, h in HABITS.items()})

    assert found.mood == pytest.approx(0.25 * -50 + 0.75 * 50, abs=3)


@pytest.mark.parametrize(
    "matrix",
    [np.full((3, 3), 1 / 3), np.full((3, 3), np.nan)],
    ids=["says nothing", "was not measured"],
)
def test_a_matrix_that_cannot_help_leaves_the_plain_votes(matrix: Any) -> None:
    votes = {"uz": np.array([[0.5, 0.3, 0.2]] * 10)}

    found = corrected(votes, {"uz": Confusion(matrix, matrix[None])})

    assert found.mood == pytest.approx(-30)
    assert not found.corrected


def test_a_few_voices_in_an_uncorrected_language_do_not_undo_the_correction() -> None:
    votes = {
        "uz": np.array([[0.3, 0.4, 0.3]] * 95),
        "en": np.array([[0.3, 0.4, 0.3]] * 5),
    }

    assert corrected(votes, {"uz": certain(HABITS["uz"])}).corrected


def test_corrected_shares_stay_shares() -> None:
    found = corrected({"uz": np.eye(3)[[0] * 10]}, {"uz": certain(HABITS["uz"])})

    assert (found.against, found.neutral, found.in_favour) == pytest.approx((1, 0, 0))
    assert found.mood == pytest.approx(-100)


@given(st.lists(st.floats(-2, 3), min_size=2, max_size=2), st.integers(0, 1_000))
def test_no_other_shares_explain_the_votes_better(free: list[float], seed: int) -> None:
    shares = np.array([[*free, 1 - sum(free)]])
    errors = certain(HABITS["ru"]).matrix[None]
    others = np.random.default_rng(seed).dirichlet([0.3] * 3, 200)

    found = on_simplex(shares, errors)

    def misfit(x: Any) -> Any:
        return np.linalg.norm((x - shares) @ errors[0], axis=1)

    assert found.min() >= 0
    assert found.sum() == pytest.approx(1)
    assert misfit(found)[0] <= misfit(others).min() + 1e-9


def test_doubt_about_the_scorer_widens_the_interval() -> None:
    chance = np.random.default_rng(3)
    votes = {"uz": said(chance, HABITS["uz"], chance.choice(3, 2_000, p=SKEWED))}
    doubtful = measured(chance, HABITS["uz"], size=50)

    sure = corrected(votes, {"uz": Confusion(doubtful.matrix, np.empty((0, 3, 3)))})
    doubting = corrected(votes, {"uz": doubtful})

    assert sure.mood == doubting.mood
    assert width(doubting) > 1.3 * width(sure)


def test_replicates_that_were_not_measured_are_left_out() -> None:
    good = measured(np.random.default_rng(4), HABITS["uz"]).replicates
    bad = np.full((1, 3, 3), np.nan)
    matrix = certain(HABITS["uz"]).matrix

    found = how({"uz": Confusion(matrix, np.concatenate([good, bad]))}, "uz")

    wanted = how({"uz": Confusion(matrix, good)}, "uz")
    assert found.usable.all()
    assert found.doubts == pytest.approx(wanted.doubts)


def test_a_matrix_that_chance_alone_made_strong_is_not_used() -> None:
    matrix = certain(HABITS["uz"]).matrix
    weak = np.full((30, 3, 3), 1 / 3)

    found = how({"uz": Confusion(matrix, weak)}, "uz", "ru")

    assert not found.usable.any()
    assert found.solving == pytest.approx(np.array([np.eye(3)] * 2))


def test_doubt_is_the_spread_of_shares_corrected_by_the_replicates() -> None:
    """The linear doubt against solving with each replicate anew."""
    known = measured(np.random.default_rng(5), HABITS["uz"], size=3_000)
    shares = np.array(SKEWED)

    found = how({"uz": known}, "uz")

    linear = np.einsum("i,j,ijab->ab", shares, shares, found.doubts[0])
    each = shares @ known.matrix @ np.linalg.inv(known.replicates)
    assert linear == pytest.approx(np.cov(each.T), rel=0.15, abs=1e-6)


def test_on_another_subject_more_voices_leave_the_level_in_doubt() -> None:
    chance = np.random.default_rng(6)
    few, many = (
        corrected(
            {"uz": said(chance, HABITS["uz"], chance.choice(3, n, p=SKEWED))},
            {"uz": certain(HABITS["uz"])},
        )
        for n in (20, 2_000)
    )

    assert 1 < width_elsewhere(few) / width(few) < width_elsewhere(many) / width(many)


def test_votes_that_are_not_corrected_have_one_interval() -> None:
    found = corrected({"uz": np.array([[0.5, 0.3, 0.2]] * 10)}, {})

    assert (found.low, found.high) == (found.low_elsewhere, found.high_elsewhere)


def width(found: Estimate) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def width_elsewhere(found: Estimate) -> float:
    assert found.low_elsewhere is not None
    assert found.high_elsewhere is not None
    return found.high_elsewhere - found.low_elsewhere
