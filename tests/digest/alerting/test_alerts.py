"""What is told at once: a mood that moved, a source that is blind, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import hypot

import pytest

from digest.alerting.alerts import (
    ALL,
    Alert,
    Moved,
    Unseen,
    deliveries,
    dumped,
    is_comparable,
    loaded,
    moved,
    operator,
    unseen,
    week_and_before,
)
from domain.coverage import Reason, Stretch
from domain.deliveries import Message
from domain.periods import Period, starts_at
from mood.estimates import Estimate
from tests.digest.alerting.examples import (
    NOW,
    TITLES,
    TODAY,
    WEEK_BEFORE,
    WEEK_SO_FAR,
    fell,
)
from tests.digest.letters import estimate

SIX_HOURS = timedelta(hours=6)


def seen_until(hours_ago: float, *after: Stretch) -> list[Stretch]:
    end_at = NOW - timedelta(hours=hours_ago)
    return [Stretch(NOW - timedelta(days=30), end_at), *after]


def blind(ledgers: dict[str, list[Stretch]]) -> list[Unseen]:
    return unseen(ledgers, now=NOW, day=TODAY, longest=SIX_HOURS)


def test_it_compares_the_week_so_far_with_the_whole_week_before() -> None:
    assert week_and_before(TODAY) == Period(date(2026, 3, 9), TODAY)
    assert week_and_before(date(2026, 3, 16)).first == date(2026, 3, 9)


def test_a_move_beyond_the_interval_is_told() -> None:
    assert fell().change.moved
    assert fell().titles["ru"] == "Тарифы"


def after(before: Estimate, now: Estimate) -> list[Moved]:
    was = replace(before, period=WEEK_BEFORE)
    return list(moved({"energy": [was, replace(now, period=WEEK_SO_FAR)]}, TITLES))


def test_a_move_within_the_interval_is_not() -> None:
    assert after(estimate(10.0), estimate(11.0)) == []


@pytest.mark.parametrize("way", [1, -1])
def test_a_move_just_beyond_the_interval_is_what_chance_does_in_many_hours(
    way: int,
) -> None:
    beyond = hypot(6, 6)  # the half width of the change

    assert after(estimate(0.0), estimate(way * beyond * 1.2)) == []
    [told] = after(estimate(0.0), estimate(way * beyond * 1.4))
    assert told.change.points * way > 0


@pytest.mark.parametrize("which", ["before", "now"])
def test_where_a_week_was_half_blind_nothing_is_told(which: str) -> None:
    blind = {"before": 1.0, "now": 1.0} | {which: 0.85}

    before = estimate(10.0, coverage=blind["before"])
    assert after(before, estimate(-30.0, coverage=blind["now"])) == []


def test_a_week_without_a_mood_is_compared_with_nothing() -> None:
    assert after(estimate(None), estimate(-30.0)) == []
    assert after(estimate(10.0), estimate(None)) == []


@pytest.mark.parametrize(
    "hours, waiting, comparable",
    [
        (0, 0, False),
        (23.9, 0, False),
        (24, 0, True),
        (100, 99, True),
        (100, 120, False),
    ],
)
def test_a_week_is_compared_once_it_is_a_day_old_and_scored(
    hours: float, waiting: int, comparable: bool
) -> None:
    at = starts_at(WEEK_SO_FAR.first) + timedelta(hours=hours)

    assert is_comparable(at, comments=900, waiting=waiting) == comparable


def test_one_move_is_one_topic_all_week_and_its_return_another() -> None:
    down = fell()

    assert down.topic == "mood:energy:2026-03-16:down"


def test_a_source_that_is_seen_is_no_topic() -> None:
    assert blind({"a": seen_until(1)}) == []


def test_a_source_that_fell_silent_is_told_with_its_reason() -> None:
    waited = Stretch(NOW - timedelta(hours=9), NOW, Reason.FLOOD_WAIT)

    [told] = blind({"a": seen_until(9, waited), "b": seen_until(0)})

    assert (told.source, told.reason) == ("a", "flood wait")
    assert told.since_at == NOW - timedelta(hours=9)


def test_where_nobody_listens_the_reason_is_that() -> None:
    [told] = blind({"a": seen_until(9), "b": seen_until(0)})

    assert told.reason == "stopped"


def test_a_source_that_was_never_seen_counts_from_where_it_is_followed() -> None:
    never = [Stretch(NOW - timedelta(hours=8), NOW, Reason.BLOCKED)]

    [told] = blind({"a": never, "b": seen_until(0)})

    assert told.since_at == NOW - timedelta(hours=8)


def test_if_all_sources_are_blind_it_is_said_once() -> None:
    [told] = blind({"a": seen_until(9), "b": seen_until(12), "c": []})

    assert told.source == ALL
    assert told.since_at == NOW - timedelta(hours=9)


def test_a_reader_hears_of_the_reforms_followed_and_the_operator_of_all() -> None:
    told: list[Alert] = [fell(), *blind({"a": seen_until(9), "b": seen_until(0)})]

    found = list(deliveries(told, {"energy": ["r1"]}, operators=2, hook=True))

    assert [(each.message, each.to) for each in found] == [
        (Message.ALERT, operator(0)),
        (Message.ALERT, operator(1)),
        (Message.ALERT, "r1"),
        (Message.HOOK, "operator"),
        (Message.ALERT, operator(0)),
        (Message.ALERT, operator(1)),
        (Message.HOOK, "operator"),
    ]
    assert len({each.id for each in found}) == len(found)


def test_an_alert_is_kept_as_it_was() -> None:
    told: list[Alert] = [fell(), *blind({"a": seen_until(9), "b": seen_until(0)})]
    for alert in told:
        assert loaded(dumped(alert)) == alert
