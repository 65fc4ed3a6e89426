"""A small public whose comments are stored and scored, so that they can be drawn."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from pymongo.database import Database

from domain.attitudes import Language, Script, Verdict
from domain.comments import Comment
from domain.coverage import Stretch
from domain.labels import Answer, Frame, Said
from domain.periods import Period, day_of
from domain.sources import Kind, Source
from mood.cells import cells_of
from mood.drawing import draw_sample
from store.arrivals import Arrivals
from store.cells import Cells
from store.labels import Labels
from store.motor import connected
from store.schema import mark_synthetic
from store.scoring import Scored, Scoring

MongoDB = Database[dict[str, Any]]

SOURCE = Source(Kind.TELEGRAM_WEB, "kunuz", institution="Kun.uz")

HOSTILE = "<script>alert(1)</script> **bold** [x](http://x) :smile: $a$ "

SAID = (
    Verdict(Language.UZBEK, Script.LATIN, (0.6, 0.3, 0.1)),
    Verdict(Language.UZBEK, Script.CYRILLIC, (0.2, 0.6, 0.2)),
)


def speak(
    uri_and_db: tuple[str, str], database: MongoDB, count: int, *, at: datetime
) -> Period:
    """So many voices write on one day, by turns in each script; the day's period."""
    day = day_of(at)
    asyncio.run(_arrive(uri_and_db, count, at))
    scoring, cells = Scoring(database), Cells(database)
    said = [
        Scored(one, SAID[n % len(SAID)])
        for n, one in enumerate(scoring.pending(limit=count))
    ]
    scoring.save(said, scorer="joint-1.0", now=at)
    cells.save(
        SOURCE.id, day, cells_of(SOURCE.id, day, cells.votes(SOURCE.id, day)), now=at
    )
    mark_synthetic(database)
    return Period(day, day)


async def _arrive(uri_and_db: tuple[str, str], count: int, at: datetime) -> None:
    comments = [
        Comment(f"telegram:1:{n}", SOURCE.id, at, f"{HOSTILE}{n}", author=f"author{n}")
        for n in range(count)
    ]
    async with connected(*uri_and_db) as database:
        arrivals = Arrivals(database)
        await arrivals.save_source(SOURCE, now=at)
        await arrivals.save_comments(comments, now=at)
        day = Period(day_of(at), day_of(at))
        seen = [Stretch(day.start_at, day.end_at)]
        await arrivals.save_ledger(SOURCE.id, seen, now=at)


def speak_of(database: MongoDB, period: Period, reform: str) -> None:
    """Let all who spoke on that day have spoken of ``reform``."""
    day, door = period.first, Cells(database)
    whole = cells_of(SOURCE.id, day, door.votes(SOURCE.id, day))
    of_it = [replace(cell, reform=reform) for cell in whole]
    door.save(SOURCE.id, day, [*whole, *of_it], now=period.end_at)


def draw(database: MongoDB, period: Period, size: int, *, now: datetime) -> int:
    lots = np.random.default_rng(1)
    return draw_sample(
        database, Frame(period), size=size, chance=lots, now=now
    ).comments


def label(
    database: MongoDB,
    count: int,
    said: Said,
    *,
    by: str = "Dilnoza",
    second: bool = False,
    reforms: tuple[str, ...] | None = None,
) -> None:
    """Let so many of what waits be answered alike."""
    door = Labels(database)
    at = datetime.now().astimezone() + timedelta(seconds=1)
    for each in door.pending(by, second=second, limit=count):
        door.save(each.comment, Answer(by, said, at, reforms))
