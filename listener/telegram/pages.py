"""Read a chat's messages page by page, the next page asked for while one is saved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from telethon.tl.functions.channels import GetMessagesRequest
from telethon.tl.functions.messages import GetHistoryRequest, GetRepliesRequest
from telethon.tl.types import InputChannel, InputPeerChannel, MessageEmpty

from domain.sources import Chat

PAGE = 100
"""Messages in one answer, at the most: Telegram's own limit."""

Message = Any
"""A ``Message``, ``MessageService`` or ``MessageEmpty``; Telethon has no types."""


class Asks(Protocol):
    """Whoever sends requests to Telegram; see ``listener.telegram.client``."""

    async def ask(self, request: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class Page:
    """Messages in the order in which they are read, none of them empty.

    ``full``: there may be more in this direction.
    """

    messages: Sequence[Message]
    full: bool


_Ask = Callable[[int], Coroutine[Any, Any, Page]]

Trim = Callable[[Page], Page]
"""What of a page to take now; the rest comes again with the next one."""


def whole(page: Page) -> Page:
    return page


class Pages:
    """One chat's messages."""

    def __init__(self, telegram: Asks, chat: Chat, trim: Trim = whole) -> None:
        self._telegram = telegram
        self._trim = trim
        self._chat = chat
        self._peer = InputPeerChannel(chat.id, chat.access_hash)

    def after(self, number: int) -> AsyncGenerator[Page]:
        """What is newer than ``number``, the oldest first, until there is no more."""
        return _ahead(self.newer, number, self._trim)

    def before(self, number: int) -> AsyncGenerator[Page]:
        """What is older than ``number``, the newest first, until there is no more."""
        return _ahead(self.older, number, self._trim)

    async def newer(self, number: int) -> Page:
        answer = await self._history(offset_id=number + 1, add_offset=-PAGE)
        newer = [message for message in answer if message.id > number]
        ascending = sorted(newer, key=lambda message: message.id)
        return Page(ascending, full=len(newer) >= PAGE)

    async def older(self, number: int) -> Page:
        answer = await self._history(offset_id=number)
        descending = sorted(answer, key=lambda message: -message.id)
        return Page(descending, full=bool(answer))

    async def newest(self) -> int:
        """The number of the newest message; 0 in an empty chat."""
        answer = await self._history(limit=1)
        return answer[0].id if answer else 0

    async def last_before(self, at: datetime | None) -> int:
        """The number of the last message older than ``at``; 0 if none is."""
        if at is None:
            return 0
        answer = await self._history(limit=1, offset_date=at)
        return answer[0].id if answer else 0

    async def named(self, numbers: Sequence[int]) -> dict[int, Message]:
        """Those of the messages named that are there."""
        found: dict[int, Message] = {}
        channel = InputChannel(self._chat.id, self._chat.access_hash)
        for start in range(0, len(numbers), PAGE):
            some = list(numbers[start : start + PAGE])
            answer = await self._telegram.ask(GetMessagesRequest(channel, some))
            found |= {message.id: message for message in _there(answer)}
        return found

    def replies(self, post: int) -> AsyncGenerator[Page]:
        """The comments under a post of this channel, the newest first."""

        async def older(number: int) -> Page:
            request = GetRepliesRequest(
                peer=self._peer,
                msg_id=post,
                offset_id=number,
                offset_date=None,
                add_offset=0,
                limit=PAGE,
                max_id=0,
                min_id=0,
                hash=0,
            )
            answer = _there(await self._telegram.ask(request))
            descending = sorted(answer, key=lambda message: -message.id)
            return Page(descending, full=len(answer) >= PAGE)

        return _ahead(older, 0, whole)

    async def _history(
        self,
        *,
        offset_id: int = 0,
        add_offset: int = 0,
        limit: int = PAGE,
        offset_date: datetime | None = None,
    ) -> list[Message]:
        request = GetHistoryRequest(
            peer=self._peer,
            offset_id=offset_id,
            offset_date=offset_date,
            add_offset=add_offset,
            limit=limit,
            max_id=0,
            min_id=0,
            hash=0,
        )
        return _there(await self._telegram.ask(request))


def _there(answer: Any) -> list[Message]:
    return [one for one in answer.messages if not isinstance(one, MessageEmpty)]


async def _ahead(ask: _Ask, number: int, trim: Trim) -> AsyncGenerator[Page]:
    """Page after page, the last with whatever there is."""
    asking = asyncio.create_task(ask(number))
    try:
        while True:
            page = trim(await asking)
            if page.full:
                asking = asyncio.create_task(ask(page.messages[-1].id))
            yield page
            if not page.full:
                return
    finally:
        asking.cancel()
        with suppress(BaseException):
            await asking
