"""Posts, comments and attitudes for the tests of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.attitudes import Language, Script, Verdict
from domain.cells import EVERY_REFORM, Cell
from domain.comments import Comment, Post
from store.scoring import Pending, Scored

NOON = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
"""Noon in Tashkent on DAY."""

DAY = date(2026, 3, 10)
SOURCE = "telegram_web:kunuz"


def comment(number: int = 1, **fields: Any) -> Comment:
    given: dict[str, Any] = {
        "source": SOURCE,
        "at": NOON + timedelta(seconds=number),
        "text": f"Narxlar oshdi {number}",
        "post": "telegram:kunuz:7",
        "author": f"author-{number}",
    }
    return Comment(id=f"telegram:100:{number}", **(given | fields))


def post(number: int = 7, **fields: Any) -> Post:
    given: dict[str, Any] = {
        "source": SOURCE,
        "at": NOON - timedelta(hours=1),
        "text": "Elektr energiyasi tariflari",
        "views": 10,
        "url": f"https://t.me/kunuz/{number}",
    }
    return Post(id=f"telegram:kunuz:{number}", **(given | fields))


def scored(
    pending: Sequence[Pending],
    *,
    p: tuple[float, float, float] | None = (0.7, 0.2, 0.1),
    language: Language = Language.UZBEK,
    reforms: tuple[str, ...] = ("tariffs",),
    wordings: Mapping[str, bytes] | None = None,
) -> list[Scored]:
    """All of ``pending`` scored alike; ``wordings`` by the id of the comment."""
    verdict = Verdict(language, Script.LATIN, p, reforms, (("oshdi", -1.5),))
    return [
        Scored(one, verdict, reforms, (wordings or {}).get(one.id)) for one in pending
    ]


def cell(day: date = DAY, **fields: Any) -> Cell:
    given: dict[str, Any] = {
        "source": SOURCE,
        "reform": EVERY_REFORM,
        "language": "uz",
        "campaign": False,
        "comments": 3,
        "scored": 2,
        "voices": 2,
        "votes": (1.0, 0.75, 0.25),
        "outer": ((1.0, 2.0, 3.0), (2.0, 4.0, 5.0), (3.0, 5.0, 6.0)),
    }
    return Cell(day=day, **(given | fields))
