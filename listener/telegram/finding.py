"""Find a source's channel and its discussion group: by name once, then by id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from telethon.tl.functions.channels import GetFullChannelRequest
from telethon.tl.functions.contacts import ResolveUsernameRequest
from telethon.tl.types import Channel, InputChannel, PeerChannel

from domain.coverage import Reason
from domain.errors import SourceError
from domain.sources import Chat, Chats, Source
from listener.telegram.errors import StaleAddressError
from listener.telegram.pages import Asks


@dataclass(frozen=True, slots=True)
class Details:
    """What a channel says of itself. ``group_public``: its group has a name."""

    chats: Chats
    followers: int | None
    group_public: bool


class Remembers(Protocol):
    """Keeps a source's chats from one start to the next; see ``Following``."""

    async def chats(self, source_id: str) -> Chats | None: ...

    async def save_chats(self, source_id: str, chats: Chats) -> None: ...


class Finding:
    """Resolves a name once: Telegram limits nothing as tightly as that."""

    def __init__(self, telegram: Asks, following: Remembers) -> None:
        self._telegram = telegram
        self._following = following

    async def details(self, source: Source) -> Details:
        """The channel's chats and followers, asked for anew; the chats are kept.

        Raises SourceError if it is no public channel.
        """
        known = await self._following.chats(source.id)
        channel = known.channel if known else await self._resolved(source, known)
        try:
            details = await self._described(source, channel)
        except StaleAddressError:
            # Another account's, or the name is another channel's by now.
            channel = await self._resolved(source, known)
            details = await self._described(source, channel)
        await self._following.save_chats(source.id, details.chats)
        return details

    async def _described(self, source: Source, channel: Chat) -> Details:
        request = GetFullChannelRequest(InputChannel(channel.id, channel.access_hash))
        return described(source, channel, await self._telegram.ask(request))

    async def _resolved(self, source: Source, known: Chats | None) -> Chat:
        answer = await self._telegram.ask(ResolveUsernameRequest(source.name))
        channel = public_channel(source, answer)
        # Kept at once: should the next request fail, the name is known already. With
        # the group, if it is the same channel: another account took over, and what is
        # stored of the group need not be read again.
        group = known.group if known and known.channel.id == channel.id else None
        await self._following.save_chats(source.id, Chats(channel, group))
        return channel


def public_channel(source: Source, answer: Any) -> Chat:
    """The channel that a resolved name stands for. Raises SourceError if none."""
    if not isinstance(answer.peer, PeerChannel):
        raise _refused(source, "is a person or a bot, and we do not follow people")
    found = _chat(answer.chats, answer.peer.channel_id)
    if found is None or found.access_hash is None:
        raise _refused(source, "is not shown to this account")
    if not found.broadcast:
        raise _refused(source, "is a group; name the channel whose comments it holds")
    return Chat(found.id, found.access_hash)


def described(source: Source, channel: Chat, answer: Any) -> Details:
    """What a full channel tells. Raises SourceError if it is not public any more."""
    own = _chat(answer.chats, channel.id)
    if own is not None and not _name(own):
        raise _refused(source, "is private now; we read public channels only")
    group = _chat(answer.chats, answer.full_chat.linked_chat_id)
    known = group is not None and group.access_hash is not None
    return Details(
        Chats(channel, Chat(group.id, group.access_hash) if known else None),
        answer.full_chat.participants_count,
        group_public=known and _name(group),
    )


def _chat(chats: Sequence[Any], number: int | None) -> Any:
    found = (chat for chat in chats if isinstance(chat, Channel) and chat.id == number)
    return next(found, None)


def _name(chat: Any) -> bool:
    return bool(chat.username or chat.usernames)


def _refused(source: Source, why: str) -> SourceError:
    return SourceError(
        f"@{source.name} {why}; remove the source or mend its name",
        reason=Reason.NOT_PUBLIC,
        permanent=True,
    )
