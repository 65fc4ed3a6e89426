"""What is ours to write about, in which turn, and whether that is still sure."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError

from domain.errors import ClaimLostError
from store.clients import Document


def awake() -> float:
    """Seconds on a clock that nobody sets, and that runs on while we are stopped."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Turns:
    """The turn of each source that we hold.

    It is sure for a lease from the moment at which it was last asked to be renewed.
    After that another may have it, and whoever wants to write waits to be told.
    """

    def __init__(self, clock: Callable[[], float] = awake) -> None:
        self._clock = clock
        self._turns: dict[str, int] = {}
        self._sure_until: float | None = None
        self._told = asyncio.Event()

    def clock(self) -> float:
        return self._clock()

    def renewed(self, asked_at: float, lease: timedelta) -> None:
        """We live, by what was asked at ``asked_at`` on our clock."""
        self._sure_until = asked_at + lease.total_seconds()
        self._tell()

    def hold(self, sources: Iterable[str], turn: int) -> None:
        self._turns |= dict.fromkeys(sources, turn)

    def drop(self, turn: int) -> None:
        """Its sources are not ours any more: what is still to be written is refused."""
        self._turns = {one: held for one, held in self._turns.items() if held != turn}
        self._tell()

    def end(self) -> None:
        """Nothing is ours any more, and nobody waits."""
        self._turns.clear()
        self._sure_until = self._clock() + timedelta(days=36_500).total_seconds()
        self._tell()

    async def of(self, source: str) -> int:
        """The source's turn; waits until it is sure. Raises ClaimLostError."""
        while source in self._turns and not self._sure():
            self._told = asyncio.Event() if self._told.is_set() else self._told
            await self._told.wait()
        if source not in self._turns:
            raise lost(source)
        return self._turns[source]

    def _sure(self) -> bool:
        return self._sure_until is not None and self._clock() < self._sure_until

    def _tell(self) -> None:
        self._told.set()


def lost(source: str) -> ClaimLostError:
    return ClaimLostError(f"{source}: another listener has it now")


async def fence(turns: Turns | None, source: str) -> tuple[Document, Document]:
    """What a source's document must be like to be written by us, and our mark in it.

    A token that only grows (Kleppmann 2016, "How to do distributed locking"): what
    reaches the database late, from a process that was stopped, finds a larger one.
    """
    if turns is None:
        return {}, {}
    turn = await turns.of(source)
    return {"turn": {"$not": {"$gt": turn}}}, {"turn": turn}


async def set_ours(
    documents: AsyncCollection[Document],
    source: str,
    fields: Document,
    now: datetime,
    turns: Turns | None,
) -> None:
    """Set ``fields`` of a source's document, if it is ours. Raises ClaimLostError."""
    ours, mark = await fence(turns, source)
    for _ in range(2):  # another writer may be first to insert it
        try:
            return await set_fields(documents, source, fields | mark, now, ours=ours)
        except DuplicateKeyError:
            if not ours:
                raise
    raise lost(source)


async def set_fields(
    documents: AsyncCollection[Document],
    key: str,
    fields: Document,
    now: datetime,
    *,
    ours: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Set ``fields`` of the document ``key``, which is made if it is not there."""
    await documents.update_one(
        {"_id": key, **ours},
        {"$set": fields | {"saved_at": now}, "$setOnInsert": {"first_at": now}},
        upsert=True,
    )
