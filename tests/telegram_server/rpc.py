"""What each request is answered with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from telethon.tl import functions, types

from tests.telegram_server import shown
from tests.telegram_server.faults import RpcError
from tests.telegram_server.login import Login
from tests.telegram_server.updates import difference
from tests.telegram_server.world import Chat, Said, World

ME = types.User(id=77, is_self=True, access_hash=77, first_name="Listener")
PAGE = 100


class Rpc:
    """Answers for one world. ``port`` is where the client is sent by the config."""

    def __init__(self, world: World, login: Login, port: Callable[[], int]) -> None:
        self.world = world
        self.login = login
        self._port = port
        self.followers = 1_000
        self.too_long = False
        self._answers: dict[type, Callable[[Any], Any]] = {
            functions.help.GetConfigRequest: self._config,
            functions.users.GetUsersRequest: lambda _: [ME],
            functions.updates.GetStateRequest: self._state,
            functions.updates.GetDifferenceRequest: self._difference,
            functions.updates.GetChannelDifferenceRequest: self._channel_difference,
            functions.contacts.ResolveUsernameRequest: self._resolved,
            functions.channels.GetChannelsRequest: self._chats,
            functions.channels.GetFullChannelRequest: self._full,
            functions.channels.GetMessagesRequest: self._named,
            functions.messages.GetHistoryRequest: self._history,
            functions.messages.GetRepliesRequest: self._replies,
            functions.messages.GetDiscussionMessageRequest: self._discussion,
        }

    def answer(self, request: Any) -> Any:
        """A TL object or a list of them. Raises RpcError."""
        answered = self._answers.get(type(request)) or self.login.answers.get(
            type(request)
        )
        if answered is None:
            raise RpcError(400, "METHOD_UNKNOWN_HERE")
        return answered(request)

    def _config(self, _: Any) -> Any:
        option = types.DcOption(id=2, ip_address="127.0.0.1", port=self._port())
        now = datetime.now(UTC)
        numbers = dict.fromkeys(_CONFIG_NUMBERS, 1)
        return types.Config(
            date=now,
            expires=now,
            test_mode=False,
            this_dc=2,
            dc_options=[option],
            dc_txt_domain_name="",
            me_url_prefix="",
            **numbers,
        )

    def _state(self, _: Any) -> Any:
        now = self.world.now or datetime.now(UTC)
        return types.updates.State(pts=1, qts=1, date=now, seq=1, unread_count=0)

    def _difference(self, _: Any) -> Any:
        return types.updates.DifferenceEmpty(date=datetime.now(UTC), seq=1)

    def _channel_difference(self, request: Any) -> Any:
        chat = self._chat(request.channel)
        self._must_be_open(chat)
        return difference(chat, request.pts, too_long=self.too_long)

    def _resolved(self, request: Any) -> Any:
        for chat in self.world.chats.values():
            if chat.name.lower() == request.username.lower() and chat.public:
                peer = types.PeerChannel(chat.id)
                return types.contacts.ResolvedPeer(peer, [shown.channel(chat)], [])
        raise RpcError(400, "USERNAME_NOT_OCCUPIED")

    def _chats(self, request: Any) -> Any:
        found = [self._chat(channel) for channel in request.id]
        return types.messages.Chats([shown.channel(chat) for chat in found])

    def _full(self, request: Any) -> Any:
        chat = self._chat(request.channel)
        self._must_be_open(chat)
        return shown.full(chat, self.followers)

    def _named(self, request: Any) -> Any:
        chat = self._chat(request.channel)
        self._must_be_open(chat)
        numbers = [getattr(one, "id", one) for one in request.id]
        found = [chat.said[number] for number in numbers if number in chat.said]
        answer = shown.page(chat, found, count=len(numbers))
        gone = [number for number in numbers if number not in chat.said]
        answer.messages += [types.MessageEmpty(number, None) for number in gone]
        return answer

    def _history(self, request: Any) -> Any:
        chat = self._chat(request.peer)
        self._must_be_open(chat)
        return _slice(chat, chat.numbers, _below(chat, request), request)

    def _replies(self, request: Any) -> Any:
        post, group = self._under(request)
        numbers = post.comments
        below = bisect_left(numbers, request.offset_id or group.next_id)
        return _slice(group, numbers, below, request)

    def _discussion(self, request: Any) -> Any:
        post, group = self._under(request)
        return types.messages.DiscussionMessage(
            messages=[shown.message(post.root)] if post.root else [],
            unread_count=0,
            chats=[shown.channel(group), shown.channel(post.chat)],
            users=[],
            max_id=max(post.comments, default=None),
        )

    def _under(self, request: Any) -> tuple[Said, Chat]:
        """A post that can be commented on, and the group where that is done."""
        channel = self._chat(request.peer)
        self._must_be_open(channel)
        post = channel.said.get(request.msg_id)
        if post is None or post.root is None or not post.leads or not channel.linked:
            raise RpcError(400, "MSG_ID_INVALID")
        return post, channel.linked

    def _chat(self, peer: Any) -> Chat:
        chat = self.world.chats.get(peer.channel_id)
        if chat is None or chat.access_hash != peer.access_hash:
            raise RpcError(400, "CHANNEL_INVALID")
        return chat

    def _must_be_open(self, chat: Chat) -> None:
        if not chat.public:
            raise RpcError(400, "CHANNEL_PRIVATE")


def _below(chat: Chat, request: Any) -> int:
    """How many messages lie below the offset: its number, or else its date."""
    if request.offset_id:
        return chat.newest_below(request.offset_id)
    date = request.offset_date
    if date is None or date.year <= 1970:  # what Telethon sends for "none"
        return len(chat.numbers)
    return sum(1 for number in chat.numbers if chat.said[number].at < date)


def _slice(chat: Chat, numbers: list[int], below: int, request: Any) -> Any:
    """``limit`` messages downward from the offset, moved up by -add_offset."""
    limit = min(request.limit, PAGE)
    end = below - request.add_offset
    chosen = numbers[max(0, end - limit) : end][::-1]
    found: list[Said] = [chat.said[n] for n in chosen if n > request.min_id]
    if request.max_id:
        found = [said for said in found if said.id < request.max_id]
    return shown.page(
        chat, found, count=len(numbers), offset=max(0, len(numbers) - end)
    )


_CONFIG_NUMBERS = (
    "chat_size_max",
    "megagroup_size_max",
    "forwarded_count_max",
    "online_update_period_ms",
    "offline_blur_timeout_ms",
    "offline_idle_timeout_ms",
    "online_cloud_timeout_ms",
    "notify_cloud_delay_ms",
    "notify_default_delay_ms",
    "push_chat_period_ms",
    "push_chat_limit",
    "edit_time_limit",
    "revoke_time_limit",
    "revoke_pm_time_limit",
    "rating_e_decay",
    "stickers_recent_limit",
    "channels_read_media_period",
    "call_receive_timeout_ms",
    "call_ring_timeout_ms",
    "call_connect_timeout_ms",
    "call_packet_timeout_ms",
    "caption_length_max",
    "message_length_max",
    "webfile_dc_id",
)
