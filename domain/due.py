"""When a week's letter is due, by the clock of the settings. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.mail_settings import LetterSettings
from domain.periods import Period, day_of, last_week

WEEK = timedelta(weeks=1)


def due_at(week: Period, settings: LetterSettings) -> datetime:
    """The Monday after ``week`` at the hour of the settings, in UTC.

    Never before the week has ended in Tashkent, wherever the hour is. An hour that
    the clocks leave out in spring comes as much later, one that they repeat in
    autumn counts the first time (PEP 495).
    """
    monday = week.first + WEEK
    local = datetime.combine(monday, settings.at, ZoneInfo(settings.zone))
    return max(local.astimezone(UTC), week.end_at)


def next_due(now: datetime, settings: LetterSettings) -> datetime:
    """When the first letter after ``now`` is due."""
    week = last_week(day_of(now))
    while due_at(week, settings) <= now:
        week = Period(week.first + WEEK, week.last + WEEK)
    return due_at(week, settings)
