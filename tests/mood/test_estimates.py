"""Cells become estimates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cells import Cell
from domain.periods import Period
from mood.estimates import Estimate, estimate, estimates
from tests.mood.worlds import (
    AGAINST,
    DAY,
    IN_FAVOUR,
    NEUTRAL,
    ONE_DAY,
    P,
    cell_of_votes,
    estimates_of_worlds,
    national,
    vote,
)

WORLDS = 600


def of(cells: Sequence[Cell], **more: Any) -> Estimate:
    return estimate(cells, ONE_DAY, **({"coverage": 1.0} | more))


def alike(p: P, count: int) -> list[Cell]:
    return national([vote(n, p) for n in range(count)])


def test_mood_is_the_share_in_favour_less_the_share_against() -> None:
    found = of(alike(AGAINST, 3) + alike(IN_FAVOUR, 5))

    assert found.mood == pytest.approx(100 * (5 - 3) / 8 * 0.75)
    assert found.in_favour is not None
    assert found.against is not None
    assert found.mood == pytest.approx(100 * (found.in_favour - found.against))


def test_the_shares_sum_to_one() -> None:
    found = of(alike(AGAINST, 3) + alike(NEUTRAL, 4))

    assert sum(filter(None, (found.in_favour, found.neutral, found.against))) == (
        pytest.approx(1)
    )


@pytest.mark.parametrize("voices, stated", [(4, False), (5, True)])
def test_fewer_than_five_voices_have_no_mood(voices: int, stated: bool) -> None:
    found = of(alike(IN_FAVOUR, voices))

    figures = (found.mood, found.low, found.high, found.in_favour, found.neutral)
    assert found.voices == voices
    assert all((figure is not None) == stated for figure in figures)


def test_no_comments_at_all_have_no_mood() -> None:
    found = of([])

    assert (found.mood, found.voices, found.comments) == (None, 0, 0)


@pytest.mark.parametrize("coverage, stated", [(0.49, False), (0.5, True)])
def test_a_period_mostly_blind_has_no_mood(coverage: float, stated: bool) -> None:
    assert (of(alike(IN_FAVOUR, 50), coverage=coverage).mood is not None) == stated


@pytest.mark.parametrize("p", [(0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (1 / 3, 1 / 3, 1 / 3)])
def test_voices_that_all_agree_are_not_certain(p: P) -> None:
    found = of(alike(p, 5))

    assert found.low is not None
    assert found.high is not None
    assert found.high - found.low > 1


@given(st.lists(st.tuples(*[st.floats(0.001, 1)] * 3), min_size=5, max_size=40))
def test_the_interval_holds_the_mood_and_stays_on_the_scale(
    drawn: list[tuple[float, float, float]],
) -> None:
    votes = np.array(drawn) / np.sum(drawn, axis=1, keepdims=True)
    found = of([cell_of_votes(votes)])

    assert found.mood is not None
    assert found.low is not None
    assert found.high is not None
    assert -100 <= found.low <= found.mood <= found.high <= 100
    assert found.low < found.high


@given(st.lists(st.integers(0, 20), min_size=1, max_size=20))
def test_a_period_equals_the_sum_of_its_days(days: list[int]) -> None:
    cells = [
        cell_of_votes(
            np.array([AGAINST, NEUTRAL, IN_FAVOUR] * (day % 3 + 2)),
            day=DAY + timedelta(days=day),
        )
        for day in days
    ]
    whole = Period(DAY, DAY + timedelta(days=20))
    halves = [
        Period(DAY, DAY + timedelta(days=9)),
        Period(DAY + timedelta(days=10), whole.last),
    ]

    parts = estimates(cells, halves, coverages=[1, 1])
    found = estimate(cells, whole, coverage=1)

    assert found.voices == sum(part.voices for part in parts)
    assert found.comments == sum(part.comments for part in parts)
    assert found.mood == pytest.approx(
        sum(part.mood * part.voices for part in parts if part.mood is not None)
        / found.voices
    )


def test_days_in_no_period_are_left_out() -> None:
    late = cell_of_votes(np.array([AGAINST] * 9), day=DAY + timedelta(days=1))

    assert of([*alike(IN_FAVOUR, 6), late]).voices == 6


def test_the_same_voices_in_more_sources_or_languages_make_the_same_mood() -> None:
    votes = np.array([AGAINST, NEUTRAL, IN_FAVOUR, AGAINST] * 5)
    apart = [cell_of_votes(votes[:8]), cell_of_votes(votes[8:], language="ru")]

    whole, split = of([cell_of_votes(votes)]), of(apart)

    assert (split.mood, split.low, split.high) == pytest.approx(
        (whole.mood, whole.low, whole.high)
    )


WORDS: dict[str, Any] = {"soft and even": [2, 3, 2], "skewed": [3, 1, 0.3]} | {
    "decided": [0.5, 0.5, 0.5]
}


@pytest.mark.parametrize("voices", [5, 20, 200])
@pytest.mark.parametrize("kind", WORDS)
def test_intervals_hold_the_true_mood_of_soft_votes(kind: str, voices: int) -> None:
    chance = np.random.default_rng([voices, len(kind)])
    alpha = np.array(WORDS[kind])
    true = 100 * (alpha[2] - alpha[0]) / alpha.sum()

    found = estimates_of_worlds(
        lambda: [cell_of_votes(chance.dirichlet(alpha, voices))], WORLDS
    )

    assert share_held(found, true) >= 0.915
    assert voices < 200 or share_held(found, true) <= 0.975


@pytest.mark.parametrize("voices", [5, 20, 200])
@pytest.mark.parametrize(
    "shares", [(0.3, 0.4, 0.3), (0.7, 0.2, 0.1), (0.02, 0.95, 0.03)]
)
def test_intervals_hold_the_true_mood_of_wholly_decided_votes(
    shares: P, voices: int
) -> None:
    chance = np.random.default_rng(voices)
    true = 100 * (shares[2] - shares[0])

    found = estimates_of_worlds(
        lambda: [cell_of_votes(np.eye(3)[chance.choice(3, voices, p=shares)])], WORLDS
    )

    assert share_held(found, true) >= 0.915


def test_one_loud_author_does_not_narrow_the_interval() -> None:
    loud = [vote(n, AGAINST, author="loud") for n in range(500)]
    others = [vote(1000 + n, p) for n, p in enumerate([IN_FAVOUR, NEUTRAL] * 5)]

    found = of(national([*loud, *others]))

    assert found.voices == 11
    assert found.mood is not None
    assert found.mood > 0
    assert found.low is not None
    assert found.low < 0


def under(posts: int, votes: Sequence[P]) -> Estimate:
    """The mood of votes that stand under so many posts, one after the other."""
    size = len(votes) // posts
    return of(
        national(
            [
                replace(vote(n, p), post=f"telegram:1:{n // size}")
                for n, p in enumerate(votes)
            ]
        )
    )


def test_posts_whose_publics_agree_among_themselves_widen_the_interval() -> None:
    apart = [p for p in (AGAINST, IN_FAVOUR) * 4 for _ in range(5)]
    mixed = [AGAINST, IN_FAVOUR] * 20

    agreeing, differing = under(8, apart), under(8, mixed)

    assert agreeing.mood == pytest.approx(differing.mood)
    assert width(agreeing) > 2 * width(differing)


def test_posts_whose_publics_differ_as_any_voices_change_nothing() -> None:
    votes = [AGAINST, IN_FAVOUR] * 20

    assert width(under(8, votes)) == pytest.approx(width(under(40, votes)))


def test_one_post_alone_cannot_say_how_posts_differ() -> None:
    votes = [AGAINST, IN_FAVOUR, NEUTRAL] * 10

    assert width(under(1, votes)) == pytest.approx(width(under(30, votes)))


def width(found: Estimate) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def share_held(found: Sequence[Estimate], true: float) -> float:
    return float(np.mean([e.low <= true <= e.high for e in found]))  # type: ignore[operator]
