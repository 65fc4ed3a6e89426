"""MongoDB: is there one, does it take what we write, is it in shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from domain.errors import StoreError
from kayfiyat.doctor import mongodb
from kayfiyat.doctor.findings import State
from kayfiyat.doctor.mongodb import of_program, of_server, of_server_clock, of_shape
from kayfiyat.mongod import private_mongod
from store.checkup import Server, Shape
from store.clients import connect
from store.schema import RESTORING, prepare
from tests.kayfiyat.doctor.worlds import NOON, OK, WARNING, WRONG, a_world, says

MongoDB = Database[dict[str, Any]]

GOOD = Server("10.0.0.1", (8, 0, 1), True, "rs0", NOON, 10**11)


def test_a_mongod_that_runs_tells_its_version(tmp_path: Path) -> None:
    assert says(mongodb.program(a_world(tmp_path)), OK, "mongod 6.")


@pytest.mark.parametrize(
    "told, trouble, word",
    [
        ("db version v5.0.9", "", "MongoDB 6"),
        ("", "", "does not tell"),
        ("", "error while loading shared libraries: libcurl.so.4: no", "libcurl4"),
    ],
)
def test_a_mongod_that_will_not_do_is_wrong(told: str, trouble: str, word: str) -> None:
    assert says(of_program("/bin/mongod", told, trouble), WRONG, word)


def test_there_is_no_database_before_the_first_start(tmp_path: Path) -> None:
    with mongodb.reached(a_world(tmp_path / "data")) as database:
        assert database is None
    assert not (tmp_path / "data").exists()


def test_a_private_one_is_started_for_the_look(tmp_path: Path) -> None:
    with private_mongod(tmp_path):
        pass

    world = a_world(tmp_path)
    with mongodb.reached(world) as database:
        assert database is not None
        assert says(mongodb.server(world, database), OK, ", private")
        assert says(mongodb.clock(world, database), OK, "--online")
    assert not (tmp_path / "mongod.json").exists()


def test_an_address_where_nobody_answers_is_an_error(tmp_path: Path) -> None:
    uri = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100"

    with (
        pytest.raises(StoreError, match="does not answer"),
        mongodb.reached(a_world(tmp_path, mongodb={"uri": uri})),
    ):
        pass


def test_a_server_is_told_with_what_it_can_do(
    tmp_path: Path, database: MongoDB, mongodb_uri: str
) -> None:
    world = a_world(tmp_path, mongodb={"uri": mongodb_uri})

    assert says(mongodb.server(world, database), OK, "takes writes", "kayfiyat")
    assert mongodb.room(world, database).said.endswith("MongoDB at 127.0.0.1")


@pytest.mark.parametrize(
    "server, word",
    [
        (replace(GOOD, version=(5, 0, 0)), "MongoDB 6"),
        (replace(GOOD, takes_writes=False), "no primary"),
    ],
)
def test_a_server_that_will_not_do_is_wrong(server: Server, word: str) -> None:
    assert says(of_server(server, private=False), WRONG, word, "10.0.0.1")


def test_another_machines_clock_is_compared() -> None:
    apart = timedelta(seconds=9)

    assert says(of_server_clock(apart, "10.0.0.1"), WARNING, "ahead of MongoDB's")
    assert says(of_server_clock(timedelta(), "10.0.0.1"), OK, "agree")
    assert says(of_server_clock(apart, "127.0.0.1"), OK)


@pytest.mark.parametrize(
    "shape, state, word",
    [
        (Shape(None, 1, ()), OK, "empty"),
        (Shape(1, 1, ()), OK, "all indexes"),
        (Shape(2, 1, ()), WRONG, "newer Kayfiyat"),
        (Shape(1, 2, ()), WRONG, "kayfiyat migrate"),
        (Shape(1, 1, ("comments.waiting",)), WARNING, "comments.waiting"),
    ],
)
def test_stored_data_must_be_in_shape(shape: Shape, state: State, word: str) -> None:
    assert says(of_shape(shape, "mood"), state, word)


def test_a_backup_that_is_half_restored_is_an_error(
    tmp_path: Path, database: MongoDB
) -> None:
    database.meta.insert_one(RESTORING)

    with pytest.raises(StoreError, match="kayfiyat restore"):
        mongodb.shape(a_world(tmp_path), database)


def test_the_mend_of_a_lost_index_mends_it(
    tmp_path: Path, uri_and_db: tuple[str, str]
) -> None:
    database = connect(*uri_and_db)
    database.comments.drop_index("waiting")
    before = mongodb.shape(a_world(tmp_path), database)

    database.meta.update_one({"_id": "schema"}, {"$unset": {"layout": ""}})
    prepare(database)

    assert says(before, WARNING, "comments.waiting", "layout")
    assert says(mongodb.shape(a_world(tmp_path), database), OK)
    database.client.close()
