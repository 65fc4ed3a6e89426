"""What many tests share: one real MongoDB, and a fresh database for each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from pymongo.database import Database

from kayfiyat.mongod import private_mongod
from store.clients import connect
from store.schema import prepare


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with private_mongod(tmp_path_factory.mktemp("mongodb")) as uri:
        yield uri


@pytest.fixture
def uri_and_db(mongodb_uri: str) -> Iterator[tuple[str, str]]:
    """The address and the name of a fresh, prepared database."""
    name = f"test_{uuid4().hex}"
    database = connect(mongodb_uri, name)
    prepare(database)
    yield mongodb_uri, name
    database.client.drop_database(name)
    database.client.close()


@pytest.fixture
def database(uri_and_db: tuple[str, str]) -> Iterator[Database[dict[str, Any]]]:
    uri, name = uri_and_db
    database = connect(uri, name)
    yield database
    database.client.close()
