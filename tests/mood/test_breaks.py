"""Where a series moved, since when and by how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from domain.periods import Period
from mood.breaks import Break, breaks, moved_between
from mood.estimates import Estimate
from mood.intervals import NORMAL
from mood.lines import line_of
from mood.sums import Floats

FIRST = date(2025, 1, 1)
DAYS = 120


def day(number: int) -> Period:
    on = FIRST + timedelta(days=number)
    return Period(on, on)


def series(moods: Floats, error: float = 4.0) -> list[Estimate]:
    half = NORMAL * error
    return [
        Estimate(day(n), mood, mood - half, mood + half, 0, 0, 0, 90, 90, 90, 1)
        for n, mood in enumerate(moods.tolist())
    ]


def noisy(seed: int, error: float = 4.0, days: int = DAYS) -> Floats:
    return np.random.default_rng(seed).normal(0.0, error, days)


def at(found: Break) -> int:
    return (found.first.first - FIRST).days


def step(points: float, at_day: int, days: int = DAYS) -> Floats:
    return np.where(np.arange(days) < at_day, 12.0, 12.0 + points)


def test_a_step_is_found_with_its_day_and_size() -> None:
    (found,) = breaks(series(noisy(1) + step(-17, 70)))

    assert abs(at(found) - 70) <= 1
    assert found.before.mood == pytest.approx(12, abs=2)
    assert found.after.mood == pytest.approx(-5, abs=2)
    assert found.change.low <= -17 <= found.change.high
    assert found.earliest.first <= day(70).first <= found.latest.first


@pytest.mark.parametrize("seed", range(10))
def test_a_constant_mood_has_no_change(seed: int) -> None:
    assert breaks(series(noisy(seed))) == []


def test_days_without_an_estimate_are_left_out() -> None:
    days = series(noisy(2) + step(20, 60))
    gaps = [
        replace(each, mood=None, low=None, high=None) if n % 3 else each
        for n, each in enumerate(days)
    ]

    (found,) = breaks(gaps)

    assert found.change.points == pytest.approx(20, abs=5)
    assert found.earliest.first <= day(60).first <= found.latest.first


def test_a_day_of_few_voices_hardly_counts() -> None:
    days = series(noisy(3))
    wild = [
        replace(each, mood=25.0, low=-40.0, high=90.0) if 50 <= n < 60 else each
        for n, each in enumerate(days)
    ]

    assert breaks(wild) == []


def test_a_single_loud_day_is_no_change() -> None:
    moods = noisy(4)
    moods[50] += 30

    assert breaks(series(moods)) == []


def test_days_that_differ_beyond_chance_widen_the_interval() -> None:
    calm = breaks(series(noisy(5) + step(30, 60)))[0].change
    restless = breaks(series(noisy(5, 12.0) + step(30, 60)))[0].change

    assert restless.high - restless.low > 2 * (calm.high - calm.low)


def test_an_error_that_all_days_share_hides_no_change() -> None:
    """Intervals three times as wide as days differ: the scorer's error is in them."""
    (found,) = breaks(series(noisy(6, 2.0) + step(6, 60), error=6.0))

    assert found.change.low <= 6 <= found.change.high


def test_days_that_lean_on_each_other_count_for_fewer() -> None:
    drawn = noisy(7, 1.0, 365)
    leaning = np.array(drawn)
    for n in range(1, len(drawn)):
        leaning[n] = 0.6 * leaning[n - 1] + 0.8 * drawn[n]

    apart = line_of(series(4 * drawn)).variances.mean()
    together = line_of(series(4 * leaning)).variances.mean()

    assert together > 1.5 * apart


@pytest.mark.parametrize("few", [0, 1, 13])
def test_a_short_series_is_not_searched(few: int) -> None:
    assert breaks(series(step(50, 5)[:few])) == []


def test_weeks_are_searched_too() -> None:
    weeks = [
        replace(each, period=Period(day(7 * n).first, day(7 * n + 6).last))
        for n, each in enumerate(series(noisy(8, 3.0, 40) + step(25, 20, 40), 3.0))
    ]

    (found,) = breaks(weeks, by="week")

    assert at(found) == 140


def test_another_line_moves_over_the_same_days() -> None:
    line = line_of(series(noisy(9) + step(10, 60)))
    before, after = (
        Period(day(0).first, day(59).last),
        Period(day(60).first, day(119).last),
    )

    moved = moved_between(line, before, after)

    assert moved is not None
    assert moved.low < 10 < moved.high
    assert moved_between(line_of([]), before, after) is None
