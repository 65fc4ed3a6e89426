"""What a MongoDB tells of itself, and whether it is in the shape we need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import WriteConcern

from store.clients import Database, Document
from store.errors import door
from store.layout import COLLECTIONS, VERSION

PATIENCE_MS = 5_000
"""So long most members have to acknowledge a write."""

_PATIENT = WriteConcern(w="majority", j=True, wtimeout=PATIENCE_MS)

_KEPT_OPTIONS = ("unique", "expireAfterSeconds", "partialFilterExpression", "sparse")


@dataclass(frozen=True, slots=True)
class Server:
    """``host`` is where it answers; ``free`` are bytes of its disk, if it tells."""

    host: str
    version: tuple[int, ...]
    takes_writes: bool
    replica_set: str
    at: datetime
    free: int | None


@dataclass(frozen=True, slots=True)
class Shape:
    """Of the stored data: its version, None before the first; the program's own."""

    version: int | None
    known: int
    missing: tuple[str, ...]


@door
class Checkup:
    """Reads; what it writes changes nothing."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def server(self) -> Server:
        admin = self._db.client.admin
        hello, built = admin.command("hello"), admin.command("buildInfo")
        return Server(
            host=(self._db.client.address or ("", 0))[0],
            version=tuple(built["versionArray"][:3]),
            takes_writes=bool(hello.get("isWritablePrimary")),
            replica_set=str(hello.get("setName", "")),
            at=hello["localTime"].replace(tzinfo=UTC),
            free=_free(self._db.command("dbStats")),
        )

    def write_nothing(self) -> None:
        """A write that finds nothing to change, acknowledged as all of ours must be.

        Raises StoreError where a write of ours would fail.
        """
        meta = self._db.get_collection("meta", write_concern=_PATIENT)
        meta.update_one({"_id": "no such document"}, {"$unset": {"nothing": ""}})

    def shape(self) -> Shape:
        told = self._db.meta.find_one({"_id": "schema"})
        if told is None:
            return Shape(None, VERSION, ())
        missing = tuple(self._missing())
        return Shape(int(told.get("version", 0)), VERSION, missing)

    def months(self) -> list[str]:
        """The months, as 2026-01, of comments that have words and an author still."""
        found: list[str] = []
        kept = {"text": {"$exists": True}, "author": {"$gt": ""}}
        after = ""
        while each := self._db.comments.find_one(
            {**kept, "day": {"$gt": after}}, ["day"], sort=[("day", 1)]
        ):
            found.append(each["day"][:7])
            after = f"{found[-1]}~"  # sorts behind all days of the month
        return found

    def _missing(self) -> list[str]:
        """The indexes of the layout that are not there, or are others by that name."""
        missing = []
        for name, collection in COLLECTIONS.items():
            there = {each["name"]: each for each in self._db[name].list_indexes()}
            missing += [
                f"{name}.{index.document['name']}"
                for index in collection.indexes
                if not _same(index.document, there.get(index.document["name"]))
            ]
        return missing


def _same(wanted: Mapping[str, Any], found: Mapping[str, Any] | None) -> bool:
    if found is None or list(wanted["key"].items()) != list(found["key"].items()):
        return False
    return all(wanted.get(each) == found.get(each) for each in _KEPT_OPTIONS)


def _free(stats: Mapping[str, Any]) -> int | None:
    if not stats.get("fsTotalSize"):
        return None
    return int(stats["fsTotalSize"] - stats["fsUsedSize"])
