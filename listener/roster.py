"""Who is followed now: sources come and go while we listen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from domain.errors import AwayError
from domain.sources import Source
from listener.watching import Watch

LOOK = 3.0
"""Seconds between two looks at who is wanted."""

Wanted = Callable[[], Awaitable[Sequence[Source]]]

Begin = Callable[[Source, asyncio.Event], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class _Followed:
    """A source's task, and the event that ends it after the pass in hand."""

    task: asyncio.Task[None]
    leave: asyncio.Event


class Roster:
    """A task for each source that is ``wanted``, begun by ``begin``.

    Who is wanted no more is left after the pass in hand, which is not broken off.
    """

    def __init__(
        self, wanted: Wanted, begin: Begin, *, watch: Watch, stop: asyncio.Event
    ) -> None:
        self._wanted = wanted
        self._begin = begin
        self._watch = watch
        self._stop = stop
        self._followed: dict[str, _Followed] = {}

    def busy(self) -> set[str]:
        """The ids of the sources whose last pass has not ended for good."""
        return {id_ for id_, one in self._followed.items() if not one.task.done()}

    async def keep(self, *, look: float = LOOK) -> None:
        """Keep it until ``stop`` is set, and then until all tasks have ended."""
        try:
            while not self._stop.is_set():
                await self._meet_wanted()
                await self._rest(look)
            for each in self._followed.values():
                each.leave.set()
            await asyncio.gather(*self._tasks())
        finally:
            for task in self._tasks():
                task.cancel()
            await asyncio.gather(*self._tasks(), return_exceptions=True)

    async def _meet_wanted(self) -> None:
        try:
            wanted = {source.id: source for source in await self._wanted()}
        except AwayError:
            return  # who was wanted before is still followed
        for id_, each in list(self._followed.items()):
            if id_ not in wanted:
                each.leave.set()
            if each.task.done():
                await each.task  # a fault of ours is told, not lost
                self._watch.leaves(id_)
                del self._followed[id_]
        for id_ in wanted.keys() - self._followed.keys():
            self._watch.follows(wanted[id_])
            leave = asyncio.Event()
            task = asyncio.create_task(self._begin(wanted[id_], leave))
            self._followed[id_] = _Followed(task, leave)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    def _tasks(self) -> list[asyncio.Task[None]]:
        return [each.task for each in self._followed.values()]
