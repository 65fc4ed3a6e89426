"""What the test server tells unasked, and what it tells of what was missed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telethon import errors
from telethon.tl.functions.updates import GetChannelDifferenceRequest
from telethon.tl.types import (
    ChannelMessagesFilterEmpty,
    InputChannel,
    UpdateDeleteChannelMessages,
    UpdateEditChannelMessage,
)
from telethon.tl.types.updates import ChannelDifferenceEmpty, ChannelDifferenceTooLong

from tests.listener.telegram.telethon_itself import (
    hearing,
    ids,
    kinds,
    listen,
    talk,
    telethon,
    until,
)
from tests.telegram_server import Chat, TelegramServer, World
from tests.telegram_server.login import PHONE


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(World(), tmp_path) as server:
        yield server


async def test_what_happens_in_joined_chats_is_pushed(server: TelegramServer) -> None:
    _, post = talk(server, 1, joined=True)

    async with hearing(server) as (_, heard):
        comment = server.world.comment(post, "Yangi")
        server.world.edit(comment, "Yangiroq")
        server.world.react(comment, {"👍": 2})
        server.world.delete(comment)
        await until(lambda: len(kinds(heard)) == 4)

    assert sorted(kind.__name__ for kind in kinds(heard)) == [
        "UpdateDeleteChannelMessages",
        "UpdateEditChannelMessage",
        "UpdateMessageReactions",
        "UpdateNewChannelMessage",
    ]


async def test_a_post_is_pushed_with_its_root(server: TelegramServer) -> None:
    channel, _ = talk(server, 0, joined=True)

    async with hearing(server) as (_, heard):
        server.world.post(channel, "Yangilik")
        await until(lambda: len(kinds(heard)) == 2)

    assert channel.linked is not None
    chats = {update.message.peer_id.channel_id for update in heard}
    assert chats == {channel.id, channel.linked.id}


async def test_what_happens_elsewhere_is_not_pushed(server: TelegramServer) -> None:
    _, post = talk(server, 1)
    joined = server.world.channel("gazeta", joined=True)

    async with hearing(server) as (_, heard):
        server.world.comment(post, "Yangi")
        server.world.post(joined, "Boshqa")
        await until(lambda: len(kinds(heard)) == 2)

    assert all(update.message.message == "Boshqa" for update in heard)


async def test_nothing_is_pushed_to_who_is_not_logged_in(
    server: TelegramServer,
) -> None:
    _, post = talk(server, 1, joined=True)
    heard: list[Any] = []

    async with telethon(server, logged_in=False) as client:
        listen(client, heard)
        await client.send_code_request(PHONE)
        server.world.comment(post, "Yangi")
        with pytest.raises(errors.PhoneCodeInvalidError):
            await client.sign_in(PHONE, "00000")

    assert not kinds(heard)


async def test_a_lost_push_is_made_up_for_with_the_next(
    server: TelegramServer,
) -> None:
    _, post = talk(server, 1, joined=True)

    async with hearing(server) as (_, heard):
        server.world.comment(post, "Birinchi")
        server.lose_updates(2)
        for text in ("Ikkinchi", "Uchinchi", "Toʻrtinchi"):
            server.world.comment(post, text)
        await until(lambda: len(kinds(heard)) == 4)

    told = [update.message.message for update in heard]
    assert sorted(told) == ["Birinchi", "Ikkinchi", "Toʻrtinchi", "Uchinchi"]
    assert server.requests["updates.GetChannelDifference"] >= 1


async def test_a_difference_tells_what_is_new_and_what_changed(
    server: TelegramServer,
) -> None:
    channel, post = talk(server, 2, joined=True)
    group = channel.linked
    assert group is not None
    old, gone = (group.said[number] for number in post.comments)
    since = group.pts
    new = server.world.comment(post, "Yangi")
    server.world.edit(new, "Yangiroq")
    server.world.edit(old, "Boshqacha")
    server.world.delete(gone)

    async with telethon(server) as client:
        missed = await client(difference(group, since))
        empty = await client(difference(group, group.pts))

    assert [one.message for one in missed.new_messages] == ["Yangiroq"]
    assert kinds(missed.other_updates) == [
        UpdateEditChannelMessage,
        UpdateDeleteChannelMessages,
    ]
    assert missed.pts == group.pts
    assert isinstance(empty, ChannelDifferenceEmpty)


@pytest.mark.parametrize("forced", [False, True])
async def test_of_too_much_it_is_told_only_that(
    server: TelegramServer, *, forced: bool
) -> None:
    channel, _ = talk(server, 5 if forced else 1_100, joined=True)
    server.rpc.too_long = forced
    group = channel.linked
    assert group is not None

    async with telethon(server) as client:
        answer = await client(difference(group, 2))

    assert isinstance(answer, ChannelDifferenceTooLong)
    assert answer.dialog.pts == group.pts
    assert ids(answer.messages) == [max(group.said)]


def difference(chat: Chat, since: int) -> GetChannelDifferenceRequest:
    channel = InputChannel(chat.id, chat.access_hash)
    return GetChannelDifferenceRequest(
        channel, ChannelMessagesFilterEmpty(), pts=since, limit=100
    )
