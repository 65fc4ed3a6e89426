"""A small made-up public, written through the store; marked synthetic."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import sin
from random import Random
from typing import Any

from pymongo.database import Database

from domain.cells import EVERY_REFORM, Cell, Matrix, Vector
from domain.coverage import Reason, Stretch
from domain.periods import Period, starts_at
from domain.sources import Kind, Source
from store.arrivals import Arrivals
from store.cells import Cells
from store.motor import connected
from store.schema import mark_synthetic

REFORM = "electricity_tariffs"

SOURCES = (
    Source(Kind.TELEGRAM_WEB, "energy_uz", institution="Ministry of Energy"),
    Source(Kind.TELEGRAM_WEB, "news_uz", institution="News of the Day", language="uz"),
    Source(Kind.TELEGRAM_WEB, "gazeta", institution="Gazeta", language="ru"),
)


def fill(
    uri_and_db: tuple[str, str],
    database: Database[dict[str, Any]],
    period: Period,
    *,
    blackout: Period | None = None,
    sources: tuple[Source, ...] = SOURCES,
    voices: int = 30,
) -> None:
    """Days of voices from every source, seen throughout but for the blackout."""
    now = period.end_at
    chance = Random(7)
    made = {
        (source.id, day): _cells(source, day, voices, chance)
        for source in sources
        for day in days(period)
        if blackout is None or day not in blackout
    }
    Cells(database).save_days(made, now=now)
    asyncio.run(_follow(uri_and_db, period, blackout, sources))
    mark_synthetic(database)


def days(period: Period) -> Iterator[date]:
    return (period.first + timedelta(days=n) for n in range(period.days))


def period_before(today: date, days_long: int) -> Period:
    return Period(today - timedelta(days=days_long - 1), today)


def today() -> date:
    return datetime.now(UTC).astimezone().date()


async def _follow(
    uri_and_db: tuple[str, str],
    period: Period,
    blackout: Period | None,
    sources: tuple[Source, ...],
) -> None:
    async with connected(*uri_and_db) as database:
        arrivals = Arrivals(database)
        for source in sources:
            await arrivals.save_source(source, now=period.end_at)
            ledger = list(_ledger(period, blackout))
            await arrivals.save_ledger(source.id, ledger, now=period.end_at)


def _ledger(period: Period, blackout: Period | None) -> Iterator[Stretch]:
    if blackout is None:
        yield Stretch(period.start_at, period.end_at)
        return
    yield Stretch(period.start_at, blackout.start_at)
    yield Stretch(blackout.start_at, blackout.end_at, Reason.BLOCKED)
    yield Stretch(blackout.end_at, period.end_at)


def _cells(source: Source, day: date, voices: int, chance: Random) -> list[Cell]:
    mood = 0.25 * sin(day.toordinal() / 40) - 0.1 * (day.month % 5 == 0)
    found = []
    for reform, part in ((EVERY_REFORM, 1.0), (REFORM, 0.3)):
        for language, weight in (("uz", 0.6), ("ru", 0.4)):
            number = max(0, round(voices * part * weight * chance.uniform(0.6, 1.4)))
            if number:
                found.append(_cell(source.id, day, reform, language, number, mood))
    return found


def _cell(
    source: str, day: date, reform: str, language: str, voices: int, mood: float
) -> Cell:
    favour = round(voices * (0.35 + mood / 2))
    against = round(voices * (0.35 - mood / 2))
    votes: Vector = (against, voices - favour - against, favour)
    outer: Matrix = ((votes[0], 0.0, 0.0), (0.0, votes[1], 0.0), (0.0, 0.0, votes[2]))
    return Cell(
        source=source,
        day=day,
        reform=reform,
        language=language,
        campaign=False,
        comments=round(voices * 1.5),
        scored=round(voices * 1.3),
        voices=voices,
        votes=votes,
        outer=outer,
    )


def midnight(day: date) -> datetime:
    return starts_at(day)
