"""What is to be done again, by its key, as soon as it has waited for some time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bson import ObjectId
from pymongo import DeleteOne, UpdateOne
from pymongo.collection import Collection

from store.clients import Document
from store.errors import door


@dataclass(frozen=True, slots=True)
class Asked:
    """A key that work is asked for; ``token`` tells when it was last asked."""

    key: str
    token: str


@door
class ToDo:
    """Keys that were asked for and not answered yet."""

    def __init__(self, keys: Collection[Document]) -> None:
        self._keys = keys

    def ask(self, keys: Iterable[str], *, now: datetime) -> None:
        """Note that there is something to do; who is asked again waits no longer."""
        if writes := asking(keys, now):
            self._keys.bulk_write(writes, ordered=False)

    def asked(self, until: datetime) -> list[Asked]:
        """What was first asked for at ``until`` or before, by key."""
        found = self._keys.find({"asked_at": {"$lte": until}}).sort("_id", 1)
        return [Asked(one["_id"], str(one["token"])) for one in found]

    def waiting(self) -> list[str]:
        """The keys of all that was asked for and not answered yet."""
        return [one["_id"] for one in self._keys.find({}, ["_id"])]

    def answered(self, done: Iterable[Asked]) -> None:
        """Strike out what is ``done``, but for what was asked again meanwhile."""
        writes = [
            DeleteOne({"_id": each.key, "token": ObjectId(each.token)}) for each in done
        ]
        if writes:
            self._keys.bulk_write(writes, ordered=False)


def asking(keys: Iterable[str], now: datetime) -> list[UpdateOne]:
    """The writes by which these are asked for."""
    return [
        UpdateOne(
            {"_id": key},
            # The earliest: who asked first may have had a clock that was ahead.
            {"$set": {"token": ObjectId()}, "$min": {"asked_at": now}},
            upsert=True,
        )
        for key in sorted(set(keys))
    ]
