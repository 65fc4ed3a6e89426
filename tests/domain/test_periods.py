"""Days, weeks and months by the clock of Tashkent."""

from datetime import UTC, date, datetime

import pytest

from domain.periods import Period, Step, day_of, last_week, starts_at, steps


def test_a_day_begins_at_midnight_in_tashkent() -> None:
    assert day_of(datetime(2026, 1, 1, 18, 59, tzinfo=UTC)) == date(2026, 1, 1)
    assert day_of(datetime(2026, 1, 1, 19, 0, tzinfo=UTC)) == date(2026, 1, 2)
    assert starts_at(date(2026, 1, 2)) == datetime(2026, 1, 1, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    "by, pieces",
    [("day", 31), ("week", 5), ("month", 1)],
)
def test_a_period_is_cut_at_days_mondays_and_months(by: Step, pieces: int) -> None:
    january = Period(date(2026, 1, 1), date(2026, 1, 31))

    cut = list(steps(january, by))

    assert len(cut) == pieces
    assert (cut[0].first, cut[-1].last) == (january.first, january.last)
    assert sum(piece.days for piece in cut) == january.days


def test_weeks_begin_on_mondays() -> None:
    weeks = list(steps(Period(date(2026, 1, 1), date(2026, 1, 31)), "week"))

    assert [week.first.isoweekday() for week in weeks] == [4, 1, 1, 1, 1]


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 11, 29)])
def test_last_week_is_the_latest_whole_one(today: date) -> None:
    assert last_week(today) == Period(date(2026, 11, 16), date(2026, 11, 22))


def test_a_month_of_december_ends_with_the_year() -> None:
    assert list(steps(Period(date(2025, 12, 5), date(2026, 1, 2)), "month")) == [
        Period(date(2025, 12, 5), date(2025, 12, 31)),
        Period(date(2026, 1, 1), date(2026, 1, 2)),
    ]
