"""The titles of reforms, for those who show them and may not know the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from pymongo import UpdateOne
from pymongo.database import Database

from domain.reforms import Reform
from store.clients import Document
from store.errors import translated


def save_titles(database: Database[Document], reforms: Iterable[Reform]) -> None:
    """Save the titles of ``reforms`` in every writing; safe to repeat."""
    writes = [
        UpdateOne(
            {"_id": reform.id}, {"$set": {"titles": dict(reform.titles)}}, upsert=True
        )
        for reform in reforms
    ]
    if writes:
        with translated():
            database.reforms.bulk_write(writes, ordered=False)


def titles_of_reforms(
    database: Database[Document], writing: str = "en"
) -> dict[str, str]:
    """By the reform's id, in ``writing``: ``uz-Latn``, ``uz-Cyrl``, ``ru``, ``en``."""
    with translated():
        return {
            found["_id"]: found["titles"][writing]
            for found in database.reforms.find({f"titles.{writing}": {"$gt": ""}})
        }
