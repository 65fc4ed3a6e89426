"""A second database, which nothing has touched."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from store.clients import connect
from tests.kayfiyat.keeping.places import MongoDB


@pytest.fixture
def untouched(mongodb_uri: str) -> Iterator[MongoDB]:
    database = connect(mongodb_uri, f"restored_{uuid4().hex}")
    yield database
    database.client.drop_database(database.name)
    database.client.close()
