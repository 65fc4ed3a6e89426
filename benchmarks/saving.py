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
WORDS = "narx oshdi gaz yo'q зарплата выросла хорошо yaxshi tarif".split()  # noqa: SIM905

Saving = Callable[[AsyncDatabase[Document]], Awaitable[object]]


def main() -> None:
    """Print both speeds and their ratio; the two take turns within one run."""
    with TemporaryDirectory() as folder, private_mongod(Path(folder)) as uri:
        raw, ours = asyncio.run(_measured(uri))
    print(f"raw upsert: {COMMENTS / raw:,.0f} comments a second")
    print(f"Arrivals:   {COMMENTS / ours:,.0f} comments a second")
    print(f"ratio:      {raw / ours:.2f}")


async def _measured(uri: str) -> tuple[float, float]:
    """The best of each, in seconds. The raw writes are prepared beforehand."""
    comments = _comments(random.Random(1))
    batches = _batches(comments)

    async def raw(database: AsyncDatabase[Document]) -> None:
        for batch in batches:
            await database.comments.bulk_write(batch, ordered=False)

    async def ours(database: AsyncDatabase[Document]) -> None:
        await Arrivals(database).save_comments(comments, now=NOW)

    took = [(await _timed(uri, raw), await _timed(uri, ours)) for _ in range(ROUNDS)]
    return min(each for each, _ in took), min(each for _, each in took)


async def _timed(uri: str, saving: Saving) -> float:
    """Into the same collection: the same indexes, rules and acknowledgement."""
    fresh = connect(uri, "benchmark")
    fresh.client.drop_database(fresh)
    prepare(fresh)
    fresh.client.close()
    async with connected(uri, "benchmark") as database:
        started = time.perf_counter()
        await saving(database)
        return time.perf_counter() - started


def _batches(comments: list[Comment]) -> list[list[UpdateOne]]:
    stored = {"first_at": NOW, "saved_at": NOW}
    writes = [
        UpdateOne(
            {"_id": comment.id},
            {"$set": comment_document(comment, pending=True) | stored},
            upsert=True,
        )
        for comment in comments
    ]
    return [writes[start : start + BATCH] for start in range(0, COMMENTS, BATCH)]


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
