"""Campaigns are found by near-identical words, many authors and a short time."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaigns import AUTHORS, WITHIN, Use
from domain.periods import Period, day_of
from mood.campaigns import campaigns, changes, named, surroundings, together, touched
from tests.mood.prints import print_, varied
from tests.mood.worlds import NOON

HOUR = timedelta(hours=1)
SAID = print_(0)
DAY = date(2026, 3, 10)


def use(number: int, after: timedelta = timedelta(), **fields: Any) -> Use:
    at = NOON + after
    said: dict[str, Any] = {"source": "s", "day": day_of(at).isoformat(), "at": at}
    by = {"author": f"author-{number}", "wording": SAID}
    return Use(f"c{number:03}", **(said | by | fields))


def uses(authors: int, *, every: timedelta = HOUR, **fields: Any) -> list[Use]:
    return [use(n, n * every, **fields) for n in range(authors)]


def members(said: Iterable[Use]) -> set[str]:
    return {each.comment for found in campaigns(list(said)) for each in found}


def ids(said: Iterable[Use]) -> set[str]:
    return {each.comment for each in said}


def test_five_authors_within_two_days_are_a_campaign() -> None:
    assert members(uses(AUTHORS)) == ids(uses(AUTHORS))


def test_four_authors_are_none() -> None:
    assert members(uses(AUTHORS - 1)) == set()


def test_nothing_said_is_no_campaign() -> None:
    assert campaigns([]) == []
    assert members(uses(9, wording=None)) == set()


def test_one_author_who_repeats_is_no_campaign() -> None:
    assert members(uses(20, author="same")) == set()


def test_comments_without_author_count_for_nobody_but_belong() -> None:
    nobody = use(100, HOUR, author=None)

    assert members([*uses(AUTHORS - 1), nobody]) == set()
    assert nobody.comment in members([*uses(AUTHORS), nobody])


def test_the_same_words_spread_over_weeks_are_none() -> None:
    assert members(uses(20, every=timedelta(days=2))) == set()


def test_exactly_two_days_are_within() -> None:
    assert len(members(uses(AUTHORS, every=WITHIN / (AUTHORS - 1)))) == AUTHORS


def test_an_early_use_outside_the_window_does_not_belong() -> None:
    early = use(100, -WITHIN)

    assert members([early, *uses(AUTHORS)]) == ids(uses(AUTHORS))


def test_who_left_the_window_may_come_back() -> None:
    again = use(100, WITHIN + HOUR, author="author-0")
    later = [each._replace(at=each.at + 2 * HOUR) for each in uses(AUTHORS - 1)]

    assert members([*later, again]) == set()


def test_other_words_are_no_campaign() -> None:
    assert members([*uses(3), *uses(3, wording=print_(1))]) == set()


def test_words_changed_by_everybody_are_a_campaign() -> None:
    said = [
        each._replace(wording=varied(SAID, n, chance=n))
        for n, each in enumerate(uses(20))
    ]

    assert members(said) == ids(said)


def test_a_chain_of_copies_of_copies_is_no_campaign() -> None:
    """Each is near to the one before, but nobody's words are near to many."""
    said: list[Use] = []
    wording = SAID
    for each in uses(40):
        wording = varied(wording, 22, chance=len(said))
        said.append(each._replace(wording=wording))

    assert members(said) == set()


def test_a_campaign_does_not_grow_by_copies_of_copies() -> None:
    """Who is near to one that five wrote nearly belongs, and there it ends."""
    wording, chain = SAID, []
    for number in range(100, 110):
        wording = varied(wording, 22, chance=number)
        chain.append(use(number, HOUR, wording=wording))

    assert members([*uses(10), *chain]) == ids([*uses(10), *chain[:2]])


def test_its_representative_was_used_in_those_hours() -> None:
    """A text of last week makes no campaign of what others say today."""
    near = [
        use(n, n * HOUR, wording=varied(SAID, 22, chance=n)) for n in range(AUTHORS)
    ]

    assert members([use(100, -timedelta(days=7)), *near]) == set()
    assert len(members([use(100), *near])) == AUTHORS + 1


def test_the_largest_campaign_comes_first_and_each_in_order_of_time() -> None:
    small = [each._replace(comment=f"s{each.comment}") for each in uses(6)]
    small = [each._replace(wording=print_(1)) for each in small]

    found = campaigns([*reversed(uses(9)), *small])

    assert [ids(each) for each in found] == [ids(uses(9)), ids(small)]
    assert found[0] == uses(9)


def test_the_same_words_a_month_later_are_another_campaign() -> None:
    later = [use(100 + n, timedelta(days=30, hours=n)) for n in range(AUTHORS)]

    assert len(campaigns([*uses(AUTHORS), *later])) == 2


def test_variants_of_one_text_are_one_campaign() -> None:
    chance = random.Random(3)
    said = [
        use(n, n * HOUR / 10, wording=varied(SAID, chance.randrange(18), chance=n))
        for n in range(200)
    ]

    (found,) = campaigns(said)

    assert len(found) == 200


def test_a_campaign_is_called_by_its_first_comment_and_keeps_its_name() -> None:
    assert set(named([uses(6)]).values()) == {"c000"}

    known = [each._replace(campaign="old") for each in uses(6)]
    assert set(named([[*known[1:], use(9)]]).values()) == {"old"}


def test_if_a_campaign_falls_in_two_the_larger_keeps_the_name() -> None:
    known = [each._replace(campaign="old") for each in uses(12)]

    names = named([known[:7], known[7:]])

    assert names["c000"] == "old"
    assert names["c011"] == "c007"


def test_only_what_changed_is_told() -> None:
    period = Period(DAY, DAY)
    name = dict.fromkeys(uses(6), "c000")
    assert changes(uses(6), period) == name

    known = [each._replace(campaign="c000") for each in uses(6)]
    assert changes(known, period) == {}
    assert changes(known[:4], period) == dict.fromkeys(known[:4])


def test_days_are_touched_where_a_comment_joins_or_leaves() -> None:
    joins, leaves = use(1, day="2026-03-01"), use(2, day="2026-03-02", campaign="x")
    renamed = use(3, day="2026-03-03", campaign="x")

    found = touched({joins: "x", leaves: None, renamed: "y"})

    assert found == {("s", "2026-03-01"), ("s", "2026-03-02")}


@pytest.mark.parametrize(
    "days, expected",
    [
        ([], []),
        ([1], [(1, 1)]),
        ([3, 1, 2, 3], [(1, 3)]),
        ([1, 7, 8, 20], [(1, 7), (8, 8), (20, 20)]),
        ([1, 5, 9, 12], [(1, 5), (9, 12)]),
    ],
)
def test_days_near_one_another_are_looked_at_together(
    days: list[int], expected: list[tuple[int, int]]
) -> None:
    found = together(date(2026, 3, day) for day in days)

    assert [(each.first.day, each.last.day) for each in found] == expected


@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_in_whatever_order_comments_come_the_same_ones_belong(
    chance: random.Random, batches: int
) -> None:
    """Each batch decides its days and those near; what that leaves decides again."""
    said = [
        use(
            n,
            chance.randrange(24 * 14) * HOUR,
            author=f"a{chance.randrange(12)}",
            wording=varied(SAID, chance.choice((0, 5, 20)), chance=chance.randrange(9)),
        )
        for n in range(chance.randrange(40))
    ]
    known: dict[str, Use] = {}
    for batch in range(batches):
        came = said[batch::batches]
        known |= {each.comment: each for each in came}
        _settle(known, {date.fromisoformat(each.day) for each in came})

    assert ids(u for u in known.values() if u.campaign) == members(said)


def _settle(known: dict[str, Use], days: set[date]) -> None:
    while days:
        changed: dict[Use, str | None] = {}
        for period in together(days):
            start_at, end_at = surroundings(period)
            around = [u for u in known.values() if start_at <= u.at < end_at]
            found = changes(around, period)
            known |= {u.comment: u._replace(campaign=c) for u, c in found.items()}
            changed |= found
        days = {date.fromisoformat(day) for _, day in touched(changed)} - days
