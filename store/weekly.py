"""The door to a week's words: what a bounded number of people said in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pymongo.database import Database

from domain.periods import Period
from store.clients import Document
from store.errors import door

MOST = 20_000
"""No more comments are read."""

SHORT = 1_000
"""Of a comment no more characters are read."""


@dataclass(frozen=True, slots=True)
class SaidIn:
    """A scored comment of the public, in its redacted words."""

    author: str
    day: date
    source: str
    language: str
    text: str


@door
class Weekly:
    """Reads, never writes."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def said(self, period: Period, *, most: int = MOST) -> list[SaidIn]:
        """At most ``most`` scored comments of ``period`` that have words and an author.

        If there are more, those of the people whose pseudonyms come first: these are
        keyed hashes, so people are drawn as if by lot, whenever they spoke and however
        much, with all that they said; and the same again, whoever asks. Campaigns are
        left out: their words are one hand's.
        """
        stages: list[Document] = [
            {"$match": _speaking(period)},
            {"$project": _FIELDS},
            {"$sort": {"author": 1, "_id": 1}},
            {"$limit": most},
        ]
        found = self._db.comments.aggregate(stages, batchSize=5_000)
        return [_said(one) for one in found]


def _speaking(period: Period) -> Document:
    return {
        "day": {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()},
        "text": {"$exists": True},
        "attitude.label": {"$gt": ""},
        "author": {"$gt": ""},
        "official": False,
        "campaign": {"$exists": False},
    }


_FIELDS: Document = {
    "author": 1,
    "day": 1,
    "source": 1,
    "language": "$attitude.language",
    "text": {"$substrCP": ["$text", 0, SHORT]},
}


def _said(one: Document) -> SaidIn:
    return SaidIn(
        author=one["author"],
        day=date.fromisoformat(one["day"]),
        source=one["source"],
        language=one["language"],
        text=one["text"],
    )
