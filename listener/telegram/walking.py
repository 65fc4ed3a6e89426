"""Walk a chat's messages outward from a cursor; the cursor moves behind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

from domain.sources import Cursor
from listener.deciding import grown_newer, grown_older
from listener.telegram.pages import Message, Pages


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from ``first`` to ``last``, and all messages that have them."""

    first: int
    last: int
    messages: Sequence[Message]


Take = Callable[[Span], Awaitable[None]]
"""Takes messages in; they are saved before the cursor that is past them."""

Move = Callable[[Cursor], Awaitable[None]]


@dataclass(slots=True)
class Walk:
    """One stream of one chat. ``late`` tells whether history has to wait."""

    pages: Pages
    take: Take
    move: Move
    late: Callable[[], bool]
    oldest_at: datetime | None = None
    newest_at: datetime | None = None

    async def begin(self, since: datetime | None, *, oldest_first: bool) -> Cursor:
        """The cursor of a stream of which nothing was read yet.

        Oldest first, all lies after it and history is complete; newest first,
        all lies before it.
        """
        if oldest_first:
            last = await self.pages.last_before(since)
            return Cursor(last, last + 1, complete=True)
        newest = await self.pages.newest()
        return Cursor(newest, newest + 1, complete=newest == 0)

    async def forward(self, cursor: Cursor) -> tuple[Cursor, bool]:
        """Read what is newer; and whether the newest was reached in time."""
        pages = self.pages.after(cursor.newest)
        async with aclosing(pages):
            async for page in pages:
                if page.messages:
                    last = page.messages[-1].id
                    await self._take(Span(cursor.newest + 1, last, page.messages))
                    cursor = grown_newer(cursor, [one.id for one in page.messages])
                    await self.move(cursor)
                if page.full and self.late():
                    return cursor, False
        return cursor, True

    async def backward(self, cursor: Cursor, since: datetime | None) -> Cursor:
        """Read what is older, down to ``since``, as long as there is time."""
        if cursor.complete:
            return cursor
        pages = self.pages.before(cursor.oldest)
        async with aclosing(pages):
            async for page in pages:
                wanted = [m for m in page.messages if since is None or m.date >= since]
                if wanted:
                    span = Span(wanted[-1].id, cursor.oldest - 1, wanted)
                    await self._take(span)
                done = not page.full or len(wanted) < len(page.messages)
                # Only what is wanted was stored: should more be, it begins there.
                cursor = grown_older(cursor, [one.id for one in wanted])
                cursor = replace(cursor, complete=done)
                await self.move(cursor)
                if done or self.late():
                    break
        return cursor

    async def again(
        self, cursor: Cursor, last: int, down_to: datetime, see: Take
    ) -> int | None:
        """Read again what is stored, from ``last`` down to the time ``down_to``.

        Returns where to go on if there was no time for all of it.
        """
        pages = self.pages.before(last + 1)
        async with aclosing(pages):
            async for page in pages:
                known = [one for one in page.messages if one.id >= cursor.oldest]
                if not known:
                    return None
                ends = len(known) < len(page.messages)
                # At the end, what was stored lowest may be what is gone.
                first = cursor.oldest if ends else known[-1].id
                await see(Span(first, last, known))
                last = first - 1
                if known[-1].date < down_to or ends:
                    return None
                if self.late():
                    return last
        return None

    async def _take(self, span: Span) -> None:
        await self.take(span)
        dates = [message.date for message in span.messages]
        self.oldest_at = min(filter(None, [*dates, self.oldest_at]), default=None)
        self.newest_at = max(filter(None, [*dates, self.newest_at]), default=None)
