"""Shares from few labels and many votes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mood import ppi
from mood.correction import MOOD
from mood.intervals import NORMAL
from mood.ppi import Powered, Sample, Votes, powered
from tests.mood.worlds import Floats, said

USUAL = np.array([[2.8, 0.8, 0.3], [0.8, 2.0, 0.8], [0.3, 0.8, 2.8]])
SURE_AND_WRONG = np.array([[0.5, 0.3, 0.2], [0.2, 0.4, 0.2], [0.2, 0.3, 0.4]])
PUBLIC = (0.5, 0.3, 0.2)


def a_public(
    chance: np.random.Generator, habits: Any, voices: int = 2_000
) -> tuple[Floats, Floats]:
    """What is true of each voice and what the scorer says of it."""
    classes = chance.choice(3, voices, p=PUBLIC)
    return np.eye(3)[classes], said(chance, habits, classes)


def votes(p: Floats) -> Votes:
    return Votes(len(p), p.sum(axis=0), p.T @ p)


def sample(truth: Floats, p: Floats, rows: Any, **more: Any) -> Sample:
    count, everyone = len(truth[rows]), len(truth)
    given: dict[str, Any] = {
        "weights": np.ones(count),
        "chances": np.full(count, count / everyone),
        "voices": np.arange(count),
        "within": np.ones(count),
    }
    return Sample(truth[rows], p[rows], **(given | more))


def first(count: int, truth: Floats, p: Floats) -> Powered:
    return powered(sample(truth, p, slice(count)), votes(p))


AUTHORS_OWN = [
    (100, 0, (0.4299, 0.2895, 0.2784), (0.0943, 0.0881, 0.0851)),
    (100, 1, (0.4801, 0.2983, 0.2249), (0.0928, 0.0887, 0.0799)),
    (100, 2, (0.5123, 0.3134, 0.1759), (0.0902, 0.0853, 0.0727)),
    (100, 3, (0.4665, 0.3650, 0.1654), (0.0933, 0.0932, 0.0719)),
    (100, 4, (0.4767, 0.2993, 0.2296), (0.0956, 0.0898, 0.0818)),
    (400, 0, (0.4568, 0.2968, 0.2460), (0.0471, 0.0437, 0.0412)),
    (400, 1, (0.5310, 0.2841, 0.1880), (0.0472, 0.0439, 0.0380)),
    (400, 2, (0.5042, 0.2873, 0.2049), (0.0460, 0.0415, 0.0386)),
    (400, 3, (0.4918, 0.3365, 0.1773), (0.0461, 0.0449, 0.0370)),
    (400, 4, (0.4580, 0.3157, 0.2310), (0.0470, 0.0452, 0.0408)),
]
"""Labels, seed, shares and half widths, as ppi-python 0.2.3 gave them for the same
votes (`ppi_mean_pointestimate`, `ppi_mean_ci`, lambda by element). It is not among the
dependencies: it installs a package of the name ``tests``, which hides ours."""


@pytest.mark.parametrize("labels, seed, shares, half", AUTHORS_OWN)
def test_it_agrees_with_the_authors_own_program(
    monkeypatch: pytest.MonkeyPatch,
    labels: int,
    seed: int,
    shares: tuple[float, float, float],
    half: tuple[float, float, float],
) -> None:
    monkeypatch.setattr(ppi, "TOGETHER", 0.0)
    truth, p = a_public(np.random.default_rng(seed), SURE_AND_WRONG)

    found = first(labels, truth, p)

    assert (found.trust < 1).all()
    assert found.shares == pytest.approx(shares, abs=0.01)
    ours = NORMAL * np.sqrt(np.diag(found.covariance))
    assert ours == pytest.approx(half, rel=0.06)


def test_labels_and_votes_together_say_more_than_labels_alone() -> None:
    truth, p = a_public(np.random.default_rng(1), USUAL)

    with_votes = first(200, truth, p)
    alone = first(200, truth, np.full_like(p, 1 / 3))

    assert alone.shares == pytest.approx(truth[:200].mean(axis=0))
    assert alone.trust == pytest.approx(0)
    assert variance(with_votes) < 0.75 * variance(alone)


def test_a_scorer_that_is_always_wrong_does_no_harm() -> None:
    truth, p = a_public(np.random.default_rng(2), USUAL[::-1])

    found = first(300, truth, p)

    assert found.trust[[0, 2]] == pytest.approx(0)
    assert found.shares == pytest.approx(PUBLIC, abs=0.08)


def test_the_shares_are_on_the_simplex_and_the_covariance_knows_it() -> None:
    truth, p = a_public(np.random.default_rng(3), USUAL)

    found = first(40, truth, p)

    assert found.shares.sum() == pytest.approx(1)
    assert (found.shares >= 0).all()
    assert found.covariance.sum(axis=0) == pytest.approx(0, abs=1e-9)
    assert found.low <= found.mood <= found.high


def test_what_was_drawn_more_often_counts_less() -> None:
    truth, p = a_public(np.random.default_rng(4), SURE_AND_WRONG, voices=40_000)
    against = truth[:, 0] == 1
    rows = np.r_[np.flatnonzero(against)[:900], np.flatnonzero(~against)[:300]]
    chances = np.where(against[rows], 900 / against.sum(), 300 / (~against).sum())

    found = powered(
        sample(truth, p, rows, weights=1 / chances, chances=chances), votes(p)
    )

    assert found.shares == pytest.approx(truth.mean(axis=0), abs=0.03)


def test_a_voice_with_many_labels_does_not_narrow_the_interval() -> None:
    truth, p = a_public(np.random.default_rng(5), USUAL)
    once, often = slice(60), np.repeat(np.arange(60), 5)

    single = powered(sample(truth, p, once), votes(p))
    five = powered(
        sample(truth, p, often, voices=often, chances=np.full(300, 60 / 2_000)),
        votes(p),
    )

    assert five.shares == pytest.approx(single.shares)
    assert variance(five) == pytest.approx(variance(single))
    assert (five.low, five.high) == pytest.approx((single.low, single.high))


def test_when_everyone_is_labelled_what_remains_is_who_spoke() -> None:
    truth, p = a_public(np.random.default_rng(6), USUAL, voices=500)

    found = first(500, truth, p)

    assert found.shares == pytest.approx(truth.mean(axis=0))
    assert variance(found) == pytest.approx((truth @ MOOD).var() / 500)


def test_labels_that_find_no_error_are_not_certain() -> None:
    truth = np.tile([0.0, 1.0, 0.0], (1_000, 1))

    found = first(30, truth, truth)

    assert found.mood == pytest.approx(0)
    assert found.high - found.low > 0.1


def test_few_labels_use_one_lambda_and_many_one_for_each_class() -> None:
    truth, p = a_public(np.random.default_rng(7), SURE_AND_WRONG, voices=20_000)

    few, many = first(40, truth, p), first(10_000, truth, p)

    assert np.ptp(few.trust) < np.ptp(many.trust)


def variance(found: Powered) -> float:
    return float(MOOD @ found.covariance @ MOOD)
