"""A listening post for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.motor import connected
from tests.telegram_server import TelegramServer, World

from .listening_post import Documents, Post


@pytest.fixture
async def post(
    uri_and_db: tuple[str, str], database: Documents, tmp_path: Path
) -> AsyncIterator[Post]:
    world = World()
    async with (
        TelegramServer(world, tmp_path) as server,
        connected(*uri_and_db) as db,
    ):
        server.session(tmp_path / "telegram.session")
        yield Post(world, server, db, database, tmp_path)
