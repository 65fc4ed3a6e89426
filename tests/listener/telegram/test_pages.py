"""Pages of a chat, the next one asked for while one is read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any

import pytest

from domain.sources import Chat
from listener.telegram.pages import PAGE, Page, Pages

Way = Callable[[Pages], AsyncGenerator[Page]]


class Slow:
    """Answers the first question, and lets the next ones wait."""

    def __init__(self) -> None:
        self.asked = 0
        self.waiting = 0

    async def ask(self, request: Any) -> Any:
        self.asked += 1
        if self.asked > 1:
            self.waiting += 1
            try:
                await asyncio.Event().wait()
            finally:
                self.waiting -= 1
        first = request.offset_id + 1
        said = [SimpleNamespace(id=first + n) for n in range(PAGE)]
        return SimpleNamespace(messages=said)


@pytest.mark.parametrize(
    "way",
    [
        lambda pages: pages.after(0),
        lambda pages: pages.before(500),
        lambda pages: pages.replies(7),
    ],
    ids=["after", "before", "replies"],
)
async def test_who_stops_reading_waits_for_no_page(way: Way) -> None:
    telegram = Slow()

    async with aclosing(way(Pages(telegram, Chat(1, 1)))) as pages:
        async for _ in pages:
            await asyncio.sleep(0)
            under_way = telegram.waiting
            break

    assert (under_way, telegram.waiting) == (1, 0)
