"""Scorers are never mixed silently; a series says where it is made otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from domain.cells import Cell
from domain.periods import Period, steps
from mood.changes import change, made_alike
from mood.correction import Confusion, Confusions, confusion_of
from mood.estimates import Estimate, estimate, estimates
from mood.sums import Stratum
from mood.versions import Version, jumps, versions_of
from tests.mood.worlds import DAY, ONE_DAY, Floats, cell_of_votes, measured, said

SHARP: Any = 4.0 * np.array([[0.8, 0.1, 0.1], [0.15, 0.7, 0.15], [0.1, 0.1, 0.8]])
BLUNT: Any = 4.0 * np.array([[0.45, 0.35, 0.2], [0.15, 0.5, 0.35], [0.1, 0.1, 0.8]])
"""Very different errors: the second takes half of what is against for less."""

HABITS = {"joint-1": SHARP, "joint-2": BLUNT}
BOTH = ("joint-1", "joint-2")
AGAINST = (0.7, 0.2, 0.1)
MOOD = -60.0
SWITCH = 10
SPAN = Period(DAY, DAY + timedelta(days=2 * SWITCH - 1))


def known(chance: np.random.Generator, size: int = 2_000) -> Confusions:
    return {
        name: {"uz": measured(chance, habits, size=size)}
        for name, habits in HABITS.items()
    }


def votes(chance: np.random.Generator, scorer: str, voices: int) -> Floats:
    return said(chance, HABITS[scorer], chance.choice(3, voices, p=AGAINST))


def rescored(chance: np.random.Generator, part: float, voices: int = 300) -> Cell:
    """A day of which the second scorer has scored a ``part``."""
    again = round(part * voices)
    each = votes(chance, "joint-1", voices - again), votes(chance, "joint-2", again)
    return cell_of_votes(np.concatenate(each), scorers=BOTH)


@pytest.fixture(scope="module")
def series() -> list[Estimate]:
    """Constant mood by day: the first scorer, a day by both, then the second."""
    chance = np.random.default_rng(1)
    cells = []
    for number, day in enumerate(steps(SPAN, "day")):
        by = "joint-1" if number < SWITCH else "joint-2"
        drawn = votes(chance, by, 1_000)
        who: tuple[str, ...] = (by,)
        if number == SWITCH:
            drawn = np.concatenate([drawn[:500], votes(chance, "joint-1", 500)])
            who = BOTH
        cells.append(cell_of_votes(drawn, day=day.first, scorers=who))
    days = list(steps(SPAN, "day"))
    return estimates(cells, days, coverages=[1.0] * len(days), confusions=known(chance))


def test_each_day_is_corrected_by_the_matrix_of_its_own_scorer(
    series: list[Estimate],
) -> None:
    moods = np.array([each.mood for each in series], float)

    assert np.mean(moods[:SWITCH]) == pytest.approx(MOOD, abs=3)
    assert np.mean(moods[SWITCH + 1 :]) == pytest.approx(MOOD, abs=6)
    assert all(each.corrected for each in series)


def test_the_other_scorer_s_matrix_would_be_far_off() -> None:
    chance = np.random.default_rng(2)
    both = known(chance)
    cell = cell_of_votes(votes(chance, "joint-1", 1_000), scorers=("joint-1",))

    swapped = estimate(
        [cell], ONE_DAY, coverage=1, confusions={"joint-1": both["joint-2"]}
    )

    assert swapped.mood is not None
    assert abs(swapped.mood - MOOD) > 20


def test_a_day_by_both_says_so_and_how_little_is_known(series: list[Estimate]) -> None:
    before, mixed, after = series[SWITCH - 1 : SWITCH + 2]

    assert mixed.scorers == BOTH
    assert width(mixed) > 1.5 * max(width(before), width(after))
    assert mixed.low is not None
    assert mixed.high is not None
    assert mixed.low <= MOOD <= mixed.high


def test_a_week_that_two_scored_day_by_day_is_right(series: list[Estimate]) -> None:
    chance = np.random.default_rng(3)
    cells = [
        cell_of_votes(votes(chance, by, 1_000), day=day.first, scorers=(by,))
        for day, by in zip(steps(SPAN, "day"), 10 * BOTH, strict=True)
    ]

    found = estimate(cells, SPAN, coverage=1, confusions=known(chance))

    assert found.mood == pytest.approx(MOOD, abs=4)
    assert (found.scorers, found.corrected) == (BOTH, True)


@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
def test_intervals_of_days_by_both_hold_whatever_the_parts(part: float) -> None:
    chance = np.random.default_rng([4, round(100 * part)])
    held = []
    for _ in range(60):
        found = estimate(
            [rescored(chance, part)],
            ONE_DAY,
            coverage=1,
            confusions=known(chance, size=300),
        )
        assert found.low is not None
        assert found.high is not None
        held.append(found.low <= MOOD <= found.high)

    assert np.mean(held) >= 0.9


@pytest.mark.parametrize("scorers", [(), ("joint-9",), ("joint-1", "joint-9")])
def test_votes_of_a_scorer_that_is_not_known_are_not_corrected(
    scorers: tuple[str, ...],
) -> None:
    chance = np.random.default_rng(5)
    cell = cell_of_votes(votes(chance, "joint-1", 100), scorers=scorers)

    found = estimate([cell], ONE_DAY, coverage=1, confusions=known(chance))

    plain = estimate([cell], ONE_DAY, coverage=1)
    assert (found.mood, found.low, found.corrected) == (plain.mood, plain.low, False)
    assert found.scorers == scorers


def test_scorers_who_err_alike_do_not_cancel_each_other_s_errors() -> None:
    """Both were measured on the same comments: two matrices know no more than one."""
    chance = np.random.default_rng(6)
    drawn, one = votes(chance, "joint-1", 4_000), measured(chance, SHARP, size=100)
    twice = {name: {"uz": one} for name in BOTH}
    halves = [
        cell_of_votes(drawn[start::2], scorers=(name,))
        for start, name in enumerate(BOTH)
    ]
    whole = cell_of_votes(drawn, scorers=("joint-1",))

    apart = estimate(halves, ONE_DAY, coverage=1, confusions=twice)
    together = estimate([whole], ONE_DAY, coverage=1, confusions=twice)

    assert apart.mood == pytest.approx(together.mood)
    assert width(apart) == pytest.approx(width(together), rel=0.02)


def test_the_mean_of_both_matrices_stands_for_parts_that_are_not_known() -> None:
    sharp, blunt = (
        Confusion(habits / habits.sum(axis=1, keepdims=True), np.empty((0, 3, 3)))
        for habits in (SHARP, BLUNT)
    )
    confusions = {"joint-1": {"uz": sharp}, "joint-2": {"uz": blunt}}

    found = confusion_of(confusions, Stratum("uz", BOTH))

    assert found is not None
    assert found.matrix == pytest.approx((sharp.matrix + blunt.matrix) / 2)
    assert found.replicates.std(axis=0) == pytest.approx(
        np.abs(sharp.matrix - blunt.matrix) / np.sqrt(8), rel=0.1, abs=1e-12
    )


def test_a_series_says_where_its_scorer_changes(series: list[Estimate]) -> None:
    one, both, two = frozenset(BOTH[:1]), frozenset(BOTH), frozenset(BOTH[1:])
    at = DAY + timedelta(days=SWITCH)

    assert list(versions_of(series)) == [
        Version(at, one, both),
        Version(at + timedelta(days=1), both, two),
    ]


def stated(number: int, mood: float | None = 0.0, **given: Any) -> Estimate:
    day = DAY + timedelta(days=number)
    around = {"low": -5.0, "high": 5.0, "low_elsewhere": -20.0, "high_elsewhere": 20.0}
    sides = around if mood is not None else dict.fromkeys(around)
    shares = {"in_favour": 0.3, "neutral": 0.4, "against": 0.3}
    counts = {"voices": 90, "comments": 90, "scored": 90, "coverage": 1.0}
    return Estimate(Period(day, day), mood, **{**sides, **shares, **counts, **given})


def test_a_series_says_where_labels_begin_and_cease() -> None:
    labels = [0, 0, 40, 60, 0]
    line = [stated(n, labels=each) for n, each in enumerate(labels)]

    assert jumps(line) == [DAY + timedelta(days=2), DAY + timedelta(days=4)]


def test_days_without_a_mood_neither_begin_labels_nor_end_them() -> None:
    line = [stated(0, labels=40), stated(1, None), stated(2, labels=40)]

    assert jumps(line) == []


@pytest.mark.parametrize(
    "otherwise, alike",
    [
        ({}, True),
        ({"labels": 30}, True),
        ({"labels": 0}, False),
        ({"scorers": ("joint-2",)}, False),
    ],
)
def test_moods_that_were_made_otherwise_are_compared_by_their_level(
    otherwise: dict[str, Any], alike: bool
) -> None:
    before = stated(0, labels=40, scorers=("joint-1",))
    after = stated(1, **{"labels": 60, "scorers": ("joint-1",), **otherwise})

    found = change(before, after)

    assert made_alike(before, after) == alike
    assert found is not None
    assert found.high == pytest.approx(50**0.5 if alike else 800**0.5)


def width(found: Estimate) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low
