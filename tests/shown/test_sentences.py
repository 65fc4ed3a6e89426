"""What is said of estimates, in whole sentences."""

import pytest

from mood.estimates import Estimate
from shown import sentences
from tests.ui.estimated import day, estimate


def test_a_move_beyond_its_interval_is_a_move() -> None:
    before, now = estimate(-10, first=day(9)), estimate(20, first=day(10))

    said = sentences.moved(before, now, by="day", k=5)

    assert said == (
        "On 10 Mar 2026 mood stood at **+20** (+15 to +25). "
        "It is **30 points above the day before** (+23 to +37)."
    )


def test_a_move_inside_its_interval_is_said_to_be_none() -> None:
    before, now = estimate(10, first=day(9)), estimate(8, first=day(10))

    said = sentences.moved(before, now, by="day", k=5)

    assert "did not move beyond its interval: −2 on the day before" in said


def test_a_step_without_a_mood_says_why() -> None:
    unseen = estimate(None, coverage=0.0, voices=0)
    partly = estimate(None, coverage=0.3)
    few = estimate(None, voices=3)
    silent = estimate(None, voices=0, comments=0, scored=0)

    assert sentences.why_none(unseen, 5) == "nobody was listening"
    assert sentences.why_none(partly, 5) == "we saw only 30% of it"
    assert sentences.why_none(few, 5) == "fewer than 5 voices spoke"
    assert sentences.why_none(silent, 5) == "nobody spoke"


FEW = estimate(None, voices=0, comments=7, scored=7, withheld=2)
"""So few spoke in what was chosen that none counts."""

NARROW = estimate(None, voices=0, comments=7, scored=7, withheld=6)
"""None counts, as each place has few."""

FOREIGN = estimate(None, voices=0, comments=7, scored=0)
"""In a language that no scorer knows."""


@pytest.mark.parametrize(
    "step, why, whole",
    [
        (
            FEW,
            "fewer than 5 voices spoke",
            "Fewer than 5 voices spoke in this time. We could",
        ),
        (
            NARROW,
            "those who spoke could be told apart",
            "Those who spoke in this time could be told apart, so nothing is shown",
        ),
        (
            FOREIGN,
            "no comment could be scored",
            "No comment of this time could be scored. We could",
        ),
    ],
)
def test_who_spoke_unheard_was_not_silent(step: Estimate, why: str, whole: str) -> None:
    told = sentences.completeness([step, step], 5, seen=1.0)

    assert sentences.why_none(step, 5) == why
    assert told.startswith(whole)
    assert "14" not in told


@pytest.mark.parametrize(
    "step, voices", [(FEW, "fewer than 5"), (NARROW, "–"), (FOREIGN, "–")]
)
def test_of_those_who_do_not_count_there_is_no_number(
    step: Estimate, voices: str
) -> None:
    assert sentences.voices_of([step], 5) == voices
    assert sentences.comments_of([step], 5) == sentences.why_none(step, 5)


def test_with_nothing_before_there_is_no_change() -> None:
    said = sentences.moved(None, estimate(10), by="week", k=5)

    assert said.endswith("There is no mood of the week before to compare it with.")


def test_completeness_says_voices_hours_and_what_was_left_out() -> None:
    steps = [estimate(first=day(2)), estimate(first=day(3))]

    said = sentences.completeness(steps, 5, seen=0.75)

    assert "**200** voices (300 comments by the public)" in said
    assert "**75%** of the sources' hours" in said
    assert "**20%** of the comments could not be scored" in said
    assert "not counted as neutral" in said


def test_of_few_voices_it_is_not_told_how_much_they_wrote() -> None:
    few = estimate(None, voices=3, comments=41, scored=40)

    said = sentences.completeness([few], 5, seen=1.0)

    assert said.startswith("Fewer than 5 voices spoke in this time.")
    assert "41" not in said


def test_silence_is_not_called_calm() -> None:
    silent = estimate(None, voices=0, comments=0, scored=0, coverage=0.0)

    said = sentences.completeness([silent], 5, seen=0.0)

    assert said.startswith("Nobody spoke in this time. We could see **0%**")


def test_a_gap_of_few_voices_is_explained_and_one_that_is_shaded_is_not() -> None:
    whole, few = estimate(10), estimate(None, voices=3)
    unseen = estimate(None, coverage=0.2, voices=0)

    assert "too few voices" in sentences.gap([whole, few])
    assert sentences.gap([whole, unseen]) == ""
