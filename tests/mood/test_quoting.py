"""What is quoted is decided by lot, in proportion, and the same each time."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from domain.attitudes import ATTITUDES, Attitude
from domain.quotes import Heard
from mood.quoting import (
    chosen,
    drawn,
    due,
    of_enough,
    ordered,
    overall,
    people,
    ticket,
)
from tests.mood.worlds import AGAINST, IN_FAVOUR, P
from tests.ui.estimated import day as day_number
from tests.ui.estimated import estimate

DAY = date(2026, 3, 9)
PLACE = ("telegram_web:kunuz", DAY)


def heard(number: int, p: P = AGAINST, **fields: object) -> Heard:
    given: dict[str, object] = {
        "id": f"telegram:1:{number}",
        "source": PLACE[0],
        "day": DAY,
        "text": f"Qimmat {number}",
        "author": f"author-{number}",
        "post": None,
        "language": "uz",
        "script": "Latn",
        "p": p,
    }
    return Heard(**(given | fields))  # type: ignore[arg-type]


def shares(against: float, neutral: float, favour: float) -> dict[Attitude, float]:
    return dict(zip(ATTITUDES, (against, neutral, favour), strict=True))


@pytest.mark.parametrize(
    "estimated, number, parts",
    [
        ((0.3, 0.5, 0.2), 40, [12, 20, 8]),
        ((0.34, 0.33, 0.33), 10, [4, 3, 3]),
        ((1.0, 0.0, 0.0), 20, [20, 0, 0]),
        ((0.976, 0.012, 0.012), 20, [20, 0, 0]),
        ((1 / 3, 1 / 3, 1 / 3), 20, [7, 7, 6]),
    ],
)
def test_the_estimate_decides_how_many_of_each_are_shown(
    estimated: tuple[float, float, float], number: int, parts: list[int]
) -> None:
    assert list(due(shares(*estimated), number).values()) == parts


def test_the_shares_of_several_steps_weigh_by_their_voices() -> None:
    steps = [
        estimate(50.0, first=day_number(2), voices=300),
        estimate(-50.0, first=day_number(3), voices=100),
        estimate(None, first=day_number(4), voices=4),
    ]

    found, voices = overall(steps)

    assert voices == 400
    assert found[Attitude.IN_FAVOUR] == pytest.approx((3 * 0.5 + 0.0) / 4)


def test_no_step_with_an_estimate_is_no_voice() -> None:
    assert overall([estimate(None)])[1] == 0


def test_the_same_seed_gives_the_same_ticket_and_another_another() -> None:
    assert ticket(1, "a") == ticket(1, "a") != ticket(2, "a")
    assert ticket(1, "a", "b") != ticket(1, "ab")


def test_what_is_drawn_stands_for_all_on_average() -> None:
    weights = {place: 1.0 + place % 7 * 10 for place in range(60)}

    totals = [sum(drawn(weights, most=20, seed=seed).values()) for seed in range(300)]

    assert sum(totals) / 300 == pytest.approx(sum(weights.values()), rel=0.02)


def test_the_heavy_are_drawn_more_often_and_the_empty_never() -> None:
    weights = {"big": 90.0, "small": 10.0, "empty": 0.0}

    first = Counter(next(iter(drawn(weights, most=1, seed=n))) for n in range(400))

    assert first["empty"] == 0
    assert first["big"] > 5 * first["small"]


def test_few_are_all_drawn_and_stand_for_themselves() -> None:
    assert drawn({"a": 3.0, "b": 1.0}, most=5, seed=1) == {"a": 3.0, "b": 1.0}


def test_a_voice_that_stands_for_more_comes_rather_first() -> None:
    crowded, quiet = ("a", DAY), ("b", DAY)
    said = [heard(n, source="a" if n < 10 else "b") for n in range(20)]

    first = Counter(
        ordered(said, {crowded: 900.0, quiet: 100.0}, seed)[0].source
        for seed in range(300)
    )

    assert first["a"] == pytest.approx(270, abs=20)


def test_a_campaign_is_shown_once() -> None:
    said = [heard(n, campaign="c" if n < 8 else None) for n in range(10)]

    assert Counter(each.campaign for each in ordered(said, {PLACE: 10.0}, 1)) == {
        "c": 1,
        None: 2,
    }


def test_a_person_is_shown_once_a_month() -> None:
    said = [heard(n, author="loud" if n < 8 else f"author-{n}") for n in range(10)]
    april = heard(10, author="loud", day=date(2026, 4, 9))
    places = {PLACE: 10.0, (PLACE[0], april.day): 1.0}

    authors = Counter(each.author for each in ordered([*said, april], places, 1))

    assert authors == {"loud": 2, "author-8": 1, "author-9": 1}


def test_a_year_shows_so_many_of_one_month_that_they_are_surely_enough_people() -> None:
    months = [date(2026, month, 9) for month in range(1, 13)]
    year = [heard(n, day=months[n % 12]) for n in range(60)]

    taken = of_enough(year, lambda some: list(some[:20]), 5)

    assert people(year[:20]) == 2
    assert people(taken) == 5
    assert len(taken) == 20


def test_what_fewer_people_wrote_is_not_taken_though_there_are_enough() -> None:
    one = [heard(n, day=date(2026, 1 + n, 9), author=f"{n}") for n in range(8)]
    others = [heard(10 + n, IN_FAVOUR) for n in range(5)]
    against = dict(zip(ATTITUDES, (8, 0, 1), strict=True))

    taken = of_enough([*one, *others], lambda some: chosen(some, against), 5)

    assert people([*one, *others]) >= 5
    assert taken == []


def test_each_attitude_has_its_number_and_no_other_fills_its_place() -> None:
    said = [heard(n) for n in range(9)] + [heard(10, IN_FAVOUR)]

    found = chosen(said, dict(zip(ATTITUDES, (2, 0, 3), strict=True)))

    assert [each.id for each in found] == [heard(n).id for n in (0, 1, 10)]


def test_one_person_is_one_however_often_and_where_he_wrote() -> None:
    said = [heard(n, author="same", source=f"source-{n}") for n in range(9)]

    assert people(said) == 1


def test_pseudonyms_of_different_months_may_be_one_person() -> None:
    months = [date(2026, month, 9) for month in range(1, 9)]

    assert people(heard(n, day=day) for n, day in enumerate(months)) == 1


def test_nobody_is_nobody() -> None:
    assert people([]) == 0


def test_a_comment_more_changes_little_of_what_is_drawn() -> None:
    said = [heard(n) for n in range(100)]

    before = ordered(said, {PLACE: 100.0}, 3)
    after = ordered([*said, heard(100)], {PLACE: 100.0}, 3)

    assert [each for each in after if each != heard(100)] == before
    assert all(one != other for one, other in pairwise(after))
