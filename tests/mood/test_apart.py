"""Words that set a week apart: by people, in one language, in the same sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from mood.apart import MOST, Said, apart, chance_of

MONDAY = date(2026, 3, 9)
BEFORE = [MONDAY - timedelta(weeks=number) for number in (4, 3, 2, 1)]
OWN = [f"w{letter}" for letter in "abcdefghij"]


def said(
    words: str,
    *,
    by: Iterable[int],
    day: date = MONDAY,
    language: str = "uz",
    source: str = "a",
) -> list[Said]:
    """Comments with ``words``, and with others that everyone uses."""
    used = frozenset([*words.split(), *OWN])
    return [Said(f"{number}-{day:%m}", day, source, language, used) for number in by]


def weeks_before(words: str, people: int = 40, **more: str) -> list[Said]:
    return [
        each
        for day in BEFORE
        for each in said(words, by=range(people), day=day, **more)
    ]


def found(now: Iterable[Said], before: Iterable[Said], *, k: int = 5) -> set[str]:
    return {each.word for each in apart(now, before, k=k)}


def test_a_word_that_is_new_this_week_sets_it_apart() -> None:
    (word,) = apart(said("gaz suv", by=range(40)), weeks_before("gaz"))

    assert (word.word, word.language, word.people, word.before) == ("suv", "uz", 40, 0)
    assert word.chance < 1e-20


def test_it_is_told_how_many_of_as_many_people_said_it_before() -> None:
    now = said("suv", by=range(40)) + said("", by=range(40, 80))
    before = weeks_before("", 95) + said("suv", by=range(95, 100), day=BEFORE[0])

    (word,) = apart(now, before)

    assert word.people == 40
    assert word.before == pytest.approx(5 / 385 * 80)


def test_what_is_said_less_than_before_does_not() -> None:
    assert found(said("", by=range(40)), weeks_before("gaz")) == set()


def test_people_are_counted_week_by_week() -> None:
    """Each week another 20 of 200 said it: over all weeks 80, more than the 60 now."""
    now = said("", by=range(200)) + said("suv", by=range(60))
    before = weeks_before("", 200)
    for number, day in enumerate(BEFORE):
        before += said("suv", by=range(20 * number, 20 * number + 20), day=day)

    (word,) = apart(now, before)

    assert (word.people, round(word.before)) == (60, 20)


def test_a_week_cut_by_a_month_is_compared_with_weeks_cut_alike() -> None:
    """On Wednesday all change their names, so that 200 people are 400."""
    monday = date(2026, 3, 30)
    days = [monday + timedelta(days=n) for n in range(-28, 7)]
    talk = [each for day in days for each in said("", by=range(200), day=day)]
    for day in days[:28:7]:
        talk += said("suv", by=range(50), day=day)
    talk += said("suv", by=range(100), day=monday)

    (word,) = apart(
        [each for each in talk if each.day >= monday],
        [each for each in talk if each.day < monday],
    )

    assert (word.people, round(word.before)) == (100, 50)


@pytest.mark.parametrize(
    "hits, tries, share, chance",
    [
        (5, 5, 0.2, 0.2**5),
        (9, 10, 0.5, 11 / 1024),
        (2, 10, 0.2, 1.0),
        (60, 100, 0.5, 0.02844396682049),
        (900, 1_000, 0.2, 0.0),
    ],
)
def test_the_chance_is_that_of_the_exact_test(
    hits: int, tries: int, share: float, chance: float
) -> None:
    assert chance_of(hits, tries, share) == pytest.approx(chance, abs=1e-12)


@pytest.mark.parametrize(
    "people, k, told", [(4, 5, False), (5, 5, True), (4, 1, False), (19, 20, False)]
)
def test_a_word_of_fewer_people_than_k_is_not_told(
    people: int, k: int, told: bool
) -> None:
    """k is 5 at the least."""
    now = [
        replace(each, words=frozenset(["suv"])) for each in said("", by=range(people))
    ]
    before = weeks_before("") + said("suv", by=[40], day=BEFORE[0])

    assert (found(now, before, k=k) == {"suv"}) is told


def test_one_person_who_repeats_a_word_is_one() -> None:
    now = said("", by=range(60)) + said("suv", by=[60] * 50)

    assert found(now, weeks_before("", 60)) == set()


def test_people_of_two_months_are_not_added_as_one_may_be_both() -> None:
    monday = date(2026, 3, 30)
    now = [
        *said("", by=range(60), day=monday),
        *said("suv", by=range(60, 64), day=monday),
        *said("suv", by=range(60, 64), day=monday + timedelta(days=3)),
    ]
    before = [
        each
        for number in (1, 2, 3, 4)
        for each in said("", by=range(60), day=monday - timedelta(weeks=number))
    ]

    assert found(now, before) == set()


def test_more_talk_in_one_language_is_no_news() -> None:
    before = weeks_before("gaz", 100) + weeks_before("вода", 10, language="ru")
    now = said("gaz", by=range(10)) + said("вода", by=range(100), language="ru")

    assert found(now, before) == set()


def test_the_words_of_a_new_source_are_no_news() -> None:
    new = said("futbol", by=range(100, 160), source="sport")

    assert found(said("gaz", by=range(40)) + new, weeks_before("gaz")) == set()


def test_a_sure_but_small_difference_sets_nothing_apart() -> None:
    now = said("gaz", by=range(600)) + said("", by=range(600, 1_000))
    before = [
        each
        for day in BEFORE
        for each in [
            *said("gaz", by=range(450), day=day),
            *said("", by=range(450, 1_000), day=day),
        ]
    ]

    assert found(now, before) == set()


@pytest.mark.parametrize("sign", ["@alisher", "90123", "a_b", "<b>", "x.uz"])
def test_what_is_no_word_is_never_told(sign: str) -> None:
    now = said(f"{sign} toʻlov-lar", by=range(40))

    assert found(now, weeks_before("")) == {"toʻlov-lar"}


def test_no_more_are_told_than_a_letter_has_room_for() -> None:
    many = [f"s{letter}" for letter in "abcdefghijklmnop"]

    assert len(apart(said(" ".join(many), by=range(60)), weeks_before("", 60))) == MOST


@pytest.mark.parametrize(
    "now, before", [([], []), (said("gaz", by=range(40)), []), ([], weeks_before("g"))]
)
def test_without_both_sides_there_is_nothing_to_tell(
    now: list[Said], before: list[Said]
) -> None:
    assert apart(now, before) == ()
    assert apart([replace(each, words=frozenset()) for each in now], before) == ()


def test_weeks_that_are_alike_have_no_words() -> None:
    """Twenty publics with habits of their own, in weeks that differ by chance alone."""
    chance = np.random.default_rng(1)
    finds = [_by_chance(chance, people=150) for _ in range(20)]

    assert sum(map(bool, finds)) <= 1


def _by_chance(chance: np.random.Generator, *, people: int) -> set[str]:
    words = np.array([f"{a}{b}" for a in "bcdfghklmn" for b in OWN])
    frequent = 1 / (np.arange(len(words)) + 5)
    talk = []
    for author in range(people):
        habits = chance.choice(words, 10, p=frequent / frequent.sum())
        for week in range(5):
            for _ in range(chance.poisson(1)):
                day = MONDAY - timedelta(days=28 - 7 * week - int(chance.integers(7)))
                own = chance.choice(habits, 3)
                of_all = chance.choice(words, 5, p=frequent / frequent.sum())
                used = frozenset([*own.tolist(), *of_all.tolist()])
                talk.append(Said(f"{author}-{day:%m}", day, "a", "uz", used))
    return found(
        [each for each in talk if each.day >= MONDAY],
        [each for each in talk if each.day < MONDAY],
    )
