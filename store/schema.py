"""Bring a database into shape: validation, indexes, version number."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from pymongo.database import Database
from pymongo.errors import CollectionInvalid, OperationFailure

from domain.errors import StoreError
from store.clients import DURABLE, Document
from store.errors import translated
from store.layout import COLLECTIONS, VERSION
from store.rules import Collection

_SCHEMA = {"_id": "schema"}
_SYNTHETIC = {"_id": "synthetic"}
RESTORING = {"_id": "restoring"}
"""Stands in a database for as long as a backup is not whole in it."""

_EXISTS_ALREADY = 48


def prepare(database: Database[Document], *, restoring: bool = False) -> None:
    """Set validation rules and indexes; quick if they are set already.

    Several processes may do it at once. Raises StoreError if a newer program
    has been at work here, or an older one whose documents are to be migrated, or if
    a backup is being restored, by others than who does it.
    """
    with translated():
        if not restoring:
            refuse_half(database)
        found = database.meta.find_one(_SCHEMA) or {}
        _check_version(found.get("version", 0), database.name)
        layout = _layout_fingerprint()
        if found.get("layout") == layout:
            return
        for name, collection in COLLECTIONS.items():
            _shape(database, name, collection)
        database.get_collection("meta", write_concern=DURABLE).update_one(
            _SCHEMA, {"$set": {"version": VERSION, "layout": layout}}, upsert=True
        )


def mark_synthetic(database: Database[Document]) -> None:
    """Say for ever that what is stored here was made up."""
    with translated():
        database.meta.update_one(_SYNTHETIC, {"$set": _SYNTHETIC}, upsert=True)


def is_synthetic(database: Database[Document]) -> bool:
    with translated():
        return database.meta.find_one(_SYNTHETIC) is not None


_HELD = ("sources", "posts", "comments", "cells", "labels", "subscribers", "digests")


def is_empty(database: Database[Document]) -> bool:
    """Whether nothing is kept here that somebody said, added or asked for."""
    with translated():
        return not any(database[name].find_one({}, ["_id"]) for name in _HELD)


def refuse_half(database: Database[Document]) -> None:
    """Raises StoreError while a backup is being restored here."""
    if database.meta.find_one(RESTORING):
        raise StoreError(
            f"A backup is being restored into the database {database.name}, or its "
            "restoring was broken off: run `kayfiyat restore` again"
        )


def _check_version(version: int, name: str) -> None:
    if version > VERSION:
        raise StoreError(
            f"The database {name} has version {version} and this program knows "
            f"{VERSION}; install a newer Kayfiyat or name another MONGODB_DB"
        )
    if 0 < version < VERSION:
        raise StoreError(
            f"The database {name} has version {version} and this program {VERSION}; "
            "stop all that uses it, make a backup, and run `kayfiyat migrate`"
        )


def _shape(database: Database[Document], name: str, collection: Collection) -> None:
    rules = {"$jsonSchema": collection.rules}
    try:
        database.create_collection(name, validator=rules)
    except (CollectionInvalid, OperationFailure) as error:
        if isinstance(error, OperationFailure) and error.code != _EXISTS_ALREADY:
            raise
        database.command("collMod", name, validator=rules)
    if collection.indexes:
        database[name].create_indexes(list(collection.indexes))


def _layout_fingerprint() -> str:
    """Changes when the rules or the indexes change, so that they are set again."""
    table: list[Any] = [
        (name, collection.rules, [index.document for index in collection.indexes])
        for name, collection in COLLECTIONS.items()
    ]
    return blake2b(repr(table).encode(), digest_size=12).hexdigest()
