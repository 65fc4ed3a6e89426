"""When the letter is due: Monday at eight in Tashkent, wherever the machine stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.due import MADE_UP, latest_due, missed
from domain.due import due_at, next_due
from domain.mail_settings import LetterSettings
from domain.periods import Period

WEEK = Period(date(2026, 3, 23), date(2026, 3, 29))
TASHKENT = LetterSettings()


def hour(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_it_is_due_on_monday_at_eight_in_tashkent() -> None:
    assert due_at(WEEK, TASHKENT) == datetime(2026, 3, 30, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "zone, utc",
    [
        ("Europe/Berlin", 6),  # summer time began on the 29th
        ("America/New_York", 12),
        ("Asia/Kolkata", 2.5),
    ],
)
def test_elsewhere_it_is_due_at_eight_by_the_clock_there(zone: str, utc: float) -> None:
    settings = LetterSettings(zone=zone)

    assert due_at(WEEK, settings) == datetime(2026, 3, 30, tzinfo=UTC) + timedelta(
        hours=utc
    )


def test_in_winter_it_is_an_hour_later_there_by_utc() -> None:
    winter = Period(date(2026, 3, 16), date(2026, 3, 22))

    assert due_at(winter, LetterSettings(zone="Europe/Berlin")).hour == 7


def test_it_is_never_due_before_the_week_has_ended_in_tashkent() -> None:
    auckland = LetterSettings(zone="Pacific/Auckland", at=time(0, 30))

    assert due_at(WEEK, auckland) == WEEK.end_at


# Iran's clocks went forward at midnight of Monday 22 March 2021.
def test_an_hour_that_the_clocks_leave_out_comes_an_hour_later() -> None:
    tehran = LetterSettings(zone="Asia/Tehran", at=time(0, 30))
    week = Period(date(2021, 3, 15), date(2021, 3, 21))

    assert due_at(week, tehran) == datetime(2021, 3, 21, 21, tzinfo=UTC)


def test_an_hour_that_the_clocks_repeat_counts_the_first_time() -> None:
    tehran = LetterSettings(zone="Asia/Tehran", at=time(23, 30))
    week = Period(date(2020, 9, 7), date(2020, 9, 13))

    assert due_at(week, tehran).astimezone(ZoneInfo("Asia/Tehran")).fold == 0


@pytest.mark.parametrize("zone", ["Asia/Tashkent", "Europe/Berlin", "Pacific/Auckland"])
@pytest.mark.parametrize("days", range(0, 400, 5))
def test_what_is_due_is_due_and_the_next_is_not(zone: str, days: int) -> None:
    settings = LetterSettings(zone=zone)
    now = datetime(2025, 12, 1, 7, 15, tzinfo=UTC) + timedelta(days=days, hours=days)

    week = latest_due(now, settings)
    following = Period(week.first + timedelta(weeks=1), week.last + timedelta(weeks=1))

    assert due_at(week, settings) <= now < due_at(following, settings)
    assert week.first.weekday() == 0


def test_a_monday_that_was_missed_is_owed() -> None:
    begun_at = WEEK.start_at - timedelta(days=10)

    owed = list(missed(WEEK, begun_at))

    assert [week.first for week in owed] == [
        date(2026, 3, 23),
        date(2026, 3, 16),
        date(2026, 3, 9),
    ]


def test_nothing_is_owed_for_a_time_before_the_listening_began() -> None:
    assert list(missed(WEEK, WEEK.end_at)) == []
    assert list(missed(WEEK, None)) == []


def test_after_years_of_silence_only_some_weeks_are_written() -> None:
    assert len(list(missed(WEEK, datetime(2020, 1, 1, tzinfo=UTC)))) == MADE_UP


@pytest.mark.parametrize("ago", [timedelta(microseconds=1), timedelta(days=7)])
def test_the_next_is_the_first_that_is_still_to_come(ago: timedelta) -> None:
    due = due_at(WEEK, TASHKENT)

    assert next_due(due - ago, TASHKENT) == due
    assert next_due(due, TASHKENT) == due + timedelta(days=7)


def test_far_west_the_next_may_be_due_when_it_is_tuesday_in_tashkent() -> None:
    west = LetterSettings(zone="Etc/GMT+12", at=time(23, 59))
    due = due_at(WEEK, west)

    assert next_due(due - timedelta(hours=1), west) == due
