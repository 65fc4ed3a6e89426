"""How much was seen, and where we were blind."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coverage import Reason, Stretch, record, seen_share
from domain.periods import Period, steps
from mood.coverage import blind_stretches, coverages

WEEK = Period(date(2026, 3, 9), date(2026, 3, 15))
START = WEEK.start_at
LATER = WEEK.end_at + timedelta(days=30)
REASONS = [None, Reason.NETWORK, Reason.OUTAGE, Reason.BLOCKED]


def hour(number: float) -> datetime:
    return START + timedelta(hours=number)


def stretch(start: float, end: float, reason: Reason | None = None) -> Stretch:
    return Stretch(hour(start), hour(end), reason)


SEEN = stretch(0, 168)
LEDGERS = st.lists(
    st.tuples(st.integers(0, 160), st.integers(1, 60), st.sampled_from(REASONS)),
    min_size=1,
    max_size=12,
)


@given(LEDGERS)
def test_coverage_is_the_share_of_hours_seen(
    drawn: list[tuple[int, int, Reason | None]],
) -> None:
    ledger: list[Stretch] = [stretch(-1, 0)]
    for start, length, reason in drawn:
        ledger = record(ledger, stretch(start, start + length, reason))
    days = list(steps(WEEK, "day"))

    found = coverages([ledger], days, now=LATER)

    wanted = [seen_share(ledger, day.start_at, day.end_at) for day in days]
    assert found == pytest.approx(wanted)


def test_coverage_is_the_mean_over_sources() -> None:
    half = [stretch(0, 84)]

    assert coverages([[SEEN], half], [WEEK], now=LATER) == pytest.approx([0.75])


def test_a_source_counts_from_the_time_it_was_followed() -> None:
    young = [stretch(120, 168)]

    assert coverages([young], [WEEK], now=LATER) == pytest.approx([1.0])


def test_the_future_does_not_count() -> None:
    so_far = [stretch(0, 48)]

    assert coverages([so_far], [WEEK], now=hour(48)) == pytest.approx([1.0])
    assert coverages([so_far], [WEEK], now=hour(96)) == pytest.approx([0.5])


@pytest.mark.parametrize("ledgers", [[], [[]], [[stretch(500, 600)]]])
def test_where_no_source_is_followed_there_is_no_coverage_to_state(
    ledgers: list[list[Stretch]],
) -> None:
    assert np.isnan(coverages(ledgers, [WEEK], now=LATER)).all()


def test_a_source_that_was_never_seen_has_no_coverage() -> None:
    assert coverages([[stretch(0, 9, Reason.BLOCKED)]], [WEEK], now=LATER) == [0.0]


def test_a_blind_stretch_says_when_why_and_how_much() -> None:
    ledgers = {
        "a": [stretch(0, 10), stretch(10, 30, Reason.NETWORK), stretch(30, 168)],
        "b": [SEEN],
    }

    (found,) = blind_stretches(ledgers, WEEK, now=LATER)

    assert (found.start_at, found.end_at) == (hour(10), hour(30))
    assert (found.reasons, found.share) == (("network",), 0.5)


def test_stretches_of_several_sources_are_merged_where_they_overlap() -> None:
    ledgers = {
        "a": [stretch(0, 10), stretch(10, 30, Reason.NETWORK), stretch(30, 168)],
        "b": [stretch(0, 20), stretch(20, 40, Reason.OUTAGE), stretch(40, 168)],
    }

    found = blind_stretches(ledgers, WEEK, now=LATER)

    assert [(b.start_at, b.end_at, b.share) for b in found] == [
        (hour(10), hour(20), 0.5),
        (hour(20), hour(30), 1.0),
        (hour(30), hour(40), 0.5),
    ]
    assert found[1].reasons == ("network", "outage")


def test_silence_after_the_last_reading_is_blind_until_now() -> None:
    (found,) = blind_stretches({"a": [stretch(0, 100)]}, WEEK, now=hour(120))

    assert (found.start_at, found.end_at) == (hour(100), hour(120))
    assert found.reasons == ("stopped",)


@pytest.mark.parametrize("ledger", [[SEEN], [stretch(0, 50), stretch(50.5, 168)], []])
def test_what_was_seen_but_for_minutes_is_not_blind(ledger: list[Stretch]) -> None:
    assert blind_stretches({"a": ledger}, WEEK, now=LATER) == []


def test_the_future_is_not_blind() -> None:
    assert blind_stretches({"a": [stretch(-99, -9)]}, WEEK, now=hour(-5)) == []


def test_the_time_before_a_source_was_followed_is_not_blind() -> None:
    assert blind_stretches({"a": [stretch(90, 168)]}, WEEK, now=LATER) == []
