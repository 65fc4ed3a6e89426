"""What many tests share: one real MongoDB, and a fresh database for each test."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any
from uuid import uuid4

import pytest
import structlog
from hypothesis import settings
from pymongo.database import Database

from kayfiyat.mongod import private_mongod
from shown.speech import ENGLISH, speak
from store.clients import connect
from store.schema import prepare

# No test asserts times: on a busy machine an example may take as long as it likes.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_configure() -> None:
    """No test may reach the outside world: a fresh session would go to Telegram.

    Nor does the width of the terminal in which the tests run matter to any.
    """
    sys.addaudithook(_loopback_only)
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)


@pytest.fixture(autouse=True)
def _as_at_the_start() -> Iterator[None]:
    """What another test spoke last is forgotten, and where its log went.

    Streamlit runs a page as the main module, which processes that are spawned later
    would run again.
    """
    speak(ENGLISH.tag)
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
    structlog.reset_defaults()


def _loopback_only(event: str, args: tuple[object, ...]) -> None:
    if event != "socket.connect" or not isinstance(args[1], tuple):
        return
    host = str(args[1][0]).partition("%")[0]
    if host != "localhost" and not ip_address(host).is_loopback:
        raise ConnectionRefusedError(f"a test wanted to connect to {host}")


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with private_mongod(tmp_path_factory.mktemp("mongodb")) as uri:
        _keep_what_is_old(uri)
        yield uri


def _keep_what_is_old(uri: str) -> None:
    """Tests live at times long past: what expires would go at any moment."""
    with connect(uri, "admin").client as client:
        client.admin.command("setParameter", 1, ttlMonitorEnabled=False)


@pytest.fixture(scope="session")
def empty_databases() -> list[str]:
    """Prepared databases that no test uses: to prepare one takes half a second."""
    return []


@pytest.fixture
def uri_and_db(
    mongodb_uri: str, empty_databases: list[str]
) -> Iterator[tuple[str, str]]:
    """The address and the name of a prepared database with nothing in it."""
    name = empty_databases.pop() if empty_databases else f"test_{uuid4().hex}"
    database = connect(mongodb_uri, name)
    prepare(database)
    as_prepared = _shape(database)
    yield mongodb_uri, name
    if _shape(database) == as_prepared:
        _empty(database)
        empty_databases.append(name)
    else:
        database.client.drop_database(name)
    database.client.close()


def _shape(database: Database[dict[str, Any]]) -> object:
    """Its collections with their rules, and which version made them."""
    collections = {each["name"]: each for each in database.list_collections()}
    return collections, database.meta.find_one({"_id": "schema"})


def _empty(database: Database[dict[str, Any]]) -> None:
    for name in database.list_collection_names():
        database[name].delete_many({"_id": {"$ne": "schema"}})


@pytest.fixture
def database(uri_and_db: tuple[str, str]) -> Iterator[Database[dict[str, Any]]]:
    uri, name = uri_and_db
    database = connect(uri, name)
    yield database
    database.client.close()
