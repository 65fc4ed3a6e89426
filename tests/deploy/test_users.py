"""What our user may do in a MongoDB that asks for passwords, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from bson import encode
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import OperationFailure

from domain.errors import ConfigError, StoreError
from domain.mongodb_settings import MongoSettings
from kayfiyat.mongod_users import set_up, wanted
from store.clients import connect
from store.restoring import Restoring
from store.schema import prepare
from store.snapshots import snapshot
from tests.deploy.composed import Here

Documents = Database[dict[str, Any]]


def settings(here: Here, **other: str) -> MongoSettings:
    told = {
        "uri": f"mongodb://kayfiyat@{at(here)}/?replicaSet=rs0",
        "db": "kayfiyat",
        "password_file": str(here.secrets / "mongodb_password"),
    }
    return MongoSettings(**told | other).entered()


def at(here: Here) -> str:
    return f"127.0.0.1:{here.ports['27017']}"


def root_password(here: Here) -> str:
    return (here.secrets / "mongodb_root_password").read_text()


@pytest.fixture
def ours(here: Here) -> Iterator[Documents]:
    """The database, entered as our user."""
    database = connect(settings(here).uri, "kayfiyat")
    yield database
    database.client.close()


def test_nobody_enters_without_a_password(here: Here) -> None:
    with (
        MongoClient[dict[str, Any]](at(here), directConnection=True) as nobody,
        pytest.raises(OperationFailure, match="requires authentication"),
    ):
        nobody["kayfiyat"].comments.find_one()


def test_our_user_does_all_that_we_do(ours: Documents) -> None:
    """Rules and indexes set, set again after a change, a snapshot taken."""
    prepare(ours)
    ours.meta.update_one({"_id": "schema"}, {"$unset": {"layout": ""}})
    prepare(ours)

    with snapshot(ours) as taken:
        assert taken.counts()["comments"] == 0


@pytest.mark.parametrize(
    "db, command",
    [
        ("admin", {"usersInfo": 1}),
        ("admin", {"createUser": "x", "pwd": "x", "roles": ["root"]}),
        ("admin", {"shutdown": 1}),
        ("other", {"find": "things"}),
        ("other", {"insert": "things", "documents": [{}]}),
        ("kayfiyat", {"createUser": "x", "pwd": "x", "roles": []}),
        ("kayfiyat", {"dropDatabase": 1}),
    ],
)
def test_our_user_may_do_nothing_else(
    ours: Documents, db: str, command: dict[str, Any]
) -> None:
    with pytest.raises(OperationFailure, match="not authorized"):
        ours.client[db].command(command)


def test_another_database_is_opened_by_setting_it_up(here: Here) -> None:
    """For `restore`, which fills an empty one."""
    other = settings(here, db="kayfiyat2")
    database = connect(other.uri, "kayfiyat2")
    with pytest.raises(StoreError, match="does not let us in"):
        prepare(database)

    set_up(wanted(other, root_password(here)), at=at(here))

    prepare(database)
    restoring = Restoring(database)
    restoring.begin(now=datetime(2026, 1, 1, tzinfo=UTC))
    restoring.put("comments", [encode({"_id": "of an older time"})])
    restoring.end()
    database.client.close()


def test_it_may_be_repeated_and_sets_a_new_password(here: Here) -> None:
    file = here.secrets / "mongodb_password"
    before = file.read_text()
    file.write_text("new/one")
    try:
        done = set_up(wanted(settings(here), root_password(here)), at=at(here))
        connect(settings(here).uri, "kayfiyat").client.close()
    finally:
        file.write_text(before)
        set_up(wanted(settings(here), root_password(here)), at=at(here))

    assert done == [
        "set the rights of the role kayfiyat in kayfiyat",
        "set the password of the user kayfiyat",
    ]


def test_another_root_password_is_told_of(here: Here) -> None:
    with pytest.raises(ConfigError, match="root's password is another"):
        set_up(wanted(settings(here), "not-it"), at=at(here))


@pytest.mark.parametrize(
    "uri",
    ["", "mongodb://here/", "mongodb://me:it@here/", "mongodb://here/?replicaSet=a"],
)
def test_settings_that_say_too_little_are_told_of(uri: str) -> None:
    with pytest.raises(ConfigError, match="must name a user and a replica set"):
        wanted(MongoSettings(uri=uri), "root's")
