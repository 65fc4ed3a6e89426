"""What `kayfiyat verify` looks at: reads alone, and nothing but what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database

from domain.attitudes import Attitude
from domain.campaigns import WITHIN
from domain.cells import Cell
from domain.periods import day_of
from domain.sources import Completeness
from store.campaigns import COUNTED, counted
from store.clients import Document
from store.collected import EVERYWHERE, SUMMED
from store.documents import cell_of
from store.errors import door, translated
from store.layout import COLLECTIONS
from store.published import posts_of
from store.rules import DAY
from store.stale import SourceDay, stale_id

EXAMPLES = 3

_TEXTS = {"posts": "text", "comments": "text", "campaigns": "words", "terms": "words"}
"""Where words from outside lie."""


_DATED: Document = {"$regex": DAY["pattern"]}
_PLACED: Document = {"$match": {"source": {"$type": "string"}, "day": _DATED}}
"""Others are told of as invalid; they must not hide what else is wrong."""


@dataclass(frozen=True, slots=True)
class Found:
    """Documents that are not as they should be: how many, and the ids of some."""

    count: int
    ids: tuple[str, ...] = ()


@door
class Inspection:
    """Asks of the whole database, one collection or one day at a time."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def misshapen(self) -> list[str]:
        """Collections whose rules are not those of the table, and missing indexes."""
        rules = {
            each["name"]: each.get("options", {}).get("validator", {})
            for each in self._db.list_collections()
        }
        wrong = []
        for name, collection in COLLECTIONS.items():
            if rules.get(name) != {"$jsonSchema": collection.rules}:
                wrong.append(f"{name}: rules")
            there = {each["name"]: each for each in self._db[name].list_indexes()}
            wrong += [
                f"{name}: index {wanted.document['name']}"
                for wanted in collection.indexes
                if not _is_there(wanted, there)
            ]
        return wrong

    def invalid(self, name: str) -> Found:
        """Documents that the rules of their collection would refuse."""
        return self._found(name, {"$nor": [{"$jsonSchema": COLLECTIONS[name].rules}]})

    def count(self, name: str) -> int:
        return self._db[name].estimated_document_count()

    def places(self) -> list[SourceDay]:
        """The sources and days that have comments or cells."""
        each = {"$group": {"_id": {"source": "$source", "day": "$day"}}}
        found = {
            (one["_id"]["source"], one["_id"]["day"])
            for name in ("comments", "cells")
            for one in self._db[name].aggregate([_PLACED, each])
        }
        return sorted(found)

    def days(self) -> list[date]:
        """The days that have cells or sums over all sources."""
        found = {d for name in ("cells", "national") for d in self._days(name)}
        return [date.fromisoformat(day) for day in sorted(found)]

    def collected(self) -> list[SourceDay]:
        """The sources and days whose posts are summed."""
        fields = {"source": 1, "day": 1, "_id": 0}
        chosen = {"source": {"$gt": EVERYWHERE}, "day": _DATED}
        found = self._db.collected.find(chosen, fields)
        return sorted((each["source"], each["day"]) for each in found)

    def is_final(self, source: str, day: str) -> bool:
        """Whether words of that day have expired: it cannot be counted again."""
        chosen = {"source": source, "day": day, "forgotten": True}
        return self._db.comments.find_one(chosen, ["_id"]) is not None

    def is_moving(self, source: str, day: str) -> bool:
        """Whether comments or cells of that day wait for their turn."""
        if self._db.stale.find_one({"_id": stale_id(source, day)}):
            return True
        waiting = {"source": source, "day": day, "pending": True}
        return self._db.comments.find_one(waiting, ["_id"]) is not None

    def is_uncounted(self, source: str, day: str, *, late: timedelta) -> bool:
        """Whether what this source's posts of ``day`` drew may be counted yet."""
        marks = (self._db[name].find_one({"source": source}) for name in _MARKS)
        if any(marks) or self._waits(source):
            return True
        looked = self._db.meta.find_one(SUMMED)
        if looked is None:
            return True
        return self._read_since(source, day, looked["since_at"] - late)

    def is_unsummed(self, day: date) -> bool:
        """Whether the sums over all sources of that day are not said to be current."""
        mark = self._db.summed.find_one({"_id": day.isoformat()})
        return mark is None or mark["token"] != mark.get("sums")

    def cells(self, source: str, day: str) -> list[Cell]:
        found = self._db.cells.find({"source": source, "day": day})
        return [cell_of(each) for each in found]

    def cells_of_day(self, day: date) -> list[Cell]:
        found = self._db.cells.find({"day": day.isoformat()})
        return [cell_of(each) for each in found.batch_size(10_000)]

    def summed_reforms(self, day: date) -> list[str]:
        """The reforms that have a sum over all sources on that day."""
        found: list[str] = self._db.national.distinct(
            "reform", {"day": day.isoformat()}
        )
        return found

    def drew(self, source: str, day: str) -> Document:
        """What is kept of the posts of a source and day, as it lies there."""
        return self._db.collected.find_one({"source": source, "day": day}) or {}

    def other_everywhere(self) -> list[str]:
        """The days whose sum over all sources is not that of the sources."""
        together = self._by_day({"source": {"$gt": EVERYWHERE}})
        kept = self._by_day({"source": EVERYWHERE})
        none = Completeness(0, 0, 0)
        return [
            day
            for day in sorted(together.keys() | kept.keys())
            if together.get(day, none) != kept.get(day, none)
        ]

    def campaigns(self) -> list[str]:
        return sorted(str(one["_id"]) for one in self._db.campaigns.find({}, ["_id"]))

    def campaign(self, id_: str) -> Document | None:
        """How many comments and authors a campaign is said to have, and where."""
        return self._db.campaigns.find_one({"_id": id_}, _OF_CAMPAIGN)

    def campaign_anew(self, id_: str) -> Document | None:
        """The same, counted anew; None if no comment is of it."""
        stages = [{"$match": {"campaign": id_}}, {"$group": COUNTED}]
        for summed in self._db.comments.aggregate(stages):
            return {"_id": id_} | counted(summed)
        return None

    def is_partly_forgotten(self, id_: str) -> bool:
        """Whether words of a campaign have expired: authors went with them."""
        chosen = {"campaign": id_, "forgotten": True}
        return self._db.comments.find_one(chosen, ["_id"]) is not None

    def is_to_be_searched(self, id_: str) -> bool:
        """Whether days near a campaign are to be searched again: who wrote there may
        have been erased since. So is one that is not there any more.
        """
        kept = self._db.campaigns.find_one({"_id": id_}, ["first_at", "last_at"])
        return kept is None or self._is_searched_near(kept)

    def terms(self) -> Iterator[tuple[str, int]]:
        """Each word of a reform, and how many people used it on its side."""
        with translated():
            for each in self._db.terms.find({}, ["words"]):
                for word, side, against, in_favour, _ in each["words"]:
                    people = against if side == Attitude.AGAINST else in_favour
                    yield f"{each['_id']}: {word}", people

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """A collection, an id and a text, for each text that came from outside."""
        with translated():
            for name, field in _TEXTS.items():
                there = {field: {"$exists": True}}
                for each in self._db[name].find(there, [field]).batch_size(5_000):
                    yield name, each["_id"], _text(each[field])

    def letters(self) -> Iterator[tuple[str, str]]:
        """Each week that has a letter, and its facts."""
        with translated():
            for each in self._db.digests.find({"facts": {"$exists": True}}, ["facts"]):
                yield each["_id"], each["facts"]

    def _found(self, name: str, chosen: Mapping[str, Any]) -> Found:
        count = self._db[name].count_documents(chosen)
        some = self._db[name].find(chosen, ["_id"]).limit(EXAMPLES) if count else ()
        return Found(count, tuple(str(each["_id"]) for each in some))

    def _is_searched_near(self, campaign: Document) -> bool:
        first, last = campaign["first_at"] - _NEAR, campaign["last_at"] + _NEAR
        days = {"$gte": day_of(first).isoformat(), "$lte": day_of(last).isoformat()}
        asked = self._db.unsearched.find_one({"_id": days}, ["_id"])
        return bool(asked or self._db.stale.find_one({"day": days}, ["_id"]))

    def _days(self, name: str) -> list[str]:
        dated = {"$match": {"day": _DATED}}
        groups = self._db[name].aggregate([dated, {"$group": {"_id": "$day"}}])
        return [group["_id"] for group in groups]

    def _by_day(self, chosen: Document) -> dict[str, Completeness]:
        sums = {name: {"$sum": f"${name}"} for name in ("posts", "server", "stored")}
        groups = self._db.collected.aggregate(
            [{"$match": chosen}, {"$group": {"_id": "$day"} | sums}]
        )
        return {
            each["_id"]: Completeness(each["posts"], each["server"], each["stored"])
            for each in groups
        }

    def _waits(self, source: str) -> bool:
        waiting = {"pending": True, "source": source}
        return self._db.comments.find_one(waiting, ["_id"]) is not None

    def _read_since(self, source: str, day: str, at: datetime) -> bool:
        lately = [{"saved_at": {"$gte": at}}, {"read_at": {"$gte": at}}]
        chosen = posts_of(source, day) | {"$or": lately}
        return self._db.posts.find_one(chosen, ["_id"]) is not None


_MARKS = ("stale", "uncounted")

_OF_CAMPAIGN = ["first_at", "last_at", "sources", "comments", "authors"]

_NEAR = 2 * WITHIN
"""Within it, one comment may decide whether another is of a campaign."""

_OPTIONS = ("sparse", "unique", "expireAfterSeconds", "partialFilterExpression")


def _is_there(wanted: IndexModel, there: Mapping[str, Mapping[str, Any]]) -> bool:
    """By its keys and all that decides what it finds, not by its name alone."""
    document = wanted.document
    found = there.get(document["name"])
    return (
        found is not None
        and list(found["key"].items()) == list(document["key"].items())
        and all(found.get(name) == document.get(name) for name in _OPTIONS)
    )


def _text(value: str | list[list[Any]]) -> str:
    """A text, or the words of one, each with its counts, in a row.

    In a row, as what is next to a number tells whether it is a person's.
    """
    if isinstance(value, list):
        return " ".join(str(row[0]) for row in value if row)
    return str(value)
