"""Migrations, by one that is made up: from a version 0, which never was, to 1."""

from __future__ import annotations

from typing import Any

import pytest
from pymongo.database import Database
from pymongo.errors import WriteError

from domain.errors import StoreError
from store.layout import VERSION
from store.migrations import MIGRATIONS, Migration, Step, due, migrate
from store.schema import prepare
from tests.store.renamed import OLD, RENAMED

MongoDB = Database[dict[str, Any]]
SCHEMA = {"_id": "schema"}
TABLE = {0: RENAMED}


@pytest.fixture
def old(database: MongoDB) -> MongoDB:
    """A database of version 0, in which events had no titles but nations."""
    rules = {"$jsonSchema": {"required": ["nation"]}}
    database.command("collMod", "events", validator=rules)
    database.events.insert_many({"_id": n, "nation": "UZ"} for n in "abc")
    database.events.update_many({}, {"$set": {"day": "2026-03-10"}})
    database.meta.update_one(SCHEMA, {"$set": {"version": 0, "layout": "of 0"}})
    return database


def version(database: MongoDB) -> int:
    found = database.meta.find_one(SCHEMA)
    assert found
    return int(found["version"])


def test_a_dry_run_says_what_would_change_and_changes_nothing(old: MongoDB) -> None:
    steps = due(old, table=TABLE)

    assert steps == [Step(0, "the title of an event was its nation", documents=3)]
    assert old.events.count_documents(OLD) == 3
    assert version(old) == 0


def test_a_migration_changes_documents_and_then_the_version(old: MongoDB) -> None:
    assert migrate(old, table=TABLE) == 1

    assert old.events.count_documents({"title": "UZ"}) == 3
    assert version(old) == VERSION
    assert due(old, table=TABLE) == []


def test_afterwards_the_rules_are_those_of_today(old: MongoDB) -> None:
    migrate(old, table=TABLE)

    prepare(old)

    with pytest.raises(WriteError):
        old.events.insert_one({"_id": "d", "nation": "UZ", "day": "2026-03-10"})


def test_one_that_was_broken_off_goes_on_where_it_was(old: MongoDB) -> None:
    old.command("collMod", "events", validator={})
    old.events.update_one({"_id": "a"}, {"$rename": {"nation": "title"}})
    assert due(old, table=TABLE)[0].documents == 2

    migrate(old, table=TABLE)

    assert old.events.count_documents({"title": "UZ"}) == 3


def test_steps_are_taken_in_turn(old: MongoDB) -> None:
    nothing = Migration("nothing", lambda _: 0, lambda _: None)

    assert [
        step.version for step in due(old, table={0: RENAMED, 1: nothing}, to=2)
    ] == [*(0, 1)]
    assert migrate(old, table={0: RENAMED, 1: nothing}, to=2) == 2
    assert version(old) == 2


def test_a_way_that_nobody_knows_is_not_gone(old: MongoDB) -> None:
    with pytest.raises(StoreError, match="no way from 1 to 2"):
        migrate(old, table=TABLE, to=2)
    assert version(old) == 0


def test_a_database_of_today_has_nothing_to_do(database: MongoDB) -> None:
    assert due(database) == []
    assert migrate(database) == 0


def test_every_version_that_was_has_a_way_to_the_next() -> None:
    assert set(range(1, VERSION)) <= set(MIGRATIONS)
