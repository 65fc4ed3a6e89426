"""The same door over both async clients, and a way for sync tests to fill it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC
from typing import Any, TypeVar

import pytest
from pymongo import AsyncMongoClient

from store.arrivals import Arrivals
from store.motor import connected

T = TypeVar("T")


@pytest.fixture(params=["motor", "pymongo"])
async def arrivals(
    request: pytest.FixtureRequest, uri_and_db: tuple[str, str]
) -> AsyncIterator[Arrivals]:
    """One contract, two clients: the day Motor must go, nothing else changes."""
    uri, name = uri_and_db
    if request.param == "motor":
        async with connected(uri, name) as database:
            yield Arrivals(database)
    else:
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            uri, tz_aware=True, tzinfo=UTC
        )
        async with client:
            yield Arrivals(client[name])


@pytest.fixture
def arrive(
    uri_and_db: tuple[str, str],
) -> Callable[[Callable[[Arrivals], Awaitable[T]]], T]:
    """Let something arrive in a test that is not async itself."""

    async def done(what: Callable[[Arrivals], Awaitable[T]]) -> T:
        async with connected(*uri_and_db) as database:
            return await what(Arrivals(database))

    return lambda what: asyncio.run(done(what))
