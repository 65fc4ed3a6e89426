"""The server that the tests listen to, as Telethon sees it just as it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from telethon import errors
from telethon.tl.functions.channels import GetFullChannelRequest
from telethon.tl.functions.messages import GetDiscussionMessageRequest
from telethon.tl.types import (
    InputPeerChannel,
)

from tests.listener.telegram.telethon_itself import NOW, ids, peer, talk, telethon
from tests.telegram_server import TelegramServer, World
from tests.telegram_server.login import CODE, PHONE


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(World(), tmp_path) as server:
        yield server


async def test_a_key_is_exchanged_and_a_code_logs_in(server: TelegramServer) -> None:
    talk(server, 0)

    async with telethon(server, logged_in=False) as client:
        with pytest.raises(errors.AuthKeyUnregisteredError):
            await client.get_entity("kun")
        await client.send_code_request(PHONE)
        await client.sign_in(PHONE, CODE)
        entity = await client.get_entity("kun")

    assert entity.title == "Kun"


async def test_a_password_is_asked_for_and_checked(server: TelegramServer) -> None:
    server.login.password = "sir"

    async with telethon(server, logged_in=False) as client:
        await client.send_code_request(PHONE)
        with pytest.raises(errors.SessionPasswordNeededError):
            await client.sign_in(PHONE, CODE)
        with pytest.raises(errors.PasswordHashInvalidError):
            await client.sign_in(password="boshqa")
        me = await client.sign_in(password="sir")

    assert me.first_name == "Listener"


async def test_a_channel_leads_to_its_group(server: TelegramServer) -> None:
    channel, _ = talk(server, 0)

    async with telethon(server) as client:
        full = await client(GetFullChannelRequest("KUN"))

    assert channel.linked is not None
    assert full.full_chat.linked_chat_id == channel.linked.id
    assert full.full_chat.participants_count == 1_000
    assert {chat.access_hash for chat in full.chats} == {
        channel.access_hash,
        channel.linked.access_hash,
    }


async def test_an_access_hash_is_checked(server: TelegramServer) -> None:
    channel, _ = talk(server, 0)
    wrong = InputPeerChannel(channel.id, channel.access_hash + 1)

    async with telethon(server) as client:
        with pytest.raises(errors.ChannelInvalidError):
            await client.get_messages(wrong)


async def test_a_name_that_nobody_has_is_not_found(server: TelegramServer) -> None:
    async with telethon(server) as client:
        with pytest.raises(ValueError, match="No user has"):
            await client.get_entity("hechkim")


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("reverse", [False, True])
async def test_history_is_paged_both_ways(
    server: TelegramServer, *, reverse: bool, gaps: bool
) -> None:
    channel, _ = talk(server, 350)
    group = channel.linked
    assert group is not None
    for number in range(40, 320, 3) if gaps else ():
        server.world.delete(group.said[number])

    async with telethon(server) as client:
        read = [
            message.id
            async for message in client.iter_messages(
                peer(group), reverse=reverse, wait_time=0
            )
        ]

    assert read == sorted(group.said, reverse=not reverse)


async def test_history_is_limited_by_number_and_date(server: TelegramServer) -> None:
    channel, _ = talk(server, 250)
    date = NOW + timedelta(minutes=100)

    async with telethon(server) as client:
        between = await client.get_messages(
            peer(channel.linked), min_id=20, max_id=140, limit=None, wait_time=0
        )
        (before,) = await client.get_messages(
            peer(channel.linked), offset_date=date, limit=1
        )

    assert ids(between) == list(range(139, 20, -1))
    assert before.date == date - timedelta(minutes=1)


async def test_comments_are_read_through_their_post(server: TelegramServer) -> None:
    channel, post = talk(server, 230)
    server.world.chatter(channel, "Boshqa gap")
    other = server.world.post(channel, "Ikkinchi")
    server.world.comment(other, "Boshqa post ostida")

    async with telethon(server) as client:
        read = await client.get_messages(
            peer(channel), reply_to=post.id, limit=None, wait_time=0
        )
        (shown,) = await client.get_messages(peer(channel), ids=[post.id])

    assert ids(read) == post.comments[::-1]
    assert len(read) == 230
    assert shown.replies.replies == 230
    assert shown.replies.max_id == max(post.comments)


async def test_an_answer_names_its_root_and_a_comment_does_not(
    server: TelegramServer,
) -> None:
    channel, post = talk(server, 0)
    first = server.world.comment(post, "Nega?")
    answer = server.world.comment(post, "Bilmadim", reply_to=first)

    async with telethon(server) as client:
        found = await client.get_messages(peer(channel.linked), limit=2)
        root = await client(GetDiscussionMessageRequest(peer(channel), post.id))

    (top,) = root.messages
    headers = {one.id: one.reply_to for one in found}
    assert headers[first.id].reply_to_top_id is None
    assert headers[first.id].reply_to_msg_id == top.id
    assert headers[answer.id].reply_to_top_id == top.id
    assert top.fwd_from.channel_post == post.id


async def test_an_album_has_its_comments_under_its_first(
    server: TelegramServer,
) -> None:
    channel = server.world.channel("kun")
    first = server.world.post(channel, "Rasmlar", album=3)
    server.world.comment(first, "Zoʻr")

    async with telethon(server) as client:
        shown = await client.get_messages(peer(channel), limit=3)
        read = await client.get_messages(peer(channel), reply_to=first.id)
        with pytest.raises(errors.MsgIdInvalidError):
            await client.get_messages(peer(channel), reply_to=first.id + 1)

    assert len({message.grouped_id for message in shown}) == 1
    assert [bool(message.replies) for message in shown] == [False, False, True]
    assert [message.text for message in read] == ["Zoʻr"]
