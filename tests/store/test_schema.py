from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from pymongo.database import Database
from pymongo.errors import WriteError

from domain.errors import StoreError
from store.arrivals import Arrivals, Saved
from store.clients import connect
from store.layout import COLLECTIONS, VERSION
from store.schema import is_synthetic, mark_synthetic, prepare
from tests.store.examples import NOON, comment

Arrive = Callable[[Callable[[Arrivals], Awaitable[Saved]]], Saved]
MongoDB = Database[dict[str, Any]]


@pytest.mark.parametrize("stray", ["name", "user_id", "identity", "avatar"])
def test_a_stray_field_cannot_slip_into_a_comment(
    database: MongoDB, arrive: Arrive, stray: str
) -> None:
    arrive(lambda arrivals: arrivals.save_comments([comment()], now=NOON))

    with pytest.raises(WriteError, match="validation"):
        database.comments.update_one({}, {"$set": {stray: "Alisher"}})
    with pytest.raises(WriteError, match="validation"):
        database.comments.update_one({}, {"$set": {f"attitude.{stray}": "Alisher"}})


@pytest.mark.parametrize("collection", sorted(COLLECTIONS))
def test_every_collection_refuses_what_is_not_in_its_table(
    database: MongoDB, collection: str
) -> None:
    with pytest.raises(WriteError, match="validation"):
        database[collection].insert_one({"_id": "x", "stray": 1})


def test_every_index_of_the_table_is_there(database: MongoDB) -> None:
    for name, collection in COLLECTIONS.items():
        wanted = {index.document["name"] for index in collection.indexes}

        assert set(database[name].index_information()) == wanted | {"_id_"}


def test_preparing_again_changes_nothing(database: MongoDB, arrive: Arrive) -> None:
    arrive(lambda arrivals: arrivals.save_comments([comment()], now=NOON))

    prepare(database)

    assert database.comments.count_documents({}) == 1


def test_rules_that_changed_are_set_anew(database: MongoDB) -> None:
    database.command("collMod", "comments", validator={})
    database.meta.update_one({"_id": "schema"}, {"$set": {"layout": "older"}})

    prepare(database)

    assert database.comments.options()["validator"]


def test_several_processes_may_prepare_at_once(mongodb_uri: str) -> None:
    databases = [connect(mongodb_uri, f"test_{uuid4().hex}")] * 6
    try:
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(prepare, databases))

        assert set(databases[0].list_collection_names()) == set(COLLECTIONS)
    finally:
        databases[0].client.drop_database(databases[0].name)
        databases[0].client.close()


def test_a_newer_database_is_left_alone(database: MongoDB) -> None:
    newer = {"version": VERSION + 1}
    database.meta.update_one({"_id": "schema"}, {"$set": newer})

    with pytest.raises(StoreError, match="install a newer Kayfiyat"):
        prepare(database)


def test_made_up_data_is_marked_for_ever(database: MongoDB) -> None:
    assert not is_synthetic(database)

    mark_synthetic(database)
    mark_synthetic(database)

    assert is_synthetic(database)


@pytest.mark.parametrize(
    "query, index",
    [
        ({"pending": True}, "waiting"),
        ({"day": {"$lt": "2026-03-10"}, "text": {"$exists": True}}, "with_words"),
        ({"post": "telegram:kunuz:7"}, "of_post"),
        ({"post": {"$in": ["telegram:kunuz:7", "telegram:kunuz:8"]}}, "of_post"),
        ({"source": "feed:gov", "day": "2026-03-10"}, "of_day"),
        ({"attitude.wording": {"$gt": b""}, "at": {"$gt": NOON}}, "with_wording"),
        ({"campaign": {"$gt": ""}, "at": {"$gt": NOON}}, "of_campaign"),
        ({"attitude.scorer": {"$gt": ""}}, "of_scorer"),
        ({"official": True}, "official"),
    ],
)
def test_comments_are_looked_up_by_an_index(
    database: MongoDB, query: dict[str, Any], index: str
) -> None:
    found = database.comments.find(query).explain()

    assert f"'indexName': '{index}'" in str(found["queryPlanner"])


def test_what_waits_is_found_in_the_order_of_time(database: MongoDB) -> None:
    waiting = database.comments.find({"pending": True}).sort("at", -1).explain()

    assert "'indexName': 'waiting'" in str(waiting["queryPlanner"])
    assert "'SORT'" not in str(waiting["queryPlanner"]["winningPlan"])
