"""Which post each message of a discussion group stands under. Pure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, TypeVar

from listener.telegram.messages import answered_by, reply_header, root_of

REMEMBERED = 50_000
"""So many messages are known by their thread; older ones are asked for again."""

NO_POST = 0
"""Stands for a thread that is under no post."""

_Value = TypeVar("_Value")


class Threads:
    """The threads of one group, as far as its messages were seen.

    The root of a thread is the post, forwarded into the group by Telegram. A
    comment names the root as what it answers, or as the top of what it answers;
    an answer that names no top is followed from answer to answer.
    """

    def __init__(self, channel: int, *, remembered: int = REMEMBERED) -> None:
        self._channel = channel
        self._remembered = remembered
        self._posts: OrderedDict[int, int] = OrderedDict()
        self._answers: OrderedDict[int, int] = OrderedDict()
        self._albums: OrderedDict[int, dict[int, int]] = OrderedDict()

    def learn(self, messages: Iterable[Any]) -> None:
        """Remember roots, and what each message answers."""
        for message in sorted(messages, key=lambda message: message.id):
            number = root_of(message, self._channel)
            above = thread_of(message)
            if number is not None:
                self._learn_root(message, number)
            elif above is None:
                self._keep(self._posts, message.id, NO_POST)
            else:
                self._keep(self._answers, message.id, above)

    def unknown(self, messages: Iterable[Any]) -> set[int]:
        """The messages to ask for before ``post_of`` can answer for all of these."""
        ends = (self._end(message) for message in messages)
        return {end for end in ends if end is not None and end not in self._posts}

    def missing(self, numbers: Iterable[int]) -> None:
        """These were asked for and are gone: what answers them is under no post."""
        for number in numbers:
            self._keep(self._posts, number, NO_POST)

    def post_of(self, message: Any) -> int | None:
        """The number of the post that the message stands under; None if of none."""
        end = self._end(message)
        return None if end is None else self._posts.get(end) or None

    def _end(self, message: Any) -> int | None:
        """The last message that is known on the way up; None if there is no way."""
        number = thread_of(message)
        while number is not None and number not in self._posts:
            above = self._answers.get(number)
            if above is None:
                return number
            number = above
        if number is not None:
            self._posts.move_to_end(number)
        return number

    def _learn_root(self, message: Any, number: int) -> None:
        """An album is forwarded as an album; each part stands for its first."""
        roots = {message.id: number}
        album = message.grouped_id
        if album is not None:
            roots |= self._albums.get(album, {})
            self._keep(self._albums, album, roots)
        for root in roots:
            self._keep(self._posts, root, min(roots.values()))

    def _keep(self, where: OrderedDict[int, _Value], key: int, value: _Value) -> None:
        where[key] = value
        where.move_to_end(key)
        if len(where) > self._remembered:
            where.popitem(last=False)


def thread_of(message: Any) -> int | None:
    """The message that a message answers, the top of its thread if it is named.

    What is answered in another chat, or as a topic of a forum, is no thread here;
    the top of a thread is always of this chat, whatever is quoted.
    """
    header = reply_header(message)
    if header is None:
        return None
    top = header.reply_to_top_id or answered_by(message)
    # Always an older one, so that no way up is a circle.
    return top if top and 0 < top < message.id else None
