"""How much of each slot was seen, and why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.coverage import Reason, Stretch
from mood.slots import Run, blind_of, runs

START = datetime(2026, 3, 2, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS = [START + n * DAY for n in range(5)]
LATER = START + 100 * DAY


def at(hours: float) -> datetime:
    return START + hours * HOUR


def seen(first: float, last: float) -> Stretch:
    return Stretch(at(first), at(last))


def blind(first: float, last: float, reason: Reason = Reason.BLOCKED) -> Stretch:
    return Stretch(at(first), at(last), reason)


def test_what_was_seen_throughout_is_one_run() -> None:
    assert runs([seen(0, 96)], DAYS, now=LATER) == [Run(START, DAYS[-1], 1.0)]


def test_a_blind_part_of_a_day_makes_that_day_stand_apart() -> None:
    found = runs([seen(0, 24), blind(24, 30), seen(30, 96)], DAYS, now=LATER)

    assert found == [
        Run(DAYS[0], DAYS[1], 1.0),
        Run(DAYS[1], DAYS[2], 0.75, ("blocked",)),
        Run(DAYS[2], DAYS[4], 1.0),
    ]


def test_days_blind_for_another_reason_are_not_alike() -> None:
    ledger = [blind(0, 24), blind(24, 48, Reason.QUOTA), seen(48, 96)]

    found = runs(ledger, DAYS, now=LATER)

    assert [(each.share, each.reasons) for each in found] == [
        (0.0, ("blocked",)),
        (0.0, ("quota",)),
        (1.0, ()),
    ]


def test_silence_between_stretches_and_after_them_is_nobody_listening() -> None:
    ledger = [seen(0, 10), seen(12, 20)]

    assert list(blind_of(ledger, START, at(24))) == [
        blind(10, 12, Reason.STOPPED),
        blind(20, 24, Reason.STOPPED),
    ]


def test_a_gap_of_less_than_an_hour_is_no_blindness() -> None:
    assert list(blind_of([seen(0, 10), seen(10.9, 24)], START, at(24))) == []


def test_before_it_was_followed_and_after_now_there_is_nothing() -> None:
    (only,) = runs([seen(30, 96)], DAYS, now=at(60))

    assert (only.start_at, only.end_at) == (at(30), at(60))


@pytest.mark.parametrize("edges", [[], DAYS[:1]])
def test_without_slots_there_are_no_runs(edges: list[datetime]) -> None:
    assert runs([seen(0, 96)], edges, now=LATER) == []


def test_a_source_without_a_ledger_has_no_runs() -> None:
    assert runs([], DAYS, now=LATER) == []


def test_each_hour_can_stand_by_itself() -> None:
    hours = [at(n) for n in range(6)]

    found = runs([seen(0, 2), blind(2, 3.5), seen(3.5, 6)], hours, now=LATER)

    assert [each.share for each in found] == [1.0, 0.0, 0.5, 1.0]
