"""What is told at once: a mood that moved, a source that is blind, each once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from digest.alerting.alerts import (
    ALL,
    Alert,
    Moved,
    Unseen,
    deliveries,
    dumped,
    loaded,
    moved,
    operator,
    unseen,
    week_and_before,
)
from domain.coverage import Reason, Stretch
from domain.deliveries import Message
from domain.periods import Period
from tests.digest.letters import estimate

NOW = datetime(2026, 3, 19, 9, tzinfo=UTC)
TODAY = date(2026, 3, 19)
SIX_HOURS = timedelta(hours=6)
TITLES = {"energy": {"en": "Energy prices", "ru": "Тарифы"}}


def fell() -> Moved:
    before = estimate(10.0, period=Period(date(2026, 3, 9), date(2026, 3, 15)))
    now = estimate(-30.0, period=Period(date(2026, 3, 16), TODAY))
    [found] = moved({"energy": [before, now]}, TITLES)
    return found


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


def test_a_move_within_the_interval_is_not() -> None:
    before = estimate(10.0, period=Period(date(2026, 3, 9), date(2026, 3, 15)))
    now = estimate(11.0, period=Period(date(2026, 3, 16), TODAY))

    assert list(moved({"energy": [before, now]}, TITLES)) == []


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
