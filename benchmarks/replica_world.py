"""A made-up public whose every word is known, and the listener that hears it.

``python -m benchmarks.replica_world URI DATABASE FOLDER`` is the listener's own loop
over this world in place of the network. It prints what is acknowledged, and when.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.scoring import comment as words
from domain.comments import FoundComment, FoundPost
from domain.listening_settings import ListenerSettings
from domain.settings import Settings
from domain.source_settings import SourceSettings
from domain.sources import Cursor, Kind, Source
from kayfiyat import logs
from listener import listening
from listener.harvest import Harvest
from listener.retrieving import Reached
from store.arrivals import Arrivals
from store.following import Following
from store.motor import connected

SOURCES, DAYS, AT_ONCE = 4, 20, 250
START = datetime(2026, 1, 5, tzinfo=UTC)
EDITED_AFTER, ERASED_AFTER = 1_000, 1_500
SLOGAN = "barcha tariflar oshirilishiga qarshimiz bu adolatdan emas odamlar aytsin"


@dataclass(frozen=True)
class World:
    """All that is said in one source; the same for everyone who asks."""

    source: int
    comments: int

    @property
    def name(self) -> str:
        return f"madeup{self.source}"

    def found(self, number: int, *, edited: bool = False) -> FoundComment:
        """Comment ``number`` as it is written first, or ``edited`` later."""
        chance = random.Random(f"{self.source} {number}")
        text = SLOGAN if number % 300 < 6 else words(chance, 60)
        every = timedelta(days=DAYS) / self.comments
        return FoundComment(
            id=f"telegram:{self.source}:{number}",
            at=START + every * number,
            text=f"{text} yana bir bor" if edited else text,
            post=f"telegram:{self.name}:{number // 50}",
            identity=f"{int(chance.paretovariate(0.6))}" if number % 90 else None,
            official=number % 200 == 9,
        )

    def said(self, after: int, until: int) -> Iterator[FoundComment]:
        """What is new from one number to another, and what was edited meanwhile."""
        for number in range(after + 1, until + 1):
            yield self.found(number)
            if (earlier := number - EDITED_AFTER) > 0 and _is_edited(earlier):
                yield self.found(earlier, edited=True)

    def erased(self, after: int, until: int) -> set[str]:
        numbers = range(after + 1 - ERASED_AFTER, until + 1 - ERASED_AFTER)
        return {self.found(n).id for n in numbers if n > 0 and _is_erased(n)}

    def posts(self, after: int, until: int) -> list[FoundPost]:
        return [
            FoundPost(f"telegram:{self.name}:{number}", START, "Tariflar oshadi")
            for number in range(after // 50, until // 50 + 1)
        ]

    def last(self) -> dict[str, str]:
        """The ids and words of the comments that stand at the end."""
        edits, erasures = self.comments - EDITED_AFTER, self.comments - ERASED_AFTER
        final = (
            self.found(number, edited=_is_edited(number) and number <= edits)
            for number in range(1, self.comments + 1)
            if not (_is_erased(number) and number <= erasures)
        )
        return {one.id: one.text for one in final}


def worlds(comments: int) -> list[World]:
    return [World(source, comments // SOURCES) for source in range(SOURCES)]


@dataclass
class Hearing:
    """The retriever: reads the world from its cursor on, tells what is saved."""

    arrivals: Arrivals
    worlds: dict[str, World]
    stop: asyncio.Event

    async def retrieve(
        self, source: Source, _ledger: Any, harvest: Harvest, **_options: Any
    ) -> Reached:
        world = self.worlds[source.name]
        cursor = await self.arrivals.cursor(source.id)
        at = cursor.newest if cursor else 0
        while at < world.comments:
            until = min(at + AT_ONCE, world.comments)
            await harvest.save_posts(world.posts(at, until))
            await harvest.add(world.said(at, until))
            harvest.note_gone(world.erased(at, until))
            harvest.move(Cursor(until, 1, complete=True))
            await harvest.flush()
            print(time.monotonic(), until - at, flush=True)
            at = until
        self.worlds.pop(source.name)
        if not self.worlds:
            self.stop.set()
        return Reached(START)

    def wakes(self, _source: Source) -> tuple[asyncio.Event, ...]:
        return ()


async def listen(uri: str, name: str, folder: Path, comments: int) -> None:
    """Hear all of it, however often MongoDB goes away."""
    stop, by_name = asyncio.Event(), {world.name: world for world in worlds(comments)}
    async with connected(uri, name) as database:
        hearing = Hearing(Arrivals(database), by_name, stop)

        @asynccontextmanager
        async def retrievers(*_: Any, **__: Any) -> AsyncIterator[dict[Kind, Hearing]]:
            yield {Kind.FEED: hearing}

        # The world in place of the network.
        listening.retrievers = retrievers  # type: ignore[assignment,attr-defined]
        await listening.listen(
            Settings(
                sources=tuple(_settings(name) for name in by_name),
                listener=ListenerSettings(every=3_600),
            ),
            hearing.arrivals,
            Following(database),
            folder,
            once=False,
            clock=lambda: datetime.now(UTC),
            on_collected=lambda _: None,
            stop=stop,
        )


def _settings(name: str) -> SourceSettings:
    return SourceSettings(kind=Kind.FEED, name=name, url="http://127.0.0.1/made-up")


def _is_edited(number: int) -> bool:
    return number % 50 == 7


def _is_erased(number: int) -> bool:
    return number % 97 == 3


if __name__ == "__main__":
    logs.configure()
    uri, name, folder, comments = sys.argv[1:]
    asyncio.run(listen(uri, name, Path(folder), int(comments)))
