"""What a pass reads next, and when it reads again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.comments import FoundPost
from domain.coverage import Reason, Stretch
from domain.sources import Cursor
from listener.deciding import (
    blind_since,
    closed,
    due,
    first_cursor,
    newer_posts,
    older_posts,
    threads_due,
    wants_more_history,
)
from listener.tme_channel import ChannelPage
from store.kept_posts import KeptPost

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def page(*numbers: int) -> ChannelPage:
    """Posts an hour apart: number n was written n hours after NOW."""
    posts = [FoundPost(f"telegram:kun:{n}", NOW + n * HOUR, "") for n in numbers]
    return ChannelPage(tuple(posts), frozenset(numbers))


def numbers(posts: list[FoundPost]) -> list[int]:
    return [int(post.id.rpartition(":")[2]) for post in posts]


@pytest.mark.parametrize(
    "age, read_ago, expected",
    [
        (HOUR, timedelta(minutes=1), True),
        (DAY, HOUR, False),
        (DAY, 3 * HOUR, True),
        (7 * DAY, 20 * HOUR, False),
        (7 * DAY, 21 * HOUR, True),
        (7 * DAY, None, True),
    ],
)
def test_threads_are_read_less_and_less_often(
    age: timedelta, read_ago: timedelta | None, expected: bool
) -> None:
    read_at = None if read_ago is None else NOW - read_ago

    assert due(NOW - age, read_at, NOW) is expected


def test_of_old_threads_only_those_never_read_are_due() -> None:
    old, fresh = NOW - 30 * DAY, NOW - HOUR
    posts = [
        KeptPost("young", fresh, 5, fresh, 5),
        KeptPost("not shown", fresh, None, fresh, None),
        KeptPost("old", old, 5, old, 5),
        KeptPost("old, never read", old, None, None),
    ]

    assert threads_due(posts, NOW, NOW - 7 * DAY) == ["young", "old, never read"]


def test_a_first_page_lies_wholly_before_the_cursor() -> None:
    cursor = first_cursor(page(3, 9, 7))

    assert cursor == Cursor(9, 10)
    assert numbers(older_posts(page(3, 9, 7), cursor, None)) == [9, 7, 3]
    assert first_cursor(page()) is None


def test_posts_are_taken_outward_from_the_edge() -> None:
    cursor = Cursor(newest=6, oldest=4)

    assert numbers(newer_posts(page(3, 6, 9, 8), cursor)) == [8, 9]
    assert numbers(older_posts(page(3, 6, 2, 9), cursor, None)) == [3, 2]


def test_a_page_that_brings_nothing_new_is_the_beginning() -> None:
    cursor = Cursor(newest=9, oldest=4)

    assert closed(cursor, page(), None).complete
    assert closed(cursor, page(4, 5), None).complete
    assert closed(cursor, page(1, 2), None) == Cursor(9, 1, complete=True)
    assert closed(cursor, page(2, 3), None) == Cursor(9, 2)


def test_what_is_not_wanted_does_not_count_as_stored() -> None:
    cursor = Cursor(newest=9, oldest=8)

    assert closed(cursor, page(3, 5, 7), NOW + 5 * HOUR) == Cursor(9, 5, complete=True)
    assert closed(cursor, page(3, 5, 7), NOW + 8 * HOUR) == Cursor(9, 8, complete=True)


def test_history_is_wanted_again_only_if_since_was_set_back() -> None:
    ledger = [Stretch(NOW, NOW + DAY)]
    cut_off = [Stretch(NOW - DAY, NOW, Reason.OUTAGE), *ledger]

    assert wants_more_history(ledger, NOW - DAY)
    assert not wants_more_history(ledger, NOW)
    assert not wants_more_history(ledger, None)
    assert not wants_more_history([], NOW)
    assert not wants_more_history(cut_off, NOW - DAY)


def test_blind_is_from_the_last_time_seen() -> None:
    ledger = [Stretch(NOW - DAY, NOW - HOUR)]

    blind = blind_since(ledger, NOW - timedelta(minutes=1), NOW, Reason.NETWORK)
    never = blind_since([], NOW - timedelta(minutes=1), NOW, Reason.NETWORK)

    assert (blind.start_at, blind.end_at) == (NOW - HOUR, NOW)
    assert never.start_at == NOW - timedelta(minutes=1)
