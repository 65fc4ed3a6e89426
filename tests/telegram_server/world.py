"""The world that a test writes: channels, their groups, what is said. No sockets."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import NamedTuple

TELEGRAMS_OWN = 100
"""Ids of chats and authors begin above."""

REMEMBERED = 1_000
"""So many changes of a chat can be asked for; of more, that there were many."""


@dataclass(slots=True, eq=False)
class Said:
    """A message: a post, its forwarded root, a comment, group talk.

    ``of`` is the post that a root stands for; ``top`` the root that a comment
    stands under; ``author`` a person's id, None where the chat itself speaks. Of the
    messages of an album the first ``leads``.
    """

    chat: Chat
    id: int
    at: datetime
    text: str
    author: int | None = None
    as_chat: Chat | None = None
    of: Said | None = None
    top: Said | None = None
    reply_to: Said | None = None
    root: Said | None = None
    album: int | None = None
    leads: bool = True
    views: int | None = None
    edited_at: datetime | None = None
    reactions: Mapping[str, int] = field(default_factory=dict)
    deleted: bool = False
    comments: list[int] = field(default_factory=list)
    packed: bytes | None = None


@dataclass(slots=True, eq=False)
class Chat:
    """A channel (``broadcast``) or its discussion group."""

    id: int
    access_hash: int
    name: str
    title: str
    broadcast: bool
    public: bool = True
    joined: bool = False
    linked: Chat | None = None
    said: dict[int, Said] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    next_id: int = 1
    pts: int = 1
    changes: deque[Change] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def newest_below(self, number: int) -> int:
        """How many messages have a lower number."""
        return bisect_left(self.numbers, number)


class Change(NamedTuple):
    """``what`` befell a message: new, edit, delete or react."""

    what: str
    said: Said
    pts: int


Watcher = Callable[[Chat, Change], None]


class World:
    """Tests write it; the server shows it. ``watch`` is told of each change."""

    def __init__(self, now: datetime | None = None, seed: int = 7) -> None:
        self.chats: dict[int, Chat] = {}
        self.now = now
        self._chance = Random(seed)
        self._ids = TELEGRAMS_OWN
        self._albums = 0
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> None:
        self._watchers.append(watcher)

    def channel(
        self,
        name: str,
        *,
        comments: bool = True,
        joined: bool = False,
        public_group: bool = True,
        title: str = "",
    ) -> Chat:
        """A public channel and, with ``comments``, its discussion group."""
        channel = self._chat(name, broadcast=True, joined=joined)
        channel.title = title or channel.title
        if comments:
            group_name = f"{name}_chat" if public_group else ""
            group = self._chat(group_name, broadcast=False, joined=joined)
            group.public = public_group
            channel.linked, group.linked = group, channel
        return channel

    def post(
        self,
        channel: Chat,
        text: str,
        *,
        at: datetime | None = None,
        album: int = 1,
        views: int | None = 10,
        reactions: Mapping[str, int] | None = None,
    ) -> Said:
        """A post, forwarded into the group; an album is so many messages."""
        self._albums += 1
        grouped = self._albums if album > 1 else None
        parts = [
            self._say(
                channel, text if n == 0 else "", at=at, album=grouped, views=views
            )
            for n in range(album)
        ]
        if channel.linked is not None:
            for part in parts:
                part.root = self._say(
                    channel.linked, part.text, at=at, of=part, album=grouped
                )
                # Its link to the group came after it was first shown.
                part.packed = None
        for part in parts[1:]:
            part.leads = False
        parts[0].reactions = dict(reactions or {})
        return parts[0]

    def comment(
        self,
        post: Said,
        text: str,
        *,
        author: int = 1,
        reply_to: Said | None = None,
        anonymous: bool = False,
        as_channel: Chat | None = None,
        at: datetime | None = None,
    ) -> Said:
        root = post.root
        assert root is not None, "the channel has no comments"
        said = self._say(
            root.chat,
            text,
            at=at,
            author=None if anonymous or as_channel else author,
            as_chat=as_channel,
            top=root,
            reply_to=reply_to or root,
        )
        post.comments.append(said.id)
        post.packed = None
        return said

    def chatter(
        self, channel: Chat, text: str, *, author: int = 9, at: datetime | None = None
    ) -> Said:
        """Group talk under no post."""
        assert channel.linked is not None
        return self._say(channel.linked, text, author=author, at=at)

    def edit(self, said: Said, text: str) -> None:
        said.text, said.edited_at = text, self._time()
        self._changed("edit", said)

    def react(self, said: Said, reactions: Mapping[str, int]) -> None:
        said.reactions = dict(reactions)
        self._changed("react", said)

    def delete(self, said: Said) -> None:
        if said.deleted:
            return
        said.deleted = True
        del said.chat.said[said.id]
        del said.chat.numbers[said.chat.newest_below(said.id)]
        if said.top is not None and said.top.of is not None:
            said.top.of.comments.remove(said.id)
            said.top.of.packed = None
        self._changed("delete", said)

    def make_private(self, channel: Chat) -> None:
        channel.public = False

    def hide_group(self, channel: Chat) -> None:
        """The group's own history cannot be read any more; its comments can."""
        assert channel.linked is not None
        channel.linked.public = False

    def switch_off_comments(self, channel: Chat) -> None:
        channel.linked = None

    def texts(self, channel: Chat) -> dict[str, str]:
        """What a listener must hold in the end: the comments by their ids."""
        group = channel.linked
        assert group is not None
        return {
            f"telegram:{group.id}:{said.id}": said.text
            for said in group.said.values()
            if said.top is not None
        }

    def _chat(self, name: str, *, broadcast: bool, joined: bool) -> Chat:
        self._ids += 1
        access_hash = self._chance.getrandbits(63) - 2**62
        chat = Chat(self._ids, access_hash, name, name.title(), broadcast)
        chat.joined = joined
        self.chats[chat.id] = chat
        return chat

    def _say(
        self,
        chat: Chat,
        text: str,
        *,
        at: datetime | None = None,
        author: int | None = None,
        as_chat: Chat | None = None,
        of: Said | None = None,
        top: Said | None = None,
        reply_to: Said | None = None,
        album: int | None = None,
        views: int | None = None,
    ) -> Said:
        said = Said(
            chat=chat,
            id=chat.next_id,
            at=at or self._time(),
            text=text,
            author=author,
            as_chat=as_chat,
            of=of,
            top=top,
            reply_to=reply_to,
            album=album,
            views=views,
        )
        chat.next_id += 1
        chat.said[said.id] = said
        insort(chat.numbers, said.id)
        self._changed("new", said)
        return said

    def _changed(self, what: str, said: Said) -> None:
        chat, said.packed = said.chat, None
        chat.pts += what != "react"
        change = Change(what, said, chat.pts)
        if what != "react":
            chat.changes.append(change)
        for watcher in self._watchers:
            watcher(chat, change)

    def _time(self) -> datetime:
        return (self.now or datetime.now(UTC)).replace(microsecond=0)
