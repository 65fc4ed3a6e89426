"""The subject and the three lines of the letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from digest.letter import Letter
from digest.wording import complete, moved, subject, unmoved
from mood.changes import change
from shown.speech import ENGLISH, TONGUES, speak
from tests.digest.kinds import BLIND, FEW, FULL, HALF, KINDS, NOTHING
from tests.digest.letters import estimate, letter, reform, weeks


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak(ENGLISH.tag)
    yield
    speak(ENGLISH.tag)


def test_what_moved_beyond_its_interval_is_said_first() -> None:
    found = letter([0, -20], reforms=(reform("Gas", -40, -10), reform("Land", 3, 5)))

    assert moved(found) == (
        "The national mood fell to −20 (−26 to −14). On the week before: −20 (−28 to "
        "−12). Rose: Gas (+30, to −10)."
    )
    assert unmoved(found) == "No clear change: Land."


def test_a_move_within_the_interval_is_no_move() -> None:
    found = letter([-12, -14])

    assert moved(found) == "Nothing moved beyond its 95% interval."
    assert unmoved(found) == (
        "The national mood, −14 (−20 to −8), did not move beyond its interval. "
        "On the week before: −2 (−10 to +6)."
    )


def test_many_reforms_are_counted_rather_than_named() -> None:
    found = letter(reforms=tuple(reform(f"R{n}", -40, 10 * n) for n in range(5)))

    assert moved(found).endswith("R2 (+60, to +20); and 2 more.")


def test_a_first_week_has_nothing_to_be_compared_with() -> None:
    found = letter([None, -14])

    assert moved(found).startswith("There is no estimate of the week before")
    assert unmoved(found) == "The national mood is −14 (−20 to −8)."


def test_a_nation_without_a_week_before_stands_beside_reforms_that_have_one() -> None:
    found = letter([None, -14], reforms=(reform("Gas", -40, -10),))

    assert moved(found) == "Rose: Gas (+30, to −10)."
    assert "no estimate of the week before" in unmoved(found)


def test_too_little_to_say_anything_is_said_without_a_number_of_people() -> None:
    assert moved(FEW) == (
        "There is too little to say anything: an estimate needs 5 voices, and fewer "
        "spoke."
    )
    assert unmoved(FEW).startswith("Without an estimate")
    assert complete(FEW) == "We could see 97% of the sources' hours."


def test_a_week_in_which_nobody_listened_is_no_calm_week() -> None:
    assert moved(BLIND) == (
        "There is no estimate: nothing was seen, and silence is not calm. "
        "Why: nobody was listening."
    )


def test_how_little_was_seen_is_said() -> None:
    dim = letter(weeks=(*weeks(-4), estimate(None, coverage=0.3)), change=None)

    assert "only 30% of the hours of this week were seen" in moved(dim)


def test_a_listener_without_sources_says_so() -> None:
    assert moved(NOTHING) == "There is no estimate: no source was followed."
    assert complete(NOTHING) == "No source was followed."


def test_how_complete_the_data_was_is_said_with_what_is_missing() -> None:
    assert complete(HALF) == (
        "These figures rest on 900 voices (1,200 comments by the public). We could see "
        "71% of the sources' hours. 10% of the comments could not be scored and are "
        "left out, not counted as neutral. The week is half blind: its mood is that of "
        "those who spoke in the hours seen. Of the comments that the servers count, "
        "42% are stored."
    )


def test_a_week_without_comments_says_so() -> None:
    silent = (*weeks(-4), estimate(None, voices=0, comments=0, scored=0))

    assert complete(letter(weeks=silent)).startswith("Nobody spoke in this time.")


@pytest.mark.parametrize(
    "found, said",
    [
        (letter([0, -20]), "Mood fell to −20 (−26 to −14), 9–15 Mar 2026"),
        (letter([0, 20]), "Mood rose to +20 (+14 to +26), 9–15 Mar 2026"),
        (letter([0, 1]), "Mood +1 (−5 to +7), 9–15 Mar 2026"),
        (
            letter([0, 1], reforms=(reform("Gas", -40, -10),)),
            "1 reform moved; mood +1 (−5 to +7), 9–15 Mar 2026",
        ),
        (BLIND, "No estimate, 9–15 Mar 2026: nobody was listening"),
        (FEW, "No estimate, 9–15 Mar 2026: fewer than 5 voices spoke"),
    ],
)
def test_the_subject_is_the_weeks_main_fact(found: Letter, said: str) -> None:
    assert subject(found) == said


@pytest.mark.parametrize("tag", TONGUES)
@pytest.mark.parametrize("name", KINDS)
def test_a_subject_is_a_short_line(name: str, tag: str) -> None:
    speak(tag)

    assert len(subject(replace(KINDS[name], synthetic=False))) <= 78
    assert "\n" not in subject(KINDS[name])


def test_a_made_up_world_is_named_in_the_subject() -> None:
    assert subject(FULL).startswith("[SYNTHETIC] Mood fell to −22")


def test_a_reform_is_called_by_its_title_in_the_language() -> None:
    speak("ru")

    assert "Тарифы на электроэнергию и газ (−38, теперь −48)" in moved(FULL)


def test_everything_that_could_be_compared_may_have_moved() -> None:
    assert unmoved(letter([0, -20])) == "Everything that could be compared moved."


def test_a_change_of_the_nation_is_that_of_its_last_two_weeks() -> None:
    found = letter([40, -4, -30])

    assert found.change == change(found.before, found.now)


def test_a_scorer_that_was_behind_is_told() -> None:
    assert "behind: 240 comments" in complete(letter(waiting=240))
    assert "behind" not in complete(letter(waiting=4))
    assert "behind" not in complete(letter())
