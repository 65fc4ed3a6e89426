"""When a week's letter is due, by the clock of the settings. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.mail_settings import LetterSettings
from domain.periods import Period, day_of, last_week

WEEK = timedelta(weeks=1)

MADE_UP = 8
"""So many weeks that were missed are still written, for the archive."""


def due_at(week: Period, settings: LetterSettings) -> datetime:
    """The Monday after ``week`` at the hour of the settings, in UTC.

    Never before the week has ended in Tashkent, wherever the hour is. An hour that
    the clocks leave out in spring comes as much later, one that they repeat in
    autumn counts the first time (PEP 495).
    """
    monday = week.first + WEEK
    local = datetime.combine(monday, settings.at, ZoneInfo(settings.zone))
    return max(local.astimezone(UTC), week.end_at)


def latest_due(now: datetime, settings: LetterSettings) -> Period:
    """The latest week whose letter is due at ``now``."""
    week = last_week(day_of(now) + WEEK)
    while due_at(week, settings) > now:
        week = _before(week)
    return week


def missed(latest: Period, begun_at: datetime | None) -> Iterator[Period]:
    """``latest`` and the weeks before it, the newest first, in which we listened.

    None before the listening began: nothing is owed for them.
    """
    week = latest
    for _ in range(MADE_UP):
        if begun_at is None or begun_at >= week.end_at:
            return
        yield week
        week = _before(week)


def _before(week: Period) -> Period:
    return Period(week.first - WEEK, week.last - WEEK)
