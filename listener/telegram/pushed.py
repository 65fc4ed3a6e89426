"""What a pushed update hints at. Pure."""

from __future__ import annotations

from typing import Any

from telethon.tl.types import (
    PeerChannel,
    UpdateChannel,
    UpdateChannelMessageViews,
    UpdateChannelTooLong,
    UpdateDeleteChannelMessages,
    UpdateEditChannelMessage,
    UpdateMessageReactions,
    UpdateNewChannelMessage,
)


def changed_in(update: Any) -> tuple[int, tuple[int, ...]] | None:
    """The chat, and its messages that changed; None if it concerns no channel.

    A new message is not named: it is read from the cursor on.
    """
    if isinstance(update, UpdateNewChannelMessage):
        return _chat(update.message.peer_id, ())
    if isinstance(update, UpdateEditChannelMessage):
        return _chat(update.message.peer_id, (update.message.id,))
    if isinstance(update, UpdateMessageReactions):
        return _chat(update.peer, (update.msg_id,))
    if isinstance(update, UpdateDeleteChannelMessages):
        return update.channel_id, tuple(update.messages)
    if isinstance(
        update, (UpdateChannel, UpdateChannelTooLong, UpdateChannelMessageViews)
    ):
        return update.channel_id, ()
    return None


def _chat(peer: Any, ids: tuple[int, ...]) -> tuple[int, tuple[int, ...]] | None:
    return (peer.channel_id, ids) if isinstance(peer, PeerChannel) else None
