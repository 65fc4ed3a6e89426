"""What is read again, and when that is put off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from domain.sources import Chat, Cursor
from listener.telegram.memory import Again
from listener.telegram.pace import Refreshing
from listener.telegram.pages import Pages
from listener.telegram.walking import Span, Walk

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)

NEWEST = 300


class Group:
    """Messages an hour apart, the last at NOON."""

    async def ask(self, request: Any) -> Any:
        below = min(request.offset_id, NEWEST + 1)
        numbers = range(below - 1, max(0, below - 1 - request.limit), -1)
        said = [SimpleNamespace(id=n, date=NOON - HOUR * (NEWEST - n)) for n in numbers]
        return SimpleNamespace(messages=said)


class Reading:
    """Reads again, and has time for one page in each pass."""

    def __init__(self) -> None:
        self.again = Again(Refreshing(WEEK))
        self.seen: list[Span] = []
        pages = Pages(Group(), Chat(1, 1))
        self._walk = Walk(pages, self._nothing, self._nothing, late=lambda: True)

    async def passes(self, number: int, now: datetime = NOON) -> list[int]:
        """The newest message that each of the passes saw."""
        self.seen = []
        for _ in range(number):
            await self.again.go_on(self._walk, Cursor(NEWEST, 1), self._see, now)
        return [span.last for span in self.seen]

    async def _see(self, span: Span) -> None:
        self.seen.append(span)

    async def _nothing(self, _: Any) -> None:
        """All is taken in already."""


async def test_what_takes_longer_than_a_pass_goes_on_in_the_next() -> None:
    assert await Reading().passes(3) == [NEWEST, NEWEST - 100]


async def test_what_is_wanted_when_the_newest_was_read_is_read_after_the_rest() -> None:
    reading = Reading()
    await reading.passes(1)

    reading.again.want(DAY)

    assert await reading.passes(3) == [NEWEST - 100, NEWEST]


async def test_what_is_wanted_before_anything_was_read_is_read_with_it() -> None:
    reading = Reading()
    reading.again.want(WEEK)

    reading.again.want(DAY)

    assert await reading.passes(3) == [NEWEST, NEWEST - 100]


async def test_more_than_is_under_way_begins_anew() -> None:
    reading = Reading()
    reading.again.want(5 * DAY)
    await reading.passes(1)

    reading.again.want(WEEK)

    assert await reading.passes(3) == [NEWEST, NEWEST - 100]
