"""Collecting from Telegram: against a bare loop of Telethon's, on the same server.

The server is the tests' own, in a process apart; what is collected is synthetic.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telethon import TelegramClient
from telethon.tl.functions.updates import GetStateRequest
from telethon.tl.types import InputPeerChannel

from domain.comments import FoundComment
from domain.listening_settings import ListenerSettings, TelegramSettings
from domain.settings import Settings
from domain.source_settings import SourceSettings
from domain.sources import Chats, Kind
from kayfiyat.printing import console, table
from listener.listening import listen
from listener.telegram.client import new_client, telegram
from listener.telegram.messages import found_comment, post_id
from listener.telegram.pages import Pages
from listener.telegram.session import held_session
from listener.telegram.threads import Threads
from store.arrivals import Arrivals
from store.clients import connect
from store.following import Following
from store.motor import connected
from store.schema import prepare
from tests.listener.telegram.processes import Mongod, Telegram

COMMENTS = 40_000
ROUNDS = 3
SOURCE = SourceSettings(kind=Kind.TELEGRAM, name="polled")


@dataclass
class Place:
    folder: Path
    mongod: Mongod
    telegram: Telegram

    @property
    def settings(self) -> Settings:
        return Settings(
            sources=(SOURCE,),
            listener=ListenerSettings(refresh_days=0),
            telegram=TelegramSettings(
                api_id=1,
                api_hash="a" * 32,
                server=self.telegram.place["address"],
                public_key=self.telegram.place["public_key"],
                pause=0.0,
            ),
        )


def main() -> None:
    with TemporaryDirectory() as folder:
        place = Place(
            Path(folder),
            Mongod(Path(folder)),
            Telegram(Path(folder), comments=COMMENTS, channels=["polled"]),
        )
        try:
            _compare(place)
        finally:
            place.telegram.end()
            place.mongod.kill()


def _compare(place: Place) -> None:
    shown = table(
        "round", "bare loop, /s", "ours, read, /s", "ratio", "ours, stored, /s", "ratio"
    )
    for number in range(ROUNDS):
        name = f"bench{number}"
        ours = COMMENTS / asyncio.run(_ours(place, name))
        bare = asyncio.run(_bare(place, name))
        read = asyncio.run(_read(place, name))
        shown.add_row(
            str(number + 1),
            f"{bare:,.0f}",
            f"{read:,.0f}",
            f"{read / bare:.2f}",
            f"{ours:,.0f}",
            f"{ours / bare:.2f}",
        )
    console.print(shown)
    console.print(
        f"{COMMENTS:,} synthetic comments; the bare loop is iter_messages over the "
        "group with wait_time=0, which stores nothing (by default it sleeps a second "
        "each hundred messages)."
    )


async def _ours(place: Place, name: str) -> float:
    """Seconds until all posts and comments are stored in an empty database."""
    database = connect(place.mongod.uri, name)
    prepare(database)
    async with connected(place.mongod.uri, name) as db:
        start = time.perf_counter()
        (done,) = await listen(
            place.settings,
            Arrivals(db),
            Following(db),
            place.folder,
            once=True,
            clock=lambda: datetime.now(UTC),
            on_collected=lambda _: None,
            stop=asyncio.Event(),
        )
        seconds = time.perf_counter() - start
    database.client.close()
    assert done.comments.added == COMMENTS, done
    return seconds


async def _bare(place: Place, name: str) -> float:
    """Messages a second of Telethon's own loop."""
    chats = await _chats(place, name)
    assert chats.group
    group = InputPeerChannel(chats.group.id, chats.group.access_hash)
    with held_session(place.settings.telegram, place.folder) as session:
        client: TelegramClient = new_client(session, place.settings)
        await client.connect()
        start = time.perf_counter()
        number = 0
        async for _ in client.iter_messages(group, wait_time=0):
            number += 1
        seconds = time.perf_counter() - start
        await client.disconnect()
    return number / seconds


async def _read(place: Place, name: str) -> float:
    """Messages a second, each mapped to its post and made a comment; not stored."""
    chats, settings = await _chats(place, name), place.settings
    assert chats.group
    stop, number = asyncio.Event(), 0
    async with telegram(
        settings, place.folder, clock=lambda: datetime.now(UTC), stop=stop
    ) as connection:
        pages, threads = Pages(connection, chats.group), Threads(chats.channel.id)
        await connection.ask(GetStateRequest())
        start = time.perf_counter()
        async for page in pages.before(0):
            threads.learn(page.messages)
            missing = threads.unknown(page.messages)
            threads.learn((await pages.named(sorted(missing))).values())
            for message in page.messages:
                _made(message, chats, threads)
            number += len(page.messages)
        return number / (time.perf_counter() - start)


def _made(message: Any, chats: Chats, threads: Threads) -> FoundComment | None:
    post = threads.post_of(message)
    assert chats.group
    return found_comment(
        message,
        group=chats.group.id,
        channel=chats.channel.id,
        post=post_id("polled", post or 0),
    )


async def _chats(place: Place, name: str) -> Chats:
    async with connected(place.mongod.uri, name) as db:
        found = await Following(db).chats(SOURCE.as_source().id)
    assert found
    return found


if __name__ == "__main__":
    main()
