"""Saving comments through Arrivals against a raw bulk upsert of the same documents."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pymongo import UpdateOne
from pymongo.asynchronous.database import AsyncDatabase

from domain.comments import Comment
from kayfiyat.mongod import private_mongod
from store.arrivals import BATCH, Arrivals
from store.clients import Document, connect
from store.documents import comment_document
from store.motor import connected
from store.schema import prepare

COMMENTS = 20_000
ROUNDS = 5
NOW = datetime(2026, 3, 10, tzinfo=UTC)
WORDS = [
    "narx",
    "oshdi",
    "gaz",
    "yo'q",
    "зарплата",
    "выросла",
    "хорошо",
    "yaxshi",
    "bo'ldi",
    "tarif",
]

Saving = Callable[[AsyncDatabase[Document], list[Comment]], Awaitable[object]]


def main() -> None:
    """Print both speeds and their ratio; the two take turns within one run."""
    with TemporaryDirectory() as folder, private_mongod(Path(folder)) as uri:
        raw, ours = asyncio.run(_measured(uri))
    print(f"raw upsert: {COMMENTS / raw:,.0f} comments a second")
    print(f"Arrivals:   {COMMENTS / ours:,.0f} comments a second")
    print(f"ratio:      {raw / ours:.2f}")


async def _measured(uri: str) -> tuple[float, float]:
    """The best of each, in seconds."""
    comments = _comments(random.Random(1))
    took: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        took.append(
            (await _timed(uri, _raw, comments), await _timed(uri, _through, comments))
        )
    return min(raw for raw, _ in took), min(ours for _, ours in took)


async def _timed(uri: str, saving: Saving, comments: list[Comment]) -> float:
    """Into the same collection: the same indexes, rules and acknowledgement."""
    fresh = connect(uri, "benchmark")
    fresh.client.drop_database(fresh)
    prepare(fresh)
    fresh.client.close()
    async with connected(uri, "benchmark") as database:
        started = time.perf_counter()
        await saving(database, comments)
        return time.perf_counter() - started


async def _raw(database: AsyncDatabase[Document], comments: list[Comment]) -> None:
    for start in range(0, len(comments), BATCH):
        writes = [
            UpdateOne(
                {"_id": comment.id},
                {
                    "$set": comment_document(comment)
                    | {"pending": True, "first_at": NOW, "saved_at": NOW}
                },
                upsert=True,
            )
            for comment in comments[start : start + BATCH]
        ]
        await database.comments.bulk_write(writes, ordered=False)


async def _through(database: AsyncDatabase[Document], comments: list[Comment]) -> None:
    await Arrivals(database).save_comments(comments, now=NOW)


def _comments(chance: random.Random) -> list[Comment]:
    return [
        Comment(
            id=f"telegram:1001:{number}",
            source="telegram_web:benchmark",
            at=NOW + timedelta(seconds=number),
            text=" ".join(chance.choices(WORDS, k=chance.randint(3, 30))),
            post=f"telegram:benchmark:{number // 50}",
            author=f"{chance.randrange(4_000):032x}",
            reactions={"👍": 3} if chance.random() < 0.2 else {},
        )
        for number in range(COMMENTS)
    ]


if __name__ == "__main__":
    main()
