"""The door to what people said: where they spoke, what they said, never by whom.

Nothing here grows with the number of comments: places are read from cells, of a
place a bounded number of comments, which lie together in an index.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pymongo.database import Database

from domain.cells import EVERY_REFORM
from domain.quotes import Heard
from store.clients import Document
from store.errors import door

Place = tuple[str, date]
"""A source and a day."""

EXAMINED = 400
"""Of one source on one day no more comments are read, ..."""

EXAMINED_FOR_REFORM = 2_000
"""... but where only those on a reform are wanted: most are passed over at once."""

HEARD = 100
"""Of one source on one day no more voices are drawn."""

SHORT = 4_000
"""Of a comment no more characters are read."""

PRIME = 2_147_483_647
"""Larger than the number of milliseconds in three weeks: times of a day stay apart."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose words are asked for; no sources or languages means all."""

    reform: str | None = None
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    campaigns: bool = True


@dataclass(frozen=True, slots=True)
class Lot:
    """What chance decided for one place.

    ``start`` in [0, 1) is where reading begins in a place with too many comments;
    voices are taken in the order of their pseudonyms from ``pivot`` on, and of a
    voice that comment is taken whose time has the lowest remainder of
    (``factor`` × time + ``shift``) by PRIME.
    """

    start: float
    pivot: str
    factor: int
    shift: int


@door
class Voices:
    """Reads, never writes."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def words_since(self) -> date | None:
        """The first day of which any words are kept; by one step in an index."""
        first = self._db.comments.find_one(
            {"text": {"$exists": True}}, ["day"], sort=[("day", 1), ("source", 1)]
        )
        return date.fromisoformat(first["day"]) if first else None

    def places(self, days: Collection[date], wanted: Wanted) -> dict[Place, int]:
        """How many voices spoke in each place on ``days``, by the cells."""
        chosen: Document = {
            "reform": wanted.reform or EVERY_REFORM,
            "day": {"$in": sorted(day.isoformat() for day in days)},
            "voices": {"$gt": 0},
        }
        if wanted.sources:
            chosen["source"] = {"$in": list(wanted.sources)}
        if wanted.languages:
            chosen["language"] = {"$in": list(wanted.languages)}
        if not wanted.campaigns:
            chosen["campaign"] = False
        place = {"source": "$source", "day": "$day"}
        grouped = {"_id": place, "voices": {"$sum": "$voices"}}
        found = self._db.cells.aggregate([{"$match": chosen}, {"$group": grouped}])
        return {
            (one["_id"]["source"], date.fromisoformat(one["_id"]["day"])): one["voices"]
            for one in found.batch_size(10_000)
        }

    def heard(self, place: Place, wanted: Wanted, lot: Lot) -> list[Heard]:
        """One comment of each of at most HEARD voices of ``place``, as ``lot`` says.

        Of the public, scored as it stands, with its words still kept. Without
        campaigns none of who wrote for one, as far as the comments read there tell:
        neither what they wrote on other reforms or in other languages.
        """
        source, day = place
        here: Document = {"source": source, "day": day.isoformat()}
        there = self._db.comments.count_documents(here)
        most = EXAMINED_FOR_REFORM if wanted.reform else EXAMINED
        skipped = int(lot.start * max(there - most + 1, 0))
        stages: list[Document] = [
            {"$match": here},
            *([{"$skip": skipped}] if skipped else []),
            {"$limit": most},
            *([] if wanted.campaigns else _WITHOUT_CAMPAIGNERS),
            {"$match": _speaking(wanted)},
            *_by_lot(lot),
        ]
        return [_heard(found["one"]) for found in self._db.comments.aggregate(stages)]

    def posts(self, ids: Collection[str]) -> dict[str, str]:
        """The words of posts, by their ids."""
        found = self._db.posts.find({"_id": {"$in": sorted(ids)}}, ["text"])
        return {one["_id"]: one["text"] for one in found}

    def campaigns(self, ids: Collection[str], *, k: int) -> dict[str, int]:
        """How many comments a campaign has, of those by at least ``k`` authors."""
        chosen = {"_id": {"$in": sorted(ids)}, "authors": {"$gte": k}}
        found = self._db.campaigns.find(chosen, ["comments"])
        return {one["_id"]: one["comments"] for one in found}


def _speaking(wanted: Wanted) -> Document:
    chosen: Document = {
        "official": False,
        "text": {"$exists": True},
        "attitude.p": {"$type": "array"},
        # Edited since it was scored: the attitude is of other words.
        "$expr": {"$eq": ["$words", "$attitude.words"]},
    }
    if wanted.reform:
        chosen["attitude.reforms"] = wanted.reform
    if wanted.languages:
        chosen["attitude.language"] = {"$in": list(wanted.languages)}
    return chosen


def _by_lot(lot: Lot) -> Sequence[Document]:
    """One comment of each voice, and voices in an order that is by lot.

    MongoDB's own ``$sample`` cannot be repeated. Pseudonyms are as good as random;
    for voices without one the time, hashed (Carter and Wegman 1979), is.
    """
    turn = {
        "$mod": [
            {"$add": [{"$multiply": [_MOMENT, lot.factor]}, lot.shift]},
            PRIME,
        ]
    }
    by_none = {"$toString": turn}
    grouped: Document = {
        "_id": _PERSON,
        "key": {"$first": {"$ifNull": ["$author", by_none]}},
        "one": {"$min": {"turn": turn, "said": _LIGHT}},
    }
    after = {"$lt": ["$key", lot.pivot]}
    return (
        {"$group": grouped},
        {"$set": {"after": after}},
        {"$sort": {"after": 1, "key": 1, "_id": 1}},
        {"$limit": HEARD},
        {"$project": {"_id": 0, "one": "$one.said"}},
    )


_MOMENT: Document = {"$mod": [{"$toLong": "$at"}, PRIME]}

_PERSON: Document = {"$ifNull": ["$author", "$_id"]}

_WITHOUT_CAMPAIGNERS: Sequence[Document] = (
    {
        "$setWindowFields": {
            "partitionBy": _PERSON,
            "output": {"campaigner": {"$max": "$campaign"}},
        }
    },
    {"$match": {"campaigner": None}},
)

_LIGHT: Document = {
    "id": "$_id",
    "source": "$source",
    "day": "$day",
    "text": {"$substrCP": ["$text", 0, SHORT]},
    "author": "$author",
    "post": "$post",
    "language": "$attitude.language",
    "script": "$attitude.script",
    "p": "$attitude.p",
    "campaign": "$campaign",
}


def _heard(said: dict[str, Any]) -> Heard:
    return Heard(
        id=said["id"],
        source=said["source"],
        day=date.fromisoformat(said["day"]),
        text=said["text"],
        author=said.get("author"),
        post=said.get("post"),
        language=said["language"],
        script=said["script"],
        p=tuple(said["p"]),
        campaign=said.get("campaign"),
    )
