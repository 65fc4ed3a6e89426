"""What Telegram pushes, as hints: in which chat there may be something new."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

NAMED = 2_000
"""So many changed messages are named in one chat; with more, all may be."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Messages that are said to be edited or deleted; ``all``: too many to name."""

    ids: frozenset[int]
    all: bool


class Hints:
    """By chat: an event, and what is said to have changed since it was taken.

    A hint may get lost, and one may lie: what is stored is read from the chat.
    """

    def __init__(self) -> None:
        self._events: dict[int, asyncio.Event] = {}
        self._ids: dict[int, set[int]] = {}
        self._all: set[int] = set()

    def event(self, chat: int) -> asyncio.Event:
        """Set when the chat may have something new; ``take`` clears it."""
        return self._events.setdefault(chat, asyncio.Event())

    def take(self, chat: int) -> Changed:
        """What changed since the last time, to be looked at now."""
        self.event(chat).clear()
        everything = chat in self._all
        self._all.discard(chat)
        return Changed(frozenset(self._ids.pop(chat, ())), everything)

    def note(self, chat: int, ids: Iterable[int] = ()) -> None:
        """There may be something new in a chat; ``ids`` changed. Unasked-for: no."""
        if chat not in self._events:
            return
        known = self._ids.setdefault(chat, set())
        known.update(ids)
        if len(known) > NAMED:
            known.clear()
            self._all.add(chat)
        self._events[chat].set()

    def again(self, chat: int, changed: Changed) -> None:
        """What was taken was not looked at: it is for the next who takes."""
        if changed.all:
            self._all.add(chat)
        self.note(chat, changed.ids)

    def everything(self) -> None:
        """After a time without hints: any chat may have changed."""
        for chat, event in self._events.items():
            self._all.add(chat)
            event.set()
