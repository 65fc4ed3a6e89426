"""What a MongoDB tells of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from pymongo import IndexModel
from pymongo.database import Database

from domain.errors import StoreError
from store.checkup import Checkup, Shape
from store.clients import connect
from store.layout import COLLECTIONS, VERSION

MongoDB = Database[dict[str, Any]]


@pytest.fixture
def fresh(mongodb_uri: str) -> Iterator[MongoDB]:
    """A database that nothing has prepared."""
    database = connect(mongodb_uri, f"test_{uuid4().hex}")
    yield database
    database.client.drop_database(database.name)
    database.client.close()


def keep(database: MongoDB, day: date, **fields: Any) -> None:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    kept = {"text": "salom", "author": "somebody"} | fields
    document: dict[str, Any] = {
        "_id": f"{day}", "source": "telegram_web:kun", "post": None, "at": at,
        "day": f"{day}", "words": "a", "fingerprint": "a", "official": False,
        "edited": False, "reactions": [], "pending": True, "saved_at": at,
        "first_at": at,
    }  # fmt: skip
    given = {key: value for key, value in kept.items() if value is not None}
    database.comments.insert_one(document | given)


def test_a_server_tells_what_we_need(database: MongoDB) -> None:
    told = Checkup(database).server()

    assert told.version >= (6, 0)
    assert told.takes_writes
    assert told.replica_set == "kayfiyat"
    assert told.host == "127.0.0.1"
    assert told.at.tzinfo is UTC
    assert told.free is None or told.free > 0


def test_writing_nothing_leaves_nothing(fresh: MongoDB) -> None:
    Checkup(fresh).write_nothing()

    assert fresh.list_collection_names() == []


def test_writing_nothing_fails_where_writing_would(fresh: MongoDB) -> None:
    fresh.create_collection("others")
    fresh.command("create", "meta", viewOn="others", pipeline=[])

    with pytest.raises(StoreError, match="refused"):
        Checkup(fresh).write_nothing()


def test_a_prepared_database_lacks_nothing(database: MongoDB) -> None:
    assert Checkup(database).shape() == Shape(VERSION, VERSION, ())


def test_a_fresh_one_has_no_version_yet(fresh: MongoDB) -> None:
    assert Checkup(fresh).shape() == Shape(None, VERSION, ())


def test_an_index_that_is_another_by_its_name_is_missing(fresh: MongoDB) -> None:
    fresh.meta.insert_one({"_id": "schema", "version": VERSION})
    for name, collection in COLLECTIONS.items():
        if collection.indexes:
            fresh[name].create_indexes(list(collection.indexes))
    fresh.comments.drop_index("of_day")
    fresh.comments.create_indexes([IndexModel([("source", 1)], name="of_day")])

    assert Checkup(fresh).shape().missing == ("comments.of_day",)


def test_months_are_those_of_comments_with_words_and_author(
    database: MongoDB,
) -> None:
    keep(database, date(2026, 1, 31))
    keep(database, date(2026, 2, 1), text=None)
    keep(database, date(2026, 3, 9), author=None)
    keep(database, date(2026, 4, 1))
    keep(database, date(2026, 4, 30))

    assert Checkup(database).months() == ["2026-01", "2026-04"]
