"""Write many documents at once: idempotent, unordered, safe beside other writers."""

from __future__ import annotations

from collections.abc import (
    Awaitable,
    Callable,
    Container,
    Iterable,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import InsertOne, UpdateOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError

from store.changes import Known
from store.clients import Document

Written = tuple[str, Document]
"""The natural id of a document and its fields."""

_DUPLICATE = 11_000


@dataclass(frozen=True, slots=True)
class Saved:
    """How many were given, how many of them were new, how many had changed."""

    read: int = 0
    added: int = 0
    changed: int = 0

    def __add__(self, other: Saved) -> Saved:
        return Saved(
            self.read + other.read,
            self.added + other.added,
            self.changed + other.changed,
        )


async def known(
    collection: AsyncCollection[Document], ids: Sequence[str], fields: Sequence[str]
) -> dict[str, Document]:
    """What is stored of ``ids``, by id."""
    found = await collection.find({"_id": {"$in": ids}}, list(fields)).to_list(None)
    return {document["_id"]: document for document in found}


async def write(
    collection: AsyncCollection[Document],
    documents: Iterable[Written],
    known: Known,
    *,
    now: datetime,
    fixed: Container[str] = (),
) -> Saved:
    """Insert what is not known, update the rest, but for the fields ``fixed``.

    What was known and has been erased since is not brought back.
    """
    writes = [
        UpdateOne({"_id": key}, {"$set": _but(fields, fixed) | {"saved_at": now}})
        if key in known
        else InsertOne({"_id": key} | fields | {"first_at": now, "saved_at": now})
        for key, fields in documents
    ]
    if not writes:
        return Saved()
    done = await collection.bulk_write(writes, ordered=False)
    return Saved(added=done.inserted_count, changed=done.matched_count)


def _but(fields: Document, fixed: Container[str]) -> Document:
    return {name: value for name, value in fields.items() if name not in fixed}


async def until_won(attempt: Callable[[], Awaitable[Saved]]) -> Saved:
    """Repeat ``attempt``, which decides anew, while another writer is quicker.

    A plain insert is three times as fast as an upsert; the price is that two
    writers may insert the same new document. Then one of them comes here.
    """
    saved = Saved()
    while True:
        try:
            return saved + await attempt()
        except BulkWriteError as error:
            if not only_duplicates(error.details):
                raise
            saved += Saved(
                added=error.details["nInserted"], changed=error.details["nMatched"]
            )


def only_duplicates(details: Mapping[str, Any]) -> bool:
    """Whether a bulk write failed for nothing but another writer's being quicker."""
    codes = {error["code"] for error in details.get("writeErrors", [])}
    return codes == {_DUPLICATE} and not details.get("writeConcernErrors")
