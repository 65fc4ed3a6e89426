"""How often to look, how far back, how long it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from listener.telegram.pace import (
    Estimate,
    Refreshing,
    history_is_cheaper,
    next_look,
)

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    "every, seconds",
    [(timedelta(seconds=1), 10.0), (timedelta(milliseconds=10), 5.0), (HOUR, 300.0)],
)
def test_a_busy_chat_is_asked_sooner(every: timedelta, seconds: float) -> None:
    recent = [NOON - every * n for n in range(1, 21)]

    assert next_look(recent, NOON, at_least=5, at_most=300) == pytest.approx(seconds)


def test_a_silent_chat_is_asked_seldom() -> None:
    old = [NOON - 2 * DAY]

    assert next_look(old, NOON, at_least=5, at_most=300) == 300
    assert next_look([], NOON, at_least=5, at_most=300) == 300


def test_times_far_ahead_of_a_clock_that_was_set_back_tell_no_pace() -> None:
    ahead = [NOON + 30 * DAY]

    assert next_look(ahead, NOON, at_least=5, at_most=300) == 300


def test_after_the_clock_was_set_back_all_is_read_again() -> None:
    refreshing = Refreshing(WEEK)
    refreshing.done(WEEK, NOON + 300 * DAY)

    assert refreshing.due(NOON) == WEEK


def test_at_the_start_all_is_read_again() -> None:
    assert Refreshing(WEEK).due(NOON) == WEEK


def test_each_time_back_is_read_again_after_an_eighth_of_it() -> None:
    refreshing = Refreshing(WEEK)
    refreshing.done(WEEK, NOON)

    due = [refreshing.due(NOON + passed) for passed in (HOUR / 9, HOUR / 8, DAY / 8)]

    assert due == [None, HOUR, DAY]


def test_the_longest_that_is_due_does_for_all_shorter() -> None:
    refreshing = Refreshing(WEEK)
    refreshing.done(WEEK, NOON)
    later = NOON + DAY / 8
    refreshing.done(DAY, later)

    assert refreshing.due(later) is None
    assert refreshing.due(NOON + WEEK / 8) == WEEK


def test_who_wants_nothing_read_again_gets_that() -> None:
    assert Refreshing(timedelta(0)).due(NOON) is None


@pytest.mark.parametrize(
    "group, posts, comments, cheaper",
    [
        (1_000, 100, 900, True),  # 10 requests against 100
        (1_000_000, 100, 900, False),  # much talk, little of it under posts
        (0, 0, 0, True),
    ],
)
def test_the_way_of_fewer_requests_is_taken(
    group: int, posts: int, comments: int, cheaper: bool
) -> None:
    done = history_is_cheaper(
        group_messages=group, posts_with_comments=posts, comments=comments
    )

    assert done == cheaper


def test_the_time_left_follows_the_pace_so_far() -> None:
    estimate = Estimate(started_at=NOON, first=1_000, lowest=0)

    left = estimate.left(oldest=751, newest=1_000, now=NOON + HOUR)

    assert left.share == pytest.approx(0.25)
    assert left.ends_at is not None
    assert left.ends_at - (NOON + HOUR) == pytest.approx(3 * HOUR, abs=HOUR / 30)


def test_before_the_first_page_nothing_is_promised() -> None:
    left = Estimate(NOON, first=1_000, lowest=0).left(1_000, 1_000, NOON)

    assert left.ends_at is None


def test_what_would_take_longer_than_anyone_waits_is_not_estimated() -> None:
    slow = Estimate(NOON, first=2**31 - 1, lowest=0)

    assert slow.left(2**31 - 2, 2**31 - 1, NOON + 30 * DAY).ends_at is None


def test_after_the_clock_was_set_back_no_end_is_promised() -> None:
    left = Estimate(NOON, first=1_000, lowest=0).left(751, 1_000, NOON - DAY)

    assert left.ends_at is None
