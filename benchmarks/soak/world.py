"""Channels with discussion groups in which millions speak, and no comment is kept.

A comment is its number: when it was written is an array, what it says follows from
``Words``. Kept are the posts, and the numbers that were edited or deleted.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, cast

from benchmarks.soak.words import Words, mixed
from tests.telegram_server.world import Chat, Said, World

A_POST_EACH = 500
"""Comments between two posts of a channel."""

EDITED, DELETED = 0.02, 0.01
"""Of comments; among the last ``RECENT`` of their group."""

RECENT = 3_000
_LIVELY = 3  # so many posts are commented on at once


class Counted(list[int]):
    """Stands for the numbers of a post's comments: how many, and the last."""

    def __init__(self) -> None:
        super().__init__()
        self.number = self.last = 0

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[int]:
        return iter((self.last,) if self.last else ())


class Spoken(dict[int, Said]):
    """The messages of a group: roots are kept, comments made when asked for."""

    def __init__(self, group: Group) -> None:
        super().__init__()
        self._group = group

    def __setitem__(self, number: int, said: Said) -> None:
        super().__setitem__(number, said)
        self._group.times.append(int(said.at.timestamp()))
        self._group.roots.append(number)

    def __missing__(self, number: int) -> Said:
        if number not in self:
            raise KeyError(number)
        return self._group.comment(number)

    def __contains__(self, number: object) -> bool:
        group = self._group
        return isinstance(number, int) and (
            0 < number < group.chat.next_id and number not in group.gone
        )


@dataclass(slots=True, eq=False)
class Group:
    """One discussion group and its truth."""

    channel: Chat
    chat: Chat
    words: Words
    times: array[int] = field(default_factory=lambda: array("I"))
    roots: list[int] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    editions: dict[int, tuple[int, int]] = field(default_factory=dict)

    def root_of(self, number: int) -> int:
        """The root of the thread that a comment stands in."""
        newest = bisect_right(self.roots, number) - 1
        back = mixed(self.chat.id, number) % _LIVELY
        return self.roots[max(0, newest - back)]

    def comment(self, number: int) -> Said:
        edition, edited_at = self.editions.get(number, (0, 0))
        top = self.chat.said[self.root_of(number)]
        return Said(
            chat=self.chat,
            id=number,
            at=datetime.fromtimestamp(self.times[number - 1], UTC),
            text=self.words.text(self.chat.id, number, edition),
            author=self.words.author(self.chat.id, number),
            top=top,
            reply_to=top,
            edited_at=datetime.fromtimestamp(edited_at, UTC) if edition else None,
        )

    def truth(self) -> dict[str, Any]:
        """What whoever compares has to know."""
        return {
            "source": f"telegram:{self.channel.name}",
            "chat": self.chat.id,
            "messages": self.chat.next_id - 1,
            "roots": self.roots,
            "gone": sorted(self.gone),
            "editions": {number: found[0] for number, found in self.editions.items()},
        }


class SoakWorld(World):
    """So many channels, the first the busiest; the last one is joined."""

    def __init__(self, channels: int, seed: int) -> None:
        super().__init__(seed=seed)
        self._words, self._chance = Words(seed), Random(seed)
        self.groups = [
            self._group(f"soak{n:02}", joined=n == channels - 1)
            for n in range(channels)
        ]
        weights = [1 / (n + 2) for n in range(channels)]
        self._sums = [sum(weights[: n + 1]) for n in range(channels)]
        self.comments = self.edited = self.deleted = 0

    def happen(self) -> tuple[str, str]:
        """One more comment, now and then more than that; the source and the comment."""
        (group,) = self._chance.choices(self.groups, cum_weights=self._sums)
        chat = group.chat
        if chat.next_id % A_POST_EACH == 0:
            self.publish(group)
        number = self._comment(group)
        kind = self._chance.random()
        if kind < EDITED + DELETED:
            self._change(group, delete=kind < DELETED)
        return f"telegram:{group.channel.name}", f"telegram:{chat.id}:{number}"

    def publish(self, group: Group) -> None:
        words = self._words.text(group.channel.id, group.channel.next_id)
        post = self.post(group.channel, words)
        post.comments = Counted()

    def _group(self, name: str, *, joined: bool) -> Group:
        channel = self.channel(name, joined=joined)
        chat = channel.linked
        assert chat is not None
        group = Group(channel, chat, self._words)
        chat.numbers = cast("list[int]", array("I"))
        chat.said = Spoken(group)
        self.publish(group)
        return group

    def _comment(self, group: Group) -> int:
        chat = group.chat
        number = chat.next_id
        chat.next_id += 1
        chat.numbers.append(number)
        group.times.append(int(datetime.now(UTC).timestamp()))
        self.comments += 1
        self._count(group, number, 1)
        self._told(group, "new", number)
        return number

    def _change(self, group: Group, *, delete: bool) -> None:
        chat = group.chat
        back = self._chance.randrange(min(RECENT, chat.next_id - 1))
        number = chat.next_id - 1 - back
        if number in group.gone or dict.__contains__(chat.said, number):
            return
        if not delete:
            edition = group.editions.get(number, (0, 0))[0] + 1
            group.editions[number] = edition, int(datetime.now(UTC).timestamp())
            self.edited += 1
            self._told(group, "edit", number)
            return
        said = group.comment(number) if chat.joined else None
        del chat.numbers[chat.newest_below(number)]
        group.gone.add(number)
        group.editions.pop(number, None)
        self.deleted += 1
        self._count(group, number, -1)
        self._told(group, "delete", number, said)

    def _count(self, group: Group, number: int, by: int) -> None:
        post = group.chat.said[group.root_of(number)].of
        assert post is not None
        counted = cast("Counted", post.comments)
        counted.number += by
        counted.last = max(counted.last, number)
        post.packed = None

    def _told(
        self, group: Group, what: str, number: int, said: Said | None = None
    ) -> None:
        """Who joined is told; for the others it is enough that something changed."""
        if group.chat.joined:
            self._changed(what, said or group.chat.said[number])
        else:
            group.chat.pts += 1
