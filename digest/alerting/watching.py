"""Looks for what must be told at once, in the numbers that the app shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from digest.alerting import alerts
from digest.alerting.alerts import Alert, Moved
from digest.titles import titles_by_tag
from domain.cells import EVERY_REFORM
from domain.periods import day_of
from mood.reading import each_series
from store.clients import Database, Document
from store.deliveries import Deliveries
from store.reading import Reading
from store.schema import is_synthetic
from store.scoring import Scoring
from store.subscribers import Subscribers


def look(
    database: Database[Document],
    *,
    sources: Collection[str],
    blind_after: timedelta,
    k: int,
    now: datetime,
) -> list[Alert]:
    """What moved this week, and which of ``sources`` are not seen any more."""
    reading, today = Reading(database), day_of(now)
    followed = {
        source: ledger
        for source, ledger in reading.ledgers().items()
        if source in sources
    }
    found: list[Alert] = [
        *_moved(database, k=k, now=now),
        *alerts.unseen(followed, now=now, day=today, longest=blind_after),
    ]
    made_up = is_synthetic(database)
    return [replace(each, synthetic=made_up) for each in found]


def tell(
    database: Database[Document],
    found: list[Alert],
    *,
    operators: int,
    hook: bool,
    now: datetime,
) -> int:
    """Put what was found for all who want to know; those told already stay told."""
    subscribers = Subscribers(database)
    followers = {
        alert.reform: [each.id for each in subscribers.following(alert.reform)]
        for alert in found
        if isinstance(alert, Moved)
    }
    put = alerts.deliveries(found, followers, operators=operators, hook=hook)
    return Deliveries(database).put(put, due_at=now)


def _moved(database: Database[Document], *, k: int, now: datetime) -> list[Moved]:
    """The reforms that moved; none while the two weeks cannot be compared."""
    weeks = alerts.week_and_before(day_of(now))
    lines = each_series(
        database,
        weeks,
        by="week",
        reforms=[EVERY_REFORM, *Reading(database).reforms_with_cells()],
        k=k,
        now=now,
    )
    heard = sum(each.comments for each in lines.pop(EVERY_REFORM))
    waiting = Scoring(database).pending_in(weeks)
    if not alerts.is_comparable(now, comments=heard, waiting=waiting):
        return []
    return list(alerts.moved(lines, titles_by_tag(database)))
