"""What the server tells unasked, and what it answers to "what did I miss?"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from telethon.tl import types
from telethon.tl.types.updates import (
    ChannelDifference,
    ChannelDifferenceEmpty,
    ChannelDifferenceTooLong,
)

from tests.telegram_server import shown
from tests.telegram_server.world import Change, Chat, Said


def pushed(chat: Chat, change: Change) -> Any:
    """The packet that everyone who joined the chat is sent."""
    return types.Updates(
        updates=[update(chat, change)],
        users=shown.people([change.said]),
        chats=[shown.channel(chat)],
        date=datetime.now(UTC),
        seq=0,
    )


def update(chat: Chat, change: Change) -> Any:
    said = change.said
    match change.what:
        case "new":
            return types.UpdateNewChannelMessage(shown.message(said), change.pts, 1)
        case "edit":
            return types.UpdateEditChannelMessage(shown.message(said), change.pts, 1)
        case "delete":
            return types.UpdateDeleteChannelMessages(chat.id, [said.id], change.pts, 1)
    # Reactions move no pts: what is lost of them is in no difference either.
    peer = types.PeerChannel(chat.id)
    reactions = shown.reactions(said) or types.MessageReactions([])
    return types.UpdateMessageReactions(peer, said.id, reactions)


def difference(chat: Chat, since: int, *, too_long: bool) -> Any:
    """What changed after ``since``; too long if that is not remembered any more."""
    if since >= chat.pts:
        return ChannelDifferenceEmpty(pts=chat.pts, final=True)
    if too_long or since + len(chat.changes) < chat.pts:
        return _too_long(chat)
    missed = [change for change in chat.changes if change.pts > since]
    new = _there(change.said for change in missed if change.what == "new")
    # A message that is new here already carries its last text.
    others = [
        change
        for change in missed
        if change.what == "delete" or (change.what == "edit" and change.said not in new)
    ]
    return ChannelDifference(
        pts=chat.pts,
        new_messages=[shown.message(said) for said in new],
        other_updates=[update(chat, change) for change in others],
        chats=[shown.channel(chat)],
        users=shown.people(new),
        final=True,
    )


def _too_long(chat: Chat) -> Any:
    last = chat.numbers[-1:]
    dialog = types.Dialog(
        peer=types.PeerChannel(chat.id),
        top_message=last[0] if last else 0,
        read_inbox_max_id=0,
        read_outbox_max_id=0,
        unread_count=0,
        unread_mentions_count=0,
        unread_reactions_count=0,
        unread_poll_votes_count=0,
        notify_settings=types.PeerNotifySettings(),
        pts=chat.pts,
    )
    return ChannelDifferenceTooLong(
        dialog=dialog,
        messages=[shown.message(chat.said[number]) for number in last],
        chats=[shown.channel(chat)],
        users=[],
        final=True,
    )


def _there(said: Iterable[Said]) -> list[Said]:
    return [one for one in said if not one.deleted]
