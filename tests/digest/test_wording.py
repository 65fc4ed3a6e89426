"""The sentences of the letter."""

from __future__ import annotations

from digest.wording import complete, how_sure, moved, subject, unmoved
from mood.changes import change
from tests.digest.letters import estimate, letter, reform, weeks


def test_what_moved_beyond_its_interval_is_said_first() -> None:
    found = letter([0, -20], reforms=(reform("Gas", -40, -10), reform("Land", 3, 5)))

    assert moved(found) == (
        "The national mood fell by 20 points, to −20 (−26 to −14). "
        "Gas rose by 30 points, to −10."
    )
    assert unmoved(found) == "No clear change: Land."


def test_a_move_within_the_interval_is_no_move() -> None:
    found = letter([-12, -14])

    assert moved(found) == "Nothing moved beyond its 95% interval."
    assert unmoved(found) == (
        "The national mood, −14 (−20 to −8), did not clearly move."
    )


def test_many_reforms_are_counted_rather_than_named() -> None:
    found = letter(reforms=tuple(reform(f"R{n}", -40, 10 * n) for n in range(5)))

    assert moved(found).endswith("R2 rose by 60 points, to +20; and 2 more reforms.")


def test_a_first_week_has_nothing_to_be_compared_with() -> None:
    found = letter([None, -14])

    assert "no estimate of the week before" in unmoved(found)


def test_too_little_to_say_anything_is_said() -> None:
    few = (*weeks(-4), estimate(None, voices=3, comments=4, scored=3))

    assert moved(letter(weeks=few, change=None)) == (
        "There is too little to say anything: 3 voices, and an estimate needs 5."
    )


def test_a_week_that_was_not_seen_is_not_called_calm() -> None:
    blind = (*weeks(-4), estimate(None, coverage=0.2))
    found = letter(weeks=blind, change=None)

    assert "only 20% of the hours" in moved(found)
    assert subject(found).endswith("no estimate")


def test_a_week_in_which_nothing_was_followed_says_so() -> None:
    nothing = (*weeks(None), estimate(None, coverage=0.0, comments=0, scored=0))
    found = letter(weeks=nothing, change=None, sources=0)

    assert "nothing was seen" in moved(found)
    assert complete(found) == "No source was followed; no comments were counted."


def test_a_move_that_rounds_to_nothing_is_not_said_to_be_nothing() -> None:
    tiny = [estimate(mood, half=0.1) for mood in (-12.0, -12.4)]
    found = letter(weeks=tuple(tiny), change=change(*tiny))

    assert "fell by under 1 point," in moved(found)


def test_the_subject_holds_the_main_fact() -> None:
    assert subject(letter([0, -20])) == (
        "Kayfiyat, 9–15 March 2026: mood fell to −20 (−26 to −14)"
    )
    assert subject(letter([-19, -20])) == (
        "Kayfiyat, 9–15 March 2026: mood −20 (−26 to −14)"
    )


def test_the_letter_says_how_complete_it_is() -> None:
    assert complete(letter()) == (
        "97% of the hours of 12 sources were seen; 10% of 1,200 comments are not "
        "scored, because no scorer covers their language."
    )


def test_the_letter_says_how_many_comments_were_collected() -> None:
    found = letter(weeks=(*weeks(-4), estimate(-12, collected=0.62)))

    assert complete(found).endswith(
        "covers their language. 62% of the comments that the servers count under the "
        "week's posts are stored."
    )


def test_a_week_that_is_half_blind_says_so() -> None:
    half = (*weeks(-4), estimate(-12, coverage=0.7, collected=0.4))

    assert complete(letter(weeks=half)).endswith(
        " The week is half blind: its mood is that of those who spoke in the hours "
        "seen; 40% of the comments that the servers count under the week's posts are "
        "stored."
    )


def test_a_week_whose_comments_all_are_missing_says_so() -> None:
    silent = estimate(None, voices=0, comments=0, scored=0, collected=0.0)

    assert complete(letter(weeks=(*weeks(-4), silent))).endswith(
        "no comments were counted. 0% of the comments that the servers count under the "
        "week's posts are stored."
    )


def test_a_week_without_comments_says_so() -> None:
    silent = (*weeks(-4), estimate(None, voices=0, comments=0, scored=0))

    assert complete(letter(weeks=silent)).endswith("no comments were counted.")


def test_the_letter_says_how_far_the_level_may_lie_off() -> None:
    new = estimate(-8, low_elsewhere=-35.0, high_elsewhere=21.0)

    assert how_sure(new).endswith("the week's mood lie from −35 to +21.")
    assert "new to it" not in how_sure(estimate(-8))
