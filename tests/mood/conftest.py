"""Lets comments and ledgers arrive from a test that waits for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from store.arrivals import Arrivals
from store.motor import connected

Arrive = Callable[[Callable[[Arrivals], Awaitable[Any]]], Any]


@pytest.fixture
def arrive(uri_and_db: tuple[str, str]) -> Arrive:
    """Do something with the listener's door of the test's database."""

    async def done(do: Callable[[Arrivals], Awaitable[Any]]) -> Any:
        async with connected(*uri_and_db) as database:
            return await do(Arrivals(database))

    return lambda do: asyncio.run(done(do))
