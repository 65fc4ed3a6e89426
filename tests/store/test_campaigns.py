from __future__ import annotations

from datetime import timedelta

from store.campaigns import AUTHORS, WITHIN, Use, members
from tests.store.examples import NOON


def uses(
    authors: int,
    *,
    every: timedelta = timedelta(hours=1),
    wording: str = "w",
    start: timedelta = timedelta(),
) -> list[Use]:
    return [
        Use(f"{wording}{n}", wording, f"author-{n}", NOON + start + n * every)
        for n in range(authors)
    ]


def test_five_authors_within_two_days_are_a_campaign() -> None:
    assert members(uses(AUTHORS)) == {f"w{n}" for n in range(AUTHORS)}


def test_four_authors_are_none() -> None:
    assert members(uses(AUTHORS - 1)) == set()


def test_one_author_who_repeats_is_no_campaign() -> None:
    repeated = [Use(str(n), "w", "same", NOON) for n in range(20)]

    assert members(repeated) == set()


def test_comments_without_author_count_for_nobody_but_belong() -> None:
    nobody = Use("nobody", "w", None, NOON + timedelta(minutes=1))

    assert members([*uses(AUTHORS - 1), nobody]) == set()
    assert "nobody" in members([*uses(AUTHORS), nobody])


def test_the_same_words_spread_over_weeks_are_none() -> None:
    assert members(uses(20, every=timedelta(days=2))) == set()


def test_exactly_two_days_are_within() -> None:
    assert len(members(uses(AUTHORS, every=WITHIN / (AUTHORS - 1)))) == AUTHORS


def test_an_early_use_outside_the_window_does_not_belong() -> None:
    early = Use("early", "w", "early", NOON - WITHIN)

    assert members([early, *uses(AUTHORS)]) == {f"w{n}" for n in range(AUTHORS)}


def test_wordings_are_told_apart() -> None:
    assert members(uses(3, wording="a") + uses(3, wording="b")) == set()


def test_who_left_the_window_may_come_back() -> None:
    again = Use("again", "w", "author-0", NOON + WITHIN + timedelta(hours=1))

    found = members([*uses(AUTHORS - 1, start=timedelta(hours=2)), again])

    assert found == set()
