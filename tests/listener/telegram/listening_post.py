"""A listening post: a Telegram on loopback, a store, a listener between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database

from domain.listening_settings import ListenerSettings, TelegramSettings
from domain.settings import Settings
from domain.source_settings import SourceSettings
from domain.sources import Kind
from listener.collecting import Collected, Collector
from listener.listening import listen
from listener.pseudonyms import KEYS, Pseudonyms
from listener.retrievers import retrievers
from store.arrivals import Arrivals
from store.following import Following
from tests.telegram_server import TelegramServer, World

Documents = Database[dict[str, Any]]
OnePass = Callable[..., Awaitable[Collected]]
QUICK = ListenerSettings(timeout=2, every=0.2, refresh_days=7)


@dataclass
class Post:
    """A listening post: a Telegram, a store, and what was collected so far."""

    world: World
    server: TelegramServer
    db: AsyncDatabase[dict[str, Any]]
    database: Documents
    data_dir: Path
    told: list[Collected] = field(default_factory=list)
    listener: ListenerSettings = QUICK
    arrivals: type[Arrivals] = Arrivals

    async def listen(
        self,
        *names: str,
        once: bool = True,
        since: datetime | None = None,
        stop: asyncio.Event | None = None,
        **telegram: Any,
    ) -> list[Collected]:
        """Listen as one process does, from its start to its end."""
        sources = tuple(
            SourceSettings(kind=Kind.TELEGRAM, name=name, since=since, official=True)
            for name in names or ("kun",)
        )
        return await listen(
            Settings(
                sources=sources,
                listener=self.listener,
                telegram=self.telegram(**telegram),
            ),
            self.arrivals(self.db),
            Following(self.db),
            self.data_dir,
            once=once,
            clock=_now,
            on_collected=self.told.append,
            stop=stop or asyncio.Event(),
        )

    @asynccontextmanager
    async def collecting(self, since: datetime | None = None) -> AsyncIterator[OnePass]:
        """Passes over @kun one by one, by a process that goes on between them."""
        listed = SourceSettings(kind=Kind.TELEGRAM, name="kun", since=since)
        settings = Settings(
            sources=(listed,), listener=self.listener, telegram=self.telegram()
        )
        arrivals = self.arrivals(self.db)
        async with retrievers(
            settings,
            arrivals,
            Following(self.db),
            self.data_dir,
            clock=_now,
            chance=lambda: 0.5,
            stop=asyncio.Event(),
        ) as by_kind:
            pseudonyms = Pseudonyms(self.data_dir / KEYS)
            collector = Collector(settings, arrivals, pseudonyms, by_kind, _now)
            yield partial(collector.collect, listed.as_source())

    @asynccontextmanager
    async def listening(self, *names: str, **telegram: Any) -> AsyncIterator[None]:
        """Listen in the background, until the end of the block."""
        stop = asyncio.Event()
        task = asyncio.create_task(
            self.listen(*names, once=False, stop=stop, **telegram)
        )
        try:
            yield
        finally:
            stop.set()
            await task

    def telegram(self, **fields: Any) -> TelegramSettings:
        given = {
            "api_id": 1,
            "api_hash": "a" * 32,
            "server": self.server.address,
            "public_key": str(self.server.public_key),
            "pause": 0.0,
            "at_least": 0.05,
        }
        return TelegramSettings(**(given | fields))

    def held(self, name: str = "kun") -> dict[str, str]:
        found = self.database.comments.find({"source": f"telegram:{name}"})
        return {one["_id"]: one["text"] for one in found}

    def seen(self, name: str = "kun") -> list[tuple[datetime, datetime, str | None]]:
        found = self.database.coverage.find_one({"_id": f"telegram:{name}"}) or {}
        return [
            (one["start_at"], one["end_at"], one["reason"])
            for one in found.get("stretches", [])
        ]

    async def until_equal(self, channel: Any, name: str = "kun") -> None:
        """Wait until the store holds what the world holds; a test's limit ends it."""
        async with asyncio.timeout(20):
            while self.held(name) != self.world.texts(channel):  # noqa: ASYNC110
                await asyncio.sleep(0.02)


def _now() -> datetime:
    return datetime.now(UTC)


def filled(world: World, *, posts: int, comments: int, name: str = "kun") -> Any:
    channel = world.channel(name)
    for _ in range(posts):
        parent = world.post(channel, "Narxlar haqida")
        for n in range(comments):
            world.comment(parent, f"Fikr {n}", author=n + 1)
    return channel
