"""What the page of coverage asks MongoDB: sums, and a bounded look at the newest."""

from __future__ import annotations

from datetime import date, timedelta

from domain.periods import Period
from domain.sources import Completeness
from store import lag
from store.collected import Collected
from ui import queries
from ui.queries import Base

RECENT = timedelta(days=6)
"""With today, seven days."""


@queries.kept()
def collected(database: Base, period: Period) -> dict[str, Completeness]:
    """By source, of the comments that servers count, how many are stored."""
    return Collected(database).by_source(period)


@queries.kept(entries=8, fresh=300)
def lags(database: Base, since: date) -> dict[str, list[timedelta]]:
    """By source, how long after it was written a comment was stored, in order."""
    return lag.lags(database, since)
