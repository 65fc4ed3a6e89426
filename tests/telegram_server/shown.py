"""The world in Telegram's own types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from telethon.tl import TLObject, types
from telethon.tl.types import Channel, PeerChannel, PeerUser, User

from tests.telegram_server.world import Chat, Said


class Packed(TLObject):  # type: ignore[misc]
    """A message that is serialised once, until it changes."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def _bytes(self) -> bytes:
        if self._said.packed is None:
            self._said.packed = bytes(message(self._said))
        return self._said.packed


def message(said: Said) -> types.Message:
    return types.Message(
        id=said.id,
        peer_id=PeerChannel(said.chat.id),
        date=said.at,
        message=said.text,
        post=said.chat.broadcast or None,
        from_id=_sender(said),
        fwd_from=_forwarded(said),
        reply_to=_reply_header(said),
        replies=_replies(said),
        views=said.views,
        forwards=0 if said.views is not None else None,
        edit_date=said.edited_at,
        grouped_id=said.album,
        reactions=reactions(said),
    )


def channel(chat: Chat) -> Channel:
    return Channel(
        id=chat.id,
        title=chat.title,
        photo=types.ChatPhotoEmpty(),
        date=None,
        broadcast=chat.broadcast or None,
        megagroup=not chat.broadcast or None,
        left=not chat.joined or None,
        access_hash=chat.access_hash,
        username=(chat.name or None) if chat.public else None,
    )


def people(said: Iterable[Said]) -> list[User]:
    """The authors by name, as Telegram shows them to everyone who reads."""
    ids = {one.author for one in said if one.author is not None}
    return [
        User(id=each, access_hash=each * 7, first_name=f"Author {each}", min=True)
        for each in sorted(ids)
    ]


def page(chat: Chat, said: list[Said], *, count: int, offset: int = 0) -> Any:
    chats = [channel(chat)] + ([channel(chat.linked)] if chat.linked else [])
    return types.messages.ChannelMessages(
        pts=chat.pts,
        count=count,
        messages=[Packed(one) for one in said],
        topics=[],
        chats=chats,
        users=people(said),
        offset_id_offset=offset,
    )


def full(chat: Chat, followers: int) -> Any:
    group = chat.linked
    return types.messages.ChatFull(
        full_chat=types.ChannelFull(
            id=chat.id,
            about="",
            read_inbox_max_id=0,
            read_outbox_max_id=0,
            unread_count=0,
            chat_photo=types.PhotoEmpty(0),
            notify_settings=types.PeerNotifySettings(),
            bot_info=[],
            pts=chat.pts,
            participants_count=followers,
            linked_chat_id=group.id if group else None,
        ),
        chats=[channel(chat)] + ([channel(group)] if group else []),
        users=[],
    )


def _sender(said: Said) -> Any:
    if said.author is not None:
        return PeerUser(said.author)
    if said.as_chat is not None:
        return PeerChannel(said.as_chat.id)
    return PeerChannel(said.of.chat.id) if said.of is not None else None


def _forwarded(said: Said) -> Any:
    if said.of is None:
        return None
    source = PeerChannel(said.of.chat.id)
    return types.MessageFwdHeader(
        date=said.of.at,
        from_id=source,
        channel_post=said.of.id,
        saved_from_peer=source,
        saved_from_msg_id=said.of.id,
    )


def _reply_header(said: Said) -> Any:
    """A direct answer to the root names no top, as in the real one."""
    if said.reply_to is None:
        return None
    direct = said.reply_to is said.top
    return types.MessageReplyHeader(
        reply_to_msg_id=said.reply_to.id,
        reply_to_top_id=None if direct or said.top is None else said.top.id,
    )


def _replies(said: Said) -> Any:
    """Of an album, its first message has the comments of all."""
    if said.root is None or said.chat.linked is None or not said.leads:
        return None
    return types.MessageReplies(
        replies=len(said.comments),
        replies_pts=1,
        comments=True,
        channel_id=said.chat.linked.id,
        max_id=max(said.comments, default=0),
    )


def reactions(said: Said) -> Any:
    if not said.reactions:
        return None
    return types.MessageReactions(
        results=[
            types.ReactionCount(types.ReactionEmoji(emoji), count)
            for emoji, count in said.reactions.items()
        ],
        recent_reactions=[
            types.MessagePeerReaction(PeerUser(5), said.at, types.ReactionEmoji(emoji))
            for emoji in said.reactions
        ],
    )
