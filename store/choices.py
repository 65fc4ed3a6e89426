"""The door of what analysts chose for sources: added, paused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pymongo.database import Database

from domain.choices import Choice
from store.clients import DURABLE, Document
from store.errors import door


@door
class Choices:
    """One document a source. Only the app writes here; the listener reads."""

    def __init__(self, database: Database[Document]) -> None:
        self._choices = database.get_collection("choices", write_concern=DURABLE)

    def all(self) -> list[Choice]:
        return [
            Choice(each["_id"], each["paused"], each.get("settings"))
            for each in self._choices.find().sort("_id", 1)
        ]

    def pause(self, source: str, *, paused: bool, by: str, now: datetime) -> None:
        """Pause a source, or go on with it."""
        chosen = {"paused": paused, "by": by, "at": now}
        self._choices.update_one({"_id": source}, {"$set": chosen}, upsert=True)

    def add(
        self, source: str, settings: Mapping[str, Any], *, by: str, now: datetime
    ) -> bool:
        """Follow a source from now on; False if it was added before."""
        chosen = {"settings": dict(settings), "paused": False, "by": by, "at": now}
        done = self._choices.update_one(
            {"_id": source, "settings": {"$exists": False}},
            {"$set": chosen},
            upsert=not self._is_there(source),
        )
        return bool(done.matched_count or done.upserted_id)

    def remove(self, source: str) -> bool:
        """Follow a source that was added no more; False if none was."""
        done = self._choices.delete_one({"_id": source, "settings": {"$exists": True}})
        return done.deleted_count == 1

    def _is_there(self, source: str) -> bool:
        return self._choices.find_one({"_id": source}, ["_id"]) is not None
