"""A small public that writes, is scored and counted, on a real MongoDB."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pymongo.database import Database

from domain.attitudes import Language, Script, Verdict
from domain.comments import Comment, Post
from mood import job
from store.arrivals import Arrivals
from store.cells import Cells
from store.motor import connected
from store.scoring import Pending, Scored, Scoring
from tests.mood.worlds import AGAINST, IN_FAVOUR, NEUTRAL

MongoDB = Database[dict[str, Any]]

SOURCE = "telegram_web:kunuz"
SCORER = "joint-1.0"
POST = "telegram:kunuz:7"

SAID = {"Qimmat": AGAINST, "Qachon": NEUTRAL, "Barakalla": IN_FAVOUR}
"""How a comment is scored, by its first word."""


def comment(number: int, text: str, day: date, **fields: Any) -> Comment:
    """Each by another author, if nothing else is said."""
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    given: dict[str, Any] = {
        "source": SOURCE,
        "at": at + timedelta(seconds=number % 20_000),
        "text": text,
        "post": POST,
        "author": f"{number * 2_654_435_761 % 2**32:08x}",
    }
    return Comment(id=f"telegram:100:{number}", **(given | fields))


def crowd(
    day: date, *, against: int = 0, neutral: int = 0, favour: int = 0, first: int = 1
) -> list[Comment]:
    """So many voices of each attitude."""
    said = ["Qimmat"] * against + ["Qachon"] * neutral + ["Barakalla"] * favour
    return [
        comment(number, f"{word} {number}", day)
        for number, word in enumerate(said, first)
    ]


def speak(
    uri_and_db: tuple[str, str], database: MongoDB, comments: Sequence[Comment]
) -> None:
    """Let ``comments`` arrive, be scored and be counted."""
    asyncio.run(_arrive(uri_and_db, comments))
    scoring, cells = Scoring(database), Cells(database)
    now = max(comment.at for comment in comments)
    while pending := scoring.pending():
        scoring.save(list(_scored(pending)), scorer=SCORER, now=now)
    while job.step(scoring, cells, now=now):
        pass


async def _arrive(uri_and_db: tuple[str, str], comments: Sequence[Comment]) -> None:
    async with connected(*uri_and_db) as database:
        arrivals, at = Arrivals(database), comments[0].at
        post = Post(id=POST, source=SOURCE, at=at, text="Tariflar haqida")
        await arrivals.save_posts([post], now=at)
        await arrivals.save_comments(comments, now=at)


def _scored(pending: Iterable[Pending]) -> Iterable[Scored]:
    for one in pending:
        p = SAID.get(one.text.partition(" ")[0], NEUTRAL)
        verdict = Verdict(Language.UZBEK, Script.LATIN, p, ("tariffs",))
        yield Scored(one, verdict, ("tariffs",))
