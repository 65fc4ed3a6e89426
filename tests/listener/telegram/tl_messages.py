"""Telegram's messages as a test wants them, of Telethon's own types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from telethon.tl import types
from telethon.tl.types import PeerChannel, PeerUser

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
CHANNEL, GROUP = 10, 20
FROM_CHANNEL = PeerChannel(CHANNEL)


def message(number: int = 1, **fields: Any) -> types.Message:
    """A person's message in the group, but for what ``fields`` say."""
    given: dict[str, Any] = {
        "peer_id": PeerChannel(GROUP),
        "date": NOON,
        "message": f"words {number}",
        "from_id": PeerUser(5),
    }
    return types.Message(id=number, **(given | fields))


def forwarded(number: int = 1, of: int = 7, **fields: Any) -> types.Message:
    """The channel's post ``of``, as Telegram forwards it into the group."""
    header = types.MessageFwdHeader(
        date=NOON,
        from_id=FROM_CHANNEL,
        channel_post=of,
        saved_from_peer=FROM_CHANNEL,
        saved_from_msg_id=of,
    )
    return message(number, **({"from_id": FROM_CHANNEL, "fwd_from": header} | fields))


def reposted(number: int = 1, of: int = 7, first: int = 900) -> types.Message:
    """The same, where the post is itself a forward: another channel's ``first``."""
    header = types.MessageFwdHeader(
        date=NOON,
        from_id=PeerChannel(99),
        channel_post=first,
        saved_from_peer=FROM_CHANNEL,
        saved_from_msg_id=of,
    )
    return forwarded(number, fwd_from=header)


def service(number: int, action: Any = None, **fields: Any) -> types.MessageService:
    return types.MessageService(
        id=number,
        peer_id=PeerChannel(GROUP),
        date=NOON,
        action=action or types.MessageActionPinMessage(),
        **fields,
    )


def answering(number: int, top: int | None = None, **fields: Any) -> Any:
    """The header of a message that answers another."""
    return types.MessageReplyHeader(
        reply_to_msg_id=number, reply_to_top_id=top, **fields
    )
