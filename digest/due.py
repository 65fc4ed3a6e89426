"""Whose letters are due at a moment. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.due import WEEK, due_at
from domain.mail_settings import LetterSettings
from domain.periods import Period, day_of, last_week

MADE_UP = 8
"""So many weeks that were missed are still written, for the archive."""


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
