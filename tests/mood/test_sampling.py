"""Chance draws comments to be labelled."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cells import EVERY_REFORM
from domain.labels import Candidate, Draw, Frame, Part
from domain.periods import Period
from mood.cells import cells_of
from mood.sampling import candidates, chance_of, draw, shares_out, stratum
from tests.mood.worlds import AGAINST, DAY, IN_FAVOUR, NEUTRAL, ONE_DAY, vote

THEN = datetime(2026, 3, 20, tzinfo=UTC)
SOURCE = "telegram_web:a"
MANY = [
    vote(n, p, language=language)
    for n, (p, language) in enumerate(
        [(AGAINST, "uz")] * 120 + [(NEUTRAL, "uz")] * 50 + [(IN_FAVOUR, "ru")] * 30
    )
]


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def frame() -> list[Candidate]:
    return candidates(SOURCE, DAY, MANY)


def test_the_sample_has_every_kind_in_proportion() -> None:
    drawn = draw(frame(), size=20, chance=chance())

    kinds = Counter(each.language for each in drawn.comments)
    assert kinds == {"uz": 17, "ru": 3}
    assert drawn.chance == pytest.approx(0.1)


def test_every_comment_is_drawn_as_often_as_was_said() -> None:
    lots, often = chance(), Counter[str]()
    for _ in range(3_000):
        drawn = draw(frame()[:37] + frame()[165:], size=11, chance=lots)
        often.update(each.comment for each in drawn.comments)

    shares = np.array(list(often.values())) / 3_000
    assert len(shares) == 72
    assert drawn.chance == pytest.approx(11 / 72)
    assert shares.mean() == pytest.approx(11 / 72)
    assert shares.std() == pytest.approx((11 / 72 * 61 / 72 / 3_000) ** 0.5, rel=0.4)


def test_the_same_seed_draws_the_same() -> None:
    once, again, other = (draw(frame(), size=9, chance=chance(s)) for s in (1, 1, 2))

    assert once == again
    assert once != other


def test_the_order_is_random_so_that_a_part_of_it_is_a_sample_too() -> None:
    drawn = draw(frame(), size=200, chance=chance())

    first_half = Counter(each.language for each in drawn.comments[:100])
    assert len(drawn.comments) == 200
    assert 5 <= first_half["ru"] <= 25


def test_more_than_there_is_is_all_there_is() -> None:
    drawn = draw(frame(), size=900, chance=chance())

    assert (len(drawn.comments), drawn.chance) == (200, 1)
    assert draw([], size=9, chance=chance()).comments == ()


@given(
    st.lists(st.floats(0, 50), min_size=1, max_size=30),
    st.floats(0, 1, exclude_max=True),
)
def test_rounding_keeps_the_sum_and_is_off_by_less_than_one(
    dues: list[float], start: float
) -> None:
    whole = round(sum(dues)) or 1
    scaled = [due * whole / (sum(dues) or 1) for due in dues]

    taken = list(shares_out(scaled, start))

    assert sum(taken) == whole or sum(dues) == 0
    assert all(abs(a - b) < 1 + 1e-6 for a, b in zip(taken, scaled, strict=True))


def test_a_stratum_is_a_language_an_attitude_and_a_week() -> None:
    (one,) = candidates(SOURCE, DAY, [vote(1, AGAINST)])
    tuesday = replace(one, day=one.day + timedelta(days=1))
    next_week = replace(one, day=one.day + timedelta(days=7))

    assert stratum(one) == stratum(tuesday)
    assert stratum(one) != stratum(next_week)


def test_a_candidate_holds_no_author_and_no_comment_that_is_not_scored() -> None:
    named = vote(1, AGAINST, author="pseudonym")

    (one,) = candidates(SOURCE, DAY, [named, vote(2, None)])
    (elsewhere,) = candidates("telegram_web:b", DAY, [named])

    assert "pseudonym" not in repr(one)
    assert one.voice != elsewhere.voice


def test_comments_weigh_as_they_do_in_the_cells() -> None:
    votes = [
        vote(1, AGAINST, author="x", reforms=["gas"]),
        vote(2, NEUTRAL, author="x"),
        vote(3, IN_FAVOUR, author="x", language="ru", reforms=["gas"]),
        vote(4, IN_FAVOUR, author="y", language="ru", reforms=["gas", "land"]),
        vote(5, AGAINST, author="z", campaign=True),
        vote(6, AGAINST, author="z"),
    ]
    sums: dict[Any, Any] = {}
    for each in candidates(SOURCE, DAY, votes):
        for part in each.parts:
            place = part.reform, part.language, each.campaign
            sums[place] = sums.get(place, 0) + np.array([1, *each.p]) / part.of

    counted = {
        (cell.reform, cell.language, cell.campaign): [cell.voices, *cell.votes]
        for cell in cells_of(SOURCE, DAY, votes)
    }
    assert set(sums) == set(counted)
    for place, total in sums.items():
        assert total == pytest.approx(counted[place])


def drawn_from(frame: Frame, **more: Any) -> Draw:
    given = {"chance": 0.2, "drawn": 10, "answered": 10}
    return Draw("1", frame, at=THEN, **(given | more))


EVERYTHING = Frame(ONE_DAY)
GAS = Frame(ONE_DAY, "gas")


@pytest.mark.parametrize(
    "draws, expected",
    [
        ([], 0),
        ([drawn_from(EVERYTHING)], 0.2),
        ([drawn_from(EVERYTHING), drawn_from(GAS, chance=0.5)], 0.6),
        ([drawn_from(EVERYTHING, answered=5)], 0.1),
        ([drawn_from(EVERYTHING, answered=0)], 0),
        ([drawn_from(Frame(ONE_DAY, "land"))], 0),
        ([drawn_from(Frame(ONE_DAY, EVERY_REFORM, ("telegram_web:b",)))], 0),
        ([drawn_from(Frame(ONE_DAY, EVERY_REFORM, None, ("uz",)))], 0.2),
        ([drawn_from(Frame(ONE_DAY, EVERY_REFORM, None, ("ru",)))], 0),
        ([drawn_from(Frame(Period(DAY - timedelta(1), DAY - timedelta(1))))], 0),
    ],
)
def test_the_chance_is_that_of_any_draw_that_could_take_it(
    draws: list[Draw], expected: float
) -> None:
    (one,) = candidates(SOURCE, DAY, [vote(1, AGAINST, reforms=["gas"])])

    assert one.part("gas") == Part("gas", 1, "uz")
    assert chance_of(one, draws) == pytest.approx(expected)
