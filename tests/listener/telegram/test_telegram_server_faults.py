"""What the test server can let go wrong, as Telethon meets it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from socket import create_connection

import pytest
from telethon import errors
from telethon.tl.functions.channels import GetFullChannelRequest, GetMessagesRequest
from telethon.tl.types import (
    InputChannel,
)

from tests.listener.telegram.telethon_itself import ids, peer, talk, telethon
from tests.telegram_server import TelegramServer, World


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(World(), tmp_path) as server:
        yield server


async def test_a_private_channel_shows_nothing(server: TelegramServer) -> None:
    channel, post = talk(server, 3)
    server.world.make_private(channel)
    asked = InputChannel(channel.id, channel.access_hash)

    async with telethon(server) as client:
        for ask in (
            client(GetFullChannelRequest(asked)),
            client(GetMessagesRequest(asked, [post.id])),
            client.get_messages(peer(channel)),
            client.get_messages(
                peer(channel), reply_to=post.id, limit=None, wait_time=0
            ),
        ):
            with pytest.raises(errors.ChannelPrivateError):
                await ask


@pytest.mark.parametrize("later", [False, True])
async def test_a_hidden_group_is_read_by_its_posts_only(
    server: TelegramServer, *, later: bool
) -> None:
    channel, post = talk(server, 3, public_group=later)
    if later:
        server.world.hide_group(channel)

    async with telethon(server) as client:
        for numbers in (None, [1]):
            with pytest.raises(errors.ChannelPrivateError):
                await client.get_messages(peer(channel.linked), ids=numbers)
        read = await client.get_messages(
            peer(channel), reply_to=post.id, limit=None, wait_time=0
        )

    assert len(read) == 3


async def test_comments_can_be_switched_off(server: TelegramServer) -> None:
    channel, post = talk(server, 3)
    server.world.switch_off_comments(channel)

    async with telethon(server) as client:
        with pytest.raises(errors.MsgIdInvalidError):
            await client.get_messages(
                peer(channel), reply_to=post.id, limit=None, wait_time=0
            )
        (shown,) = await client.get_messages(peer(channel))

    assert shown.replies is None


async def test_a_flood_wait_is_for_one_method(server: TelegramServer) -> None:
    talk(server, 3)
    server.flood(7, method="messages.GetHistory")

    async with telethon(server) as client:
        entity = await client.get_entity("kun")
        with pytest.raises(errors.FloodWaitError) as raised:
            await client.get_messages(entity)

    assert raised.value.seconds == 7


async def test_an_error_comes_as_often_as_it_was_asked_for(
    server: TelegramServer,
) -> None:
    channel, _ = talk(server, 1)

    async with telethon(server) as client:
        server.fail(400, "CHAT_ADMIN_REQUIRED", times=2)
        for _ in range(2):
            with pytest.raises(errors.ChatAdminRequiredError):
                await client.get_messages(peer(channel))
        assert await client.get_messages(peer(channel))


@pytest.mark.parametrize("inside", [False, True])
async def test_a_cut_connection_costs_nothing(
    server: TelegramServer, *, inside: bool
) -> None:
    channel, _ = talk(server, 999)
    async with telethon(server) as client:
        await client.get_me()
        connects = server.connects
        server.faults.drop_inside = inside
        if not inside:
            server.drop_after(4)
        read = await client.get_messages(peer(channel.linked), limit=None, wait_time=0)

    assert ids(read) == list(range(1_000, 0, -1))
    assert server.connects == connects + 1


async def test_a_port_that_is_closed_and_opened_is_found_again(
    server: TelegramServer,
) -> None:
    channel, _ = talk(server, 1)

    async with telethon(server, retry_delay=0.1) as client:
        await client.get_me()
        await server.close_port()
        asking = asyncio.create_task(client.get_messages(peer(channel)))
        await asyncio.sleep(0.1)
        await server.open_port()
        assert len(await asking) == 1


async def test_a_half_open_connection_never_answers(server: TelegramServer) -> None:
    channel, _ = talk(server, 1)

    async with telethon(server) as client:
        await client.get_me()
        server.faults.half_open = True
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await client.get_messages(peer(channel))
    assert not server.requests["messages.GetHistory"]


async def test_who_is_hung_up_on_cannot_connect(server: TelegramServer) -> None:
    server.faults.accept_and_close = True

    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await connected_once(server)
    assert server.connects


async def connected_once(server: TelegramServer) -> None:
    async with telethon(server, logged_in=False, connection_retries=1):
        pass


async def test_a_revoked_session_is_unregistered(server: TelegramServer) -> None:
    channel, _ = talk(server, 1)

    async with telethon(server) as client:
        await client.get_messages(peer(channel))
        server.revoke()
        with pytest.raises(errors.AuthKeyUnregisteredError):
            await client.get_messages(peer(channel))


async def test_a_forgotten_key_ends_the_connection(server: TelegramServer) -> None:
    async with telethon(server) as client:
        await client.get_me()
        server.forget_keys()
        with pytest.raises((ConnectionError, errors.AuthKeyNotFound)):
            await client.get_messages(1)


async def test_a_new_salt_goes_unnoticed(server: TelegramServer) -> None:
    channel, _ = talk(server, 1)

    async with telethon(server) as client:
        await client.get_me()
        server.new_salt()
        assert await client.get_messages(peer(channel))


async def test_a_bug_of_the_server_fails_the_test(tmp_path: Path) -> None:
    server = TelegramServer(World(), tmp_path)
    talk(server, 1)[0].numbers.append(99)

    with pytest.raises(ExceptionGroup, match="the test server has bugs"):
        await asked_once(server)


async def asked_once(server: TelegramServer) -> None:
    async with server, telethon(server) as client:
        entity = await client.get_entity("kun")
        with pytest.raises(errors.BadRequestError):
            await client.get_messages(entity)


def test_the_outside_world_cannot_be_reached() -> None:
    with pytest.raises(ConnectionRefusedError, match="a test wanted to connect"):
        create_connection(("192.0.2.1", 80), timeout=1)
