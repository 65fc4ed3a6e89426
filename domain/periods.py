"""Days, weeks and months by the clock of the readers: Asia/Tashkent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

TASHKENT = ZoneInfo("Asia/Tashkent")

Step = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def start_at(self) -> datetime:
        return starts_at(self.first)

    @property
    def end_at(self) -> datetime:
        return starts_at(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def day_of(at: datetime) -> date:
    """The day in Tashkent on which ``at`` falls."""
    return at.astimezone(TASHKENT).date()


def starts_at(day: date) -> datetime:
    """Midnight in Tashkent, in UTC."""
    return datetime.combine(day, time(), TASHKENT).astimezone(UTC)


def steps(period: Period, by: Step) -> Iterator[Period]:
    """Cut ``period`` at the starts of days, Mondays or months."""
    first = period.first
    while first <= period.last:
        last = min(_last_of(first, by), period.last)
        yield Period(first, last)
        first = last + timedelta(days=1)


def last_week(today: date) -> Period:
    """The latest whole week, Monday to Sunday, before ``today``."""
    monday = today - timedelta(days=today.weekday() + 7)
    return Period(monday, monday + timedelta(days=6))


def _last_of(first: date, by: Step) -> date:
    if by == "day":
        return first
    if by == "week":
        return first + timedelta(days=6 - first.weekday())
    next_month = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return next_month - timedelta(days=1)
