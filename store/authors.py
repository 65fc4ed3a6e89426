"""What is stored of some authors, by their pseudonyms: ids alone, to be erased."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from pymongo.database import Database

from domain.periods import Period
from store.clients import Document
from store.errors import door, translated


@dataclass(frozen=True, slots=True)
class DrawnComment:
    """A comment that was drawn to be labelled; ``voice`` is a hash of its author's."""

    id: str
    voice: str
    source: str
    day: date


@door
class Authors:
    """Reads; erasing is the listener's door's."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def knows(self, source: str) -> bool:
        """Whether anything was ever kept of ``source``."""
        return self._db.sources.find_one({"_id": source}, ["_id"]) is not None

    def comments_of(self, pseudonyms: Collection[str]) -> list[str]:
        """The ids of their comments. All comments are read for it, once.

        An index of authors would serve to follow them: there is none.
        """
        chosen: Document = {"author": {"$in": list(pseudonyms)}}
        return [each["_id"] for each in self._db.comments.find(chosen, ["_id"])]

    def drawn(self, period: Period) -> Iterator[DrawnComment]:
        """All comments of ``period`` that were drawn, also those without words."""
        days = {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}
        fields = ["voice", "source", "day"]
        with translated():
            for each in self._db.labels.find({"day": days}, fields):
                day = date.fromisoformat(each["day"])
                yield DrawnComment(each["_id"], each["voice"], each["source"], day)
