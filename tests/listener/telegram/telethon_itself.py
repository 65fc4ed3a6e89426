"""Telethon as it is, connected to the test server; and what is said there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from telethon import TelegramClient, events
from telethon.crypto import rsa
from telethon.sessions import MemorySession
from telethon.tl.types import (
    InputPeerChannel,
    UpdateDeleteChannelMessages,
    UpdateEditChannelMessage,
    UpdateMessageReactions,
    UpdateNewChannelMessage,
)

from tests.telegram_server import Chat, Said, TelegramServer

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TOLD = (
    UpdateNewChannelMessage,
    UpdateEditChannelMessage,
    UpdateDeleteChannelMessages,
    UpdateMessageReactions,
)


@asynccontextmanager
async def telethon(
    server: TelegramServer, *, logged_in: bool = True, **options: Any
) -> AsyncIterator[Any]:
    """Telethon's client; without a session it agrees on a key first."""
    rsa.add_key(server.public_key.read_text(), old=False)
    session: Any = MemorySession()
    session.set_dc(2, "127.0.0.1", server.port)
    if logged_in:
        path = server.public_key.with_name("accepted.session")
        server.session(path)
        session = str(path)
    given = {"flood_sleep_threshold": 0, "retry_delay": 0, "timeout": 2} | options
    client = TelegramClient(session, 1, "a" * 32, **given)
    try:
        await client.connect()
        yield client
    finally:
        await client.disconnect()


@asynccontextmanager
async def hearing(server: TelegramServer) -> AsyncIterator[tuple[Any, list[Any]]]:
    """A client that is pushed what happens, and the updates that it was told of."""
    heard: list[Any] = []
    async with telethon(server) as client:
        listen(client, heard)
        await client.get_me()
        await client.catch_up()
        yield client, heard


def listen(client: Any, heard: list[Any]) -> None:
    async def hear(update: Any) -> None:
        if isinstance(update, TOLD):
            heard.append(update)

    client.add_event_handler(hear, events.Raw())


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not what():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def ids(messages: Any) -> list[int]:
    return [message.id for message in messages]


def peer(chat: Chat | None) -> InputPeerChannel:
    assert chat is not None
    return InputPeerChannel(chat.id, chat.access_hash)


def kinds(heard: list[Any]) -> list[type]:
    return [type(update) for update in heard]


def talk(server: TelegramServer, number: int, **options: Any) -> tuple[Chat, Said]:
    """A channel with one post and so many comments under it."""
    channel = server.world.channel("kun", **options)
    post = server.world.post(channel, "Narxlar", at=NOW)
    for n in range(number):
        at = NOW + timedelta(minutes=n)
        server.world.comment(post, f"Fikr {n}", author=n + 1, at=at)
    return channel, post
