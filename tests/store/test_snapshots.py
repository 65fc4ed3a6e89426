from __future__ import annotations

from typing import Any

import pytest
from bson import decode
from pymongo.database import Database
from pymongo.errors import ConfigurationError, OperationFailure

from domain.errors import StoreError
from store.layout import COLLECTIONS
from store.snapshots import snapshot

MongoDB = Database[dict[str, Any]]


def event(name: str) -> dict[str, Any]:
    return {"_id": name, "day": "2026-03-10", "title": name}


def test_what_is_written_later_is_not_seen(database: MongoDB) -> None:
    database.events.insert_one(event("before"))

    with snapshot(database) as taken:
        counts = taken.counts()
        database.events.insert_one(event("after"))
        database.events.update_one({"_id": "before"}, {"$set": {"title": "changed"}})
        found = [decode(each) for each in taken.documents("events")]

    assert counts["events"] == 1
    assert found == [event("before")]


def test_a_collection_of_an_older_version_is_seen_too(database: MongoDB) -> None:
    database.of_long_ago.insert_one({"_id": 1})
    try:
        with snapshot(database) as taken:
            counts = taken.counts()
    finally:
        database.drop_collection("of_long_ago")

    assert counts == dict.fromkeys(COLLECTIONS, 0) | {"meta": 1, "of_long_ago": 1}


@pytest.mark.parametrize("code", [239, 246])
def test_a_past_that_is_gone_is_said_with_its_mend(
    database: MongoDB, code: int
) -> None:
    with (
        pytest.raises(StoreError, match=r"the 300 seconds .*setParameter: 1"),
        snapshot(database),
    ):
        raise OperationFailure("Read timestamp is older", code)


def test_a_server_without_snapshots_is_said_to_be_one(database: MongoDB) -> None:
    with pytest.raises(StoreError, match="has no snapshots"), snapshot(database):
        raise ConfigurationError("Snapshot reads require MongoDB 5.0 or later")
