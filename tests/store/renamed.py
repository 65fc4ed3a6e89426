"""A made-up migration: in a version 0, which never was, events had no titles."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from store.migrations import Migration

OLD: dict[str, Any] = {"nation": {"$exists": True}}


def _change(database: Database[dict[str, Any]]) -> None:
    database.events.update_many(OLD, {"$rename": {"nation": "title"}})


RENAMED = Migration(
    "the title of an event was its nation",
    lambda database: database.events.count_documents(OLD),
    _change,
)
