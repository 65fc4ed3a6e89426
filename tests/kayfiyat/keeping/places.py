"""Databases full of something to keep, and a way to keep it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bson import ObjectId
from bson.raw_bson import RawBSONDocument
from pymongo.database import Database

from domain.comments import Comment
from domain.settings import PrivacySettings
from kayfiyat.keeping.parts import Header
from kayfiyat.keeping.putting import put_database
from kayfiyat.keeping.reading import backup
from kayfiyat.keeping.saving import save_database
from kayfiyat.keeping.watching import Watch
from store.documents import comment_document
from store.layout import COLLECTIONS
from store.schema import mark_synthetic

MongoDB = Database[dict[str, Any]]

NOW = datetime(2026, 3, 10, 7, tzinfo=UTC)
DAY = "2026-03-10"
SOURCE = "telegram_web:kunuz"
PASSPHRASE = b"a passphrase that nobody guesses"
QUIET = Watch()
NEVER = PrivacySettings(text_days=36_500)

FAR_AHEAD = datetime(2100, 1, 1, tzinfo=UTC)
"""So that MongoDB does not let it expire while a test runs."""

_BY_TYPE: dict[str, Any] = {
    "string": "so‘z",
    "date": FAR_AHEAD,
    "int": 3,
    "number": 0.5,
    "bool": True,
    "binData": b"\x00\xff",
    "objectId": ObjectId("65f000000000000000000000"),
    "object": {},
}


def one_valid(rules: dict[str, Any]) -> Any:
    """A value that obeys ``rules``, with every field that they know."""
    if "enum" in rules:
        return rules["enum"][0]
    kind = rules["bsonType"]
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        count = rules.get("minItems", 1)
        return [one_valid(rules.get("items", {"bsonType": "string"}))] * count
    if kind == "object" and "properties" in rules:
        return {key: one_valid(each) for key, each in rules["properties"].items()}
    if "pattern" in rules and kind == "string":
        return DAY
    return _BY_TYPE[kind]


def fill(database: MongoDB, count: int = 3) -> None:
    """Put so many documents into every collection of the table."""
    for name, collection in COLLECTIONS.items():
        one = one_valid(collection.rules)
        if name == "meta":
            one = {"since_at": NOW}
        ids = _ids(collection.rules["properties"]["_id"], count)
        database[name].insert_many([one | {"_id": id_} for id_ in ids])
    mark_synthetic(database)


def _ids(rules: dict[str, Any], count: int) -> list[Any]:
    if rules["bsonType"] == "objectId":
        return [ObjectId() for _ in range(count)]
    return [f"2026-03-{n + 1:02}" for n in range(count)]


def comment(number: int, **fields: Any) -> dict[str, Any]:
    """A comment as it arrives: its author's own words."""
    given = {"text": f"Narxlar {number} marta oshdi", "author": f"author-{number}"}
    made = Comment(f"c{number}", SOURCE, NOW, **(given | fields))
    stored = {"_id": made.id, "saved_at": NOW, "first_at": NOW}
    return stored | comment_document(made, pending=True)


def everything(database: MongoDB) -> dict[str, list[bytes]]:
    """All documents as they lie there, byte by byte."""
    raw = database.with_options(
        codec_options=database.codec_options.with_options(
            document_class=RawBSONDocument
        )
    )
    return {
        name: [bytes(each.raw) for each in raw[name].find().sort("_id", 1)]
        for name in COLLECTIONS
    }


def saved(database: MongoDB, path: Path) -> Header:
    header, _ = save_database(
        database, path, passphrase=PASSPHRASE, now=NOW, watch=QUIET
    )
    return header


def put_back(database: MongoDB, path: Path, **given: Any) -> None:
    with backup(path, passphrase=PASSPHRASE) as found:
        put_database(database, found, now=NOW, watch=QUIET, **given)
