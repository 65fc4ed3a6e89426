"""How the page writes numbers, days, names and sentences."""

from datetime import date

import pytest

from domain.periods import Period, Step
from tests.ui.estimated import day, estimate
from ui import words


@pytest.mark.parametrize(
    "value, written",
    [(12.4, "+12"), (-5.5, "−6"), (0.3, "0"), (-0.4, "0"), (None, "–"), (100, "+100")],
)
def test_a_mood_has_its_sign_and_a_real_minus(
    value: float | None, written: str
) -> None:
    assert words.signed(value) == written


@pytest.mark.parametrize(
    "share, written",
    [
        (0, "0%"),
        (0.004, "under 1%"),
        (0.5, "50%"),
        (0.996, "over 99%"),
        (1, "100%"),
    ],
)
def test_nothing_and_all_are_said_only_of_nothing_and_all(
    share: float, written: str
) -> None:
    assert words.percent(share) == written


@pytest.mark.parametrize(
    "first, last, written",
    [
        (day(5), day(5), "5 Mar 2026"),
        (day(2), day(8), "2–8 Mar 2026"),
        (date(2026, 2, 23), day(1), "23 Feb – 1 Mar 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 Dec 2025 – 4 Jan 2026"),
    ],
)
def test_days_are_written_once(first: date, last: date, written: str) -> None:
    assert words.days(Period(first, last)) == written


@pytest.mark.parametrize(
    "by, written",
    [
        ("day", "On 1 Mar 2026"),
        ("week", "In the week of 1 Mar 2026"),
        ("month", "In March 2026"),
    ],
)
def test_a_step_is_named_as_people_name_it(by: Step, written: str) -> None:
    assert words.when(Period(day(1), day(1)), by) == written


def test_few_voices_are_never_told_by_number() -> None:
    assert words.people(3, 5) == "fewer than 5"
    assert words.people(0, 5) == "0"
    assert words.people(5, 5) == "5"


def test_a_move_beyond_its_interval_is_a_move() -> None:
    before, now = estimate(-10, first=day(9)), estimate(20, first=day(10))

    said = words.moved(before, now, by="day", k=5)

    assert said == (
        "On 10 Mar 2026 mood stood at **+20** (+15 to +25), "
        "**30 points above the day before** (+23 to +37)."
    )


def test_a_move_inside_its_interval_is_said_to_be_none() -> None:
    before, now = estimate(10, first=day(9)), estimate(8, first=day(10))

    said = words.moved(before, now, by="day", k=5)

    assert "did not move beyond its interval: −2 on the day before" in said


def test_a_step_without_a_mood_says_why() -> None:
    unseen = estimate(None, coverage=0.0, voices=0)
    partly = estimate(None, coverage=0.3)
    few = estimate(None, voices=3)
    silent = estimate(None, voices=0)

    assert words.why_none(unseen, 5) == "nobody was listening"
    assert words.why_none(partly, 5) == "we saw only 30% of it"
    assert words.why_none(few, 5) == "fewer than 5 voices spoke"
    assert words.why_none(silent, 5) == "nobody spoke"


def test_with_nothing_before_there_is_no_change() -> None:
    said = words.moved(None, estimate(10), by="week", k=5)

    assert said.endswith("for the week before there is no mood to compare it with.")


def test_completeness_says_voices_hours_and_what_was_left_out() -> None:
    steps = [estimate(first=day(2)), estimate(first=day(3), coverage=0.5)]

    said = words.completeness(steps, 5)

    assert "**200** voices (300 comments by the public)" in said
    assert "**75%** of the sources' hours" in said
    assert "**20%** of the comments could not be scored" in said
    assert "not counted as neutral" in said


def test_silence_is_not_called_calm() -> None:
    silent = estimate(None, voices=0, comments=0, scored=0, coverage=0.0)

    said = words.completeness([silent], 5)

    assert said.startswith("Nobody spoke in this time, in which we could see **0%**")


def test_a_name_is_never_markup() -> None:
    said = words.plain("<b>*Ministry* [x](y)\n_of_ `energy` :red[no]")

    assert said == (r"\<b\>\*Ministry\* \[x\]\(y\) \_of\_ \`energy\` \:red\[no\]")
