"""Bytes of each collection and index, a comment, and how each query finds its way.

Fills a private MongoDB with made-up comments as long as real ones, scores them and
makes their cells, by the program's own ways. With ``--texts`` (a folder of labelled
data, JSON lines) words come from there, so that they compress as real ones do;
without, from a short vocabulary that compresses too well.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import random
import tempfile
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.plans import print_plans
from benchmarks.scoring import comment as made_up
from domain.comments import Comment, Post
from domain.settings import PrivacySettings
from kayfiyat.mongod import private_mongod
from kayfiyat.printing import console, table
from kayfiyat.scoring import score_what_comes
from store.arrivals import Arrivals
from store.clients import Database, Document, connect
from store.motor import connected
from store.retention import forget_text
from store.schema import mark_synthetic, prepare

NAME = "footprint"
SOURCES, A_DAY, UNDER_A_POST, AUTHORS = 10, 1_000, 20, 30_000
START = datetime(2026, 3, 1, tzinfo=UTC)
LATER = START + timedelta(days=400)
MILLIARD = 1_000_000_000
SETS = (
    "sentiment/uz_app_manual",
    "sentiment/uz_commeta",
    "sentiment/ru_rusentitweet",
    "stance/ru_ruarg_stance",
    "toxicity/ru_toxic_2ch_pikabu",
)


def main() -> None:
    """Print the bytes with words and without, and the plan of every routine query."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--comments", type=int, default=120_000)
    options.add_argument("--texts", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, private_mongod(Path(folder)) as uri:
        database = connect(uri, NAME)
        prepare(database)
        mark_synthetic(database)
        texts = _texts(given.texts) if given.texts else []
        asyncio.run(_fill(uri, given.comments, texts))
        score_what_comes(
            database,
            PrivacySettings(text_days=3_650),
            once=True,
            stop=threading.Event(),
        )
        _print_bytes(database, "with words", given.comments)
        print_plans(uri, database)
        forget_text(database, before=LATER, quiet_since=LATER)
        _print_bytes(database, "words expired", given.comments)


def _texts(folder: Path) -> list[str]:
    found = []
    for name in SETS:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            found += [json.loads(line)["text"] for line in lines]
    return found


def _said(chance: random.Random, texts: Sequence[str]) -> str:
    """As long as a real comment, and like no other: half of one, half of another."""
    if not texts:
        return made_up(chance, int(min(chance.lognormvariate(4.2, 0.8), 2_000)))
    one, other = chance.choice(texts), chance.choice(texts)
    return one[: len(one) // 2] + other[len(other) // 2 :]


async def _fill(uri: str, comments: int, texts: Sequence[str]) -> None:
    chance = random.Random(7)
    async with connected(uri, NAME) as database:
        arrivals = Arrivals(database)
        for day in range(comments // (SOURCES * A_DAY)):
            for source in range(SOURCES):
                at, name = START + timedelta(days=day), f"channel{source}"
                await arrivals.save_posts(list(_posts(chance, name, at)), now=at)
                said = list(_comments(chance, name, at, texts))
                await arrivals.save_comments(said, now=at + timedelta(hours=20))


def _posts(chance: random.Random, name: str, at: datetime) -> Iterator[Post]:
    for number in range(A_DAY // UNDER_A_POST):
        yield Post(
            id=f"telegram:{name}:{170_000 + at.toordinal() % 1_000 * 100 + number}",
            source=f"telegram_web:{name}",
            at=at + timedelta(minutes=number),
            text=made_up(chance, 700) + " elektr energiyasi tariflari",
            views=chance.randrange(90_000),
            comment_total=UNDER_A_POST,
            url=f"https://t.me/{name}/{number}",
        )


def _comments(
    chance: random.Random, name: str, at: datetime, texts: Sequence[str]
) -> Iterator[Comment]:
    day = at.toordinal() % 1_000
    for number in range(A_DAY):
        post = 170_000 + day * 100 + number % (A_DAY // UNDER_A_POST)
        yield Comment(
            id=f"telegram:10012345{name[-1]}:{(day * A_DAY + number):08}",
            source=f"telegram_web:{name}",
            at=at + timedelta(seconds=70 * number),
            text=_said(chance, texts),
            post=f"telegram:{name}:{post}",
            reply_to=f"telegram:10012345{name[-1]}:{number:08}" if number % 3 else None,
            author=f"{random.Random(chance.randrange(AUTHORS)).getrandbits(128):032x}",
            official=number % 200 == 0,
            reactions={"👍": chance.randrange(1, 40)} if number % 5 == 0 else {},
        )


def _print_bytes(database: Database[Document], title: str, comments: int) -> None:
    database.client.admin.command("fsync")
    shown = table("collection", "documents", "bytes each", "on disk", "indexes", "1 bn")
    for name in sorted(database.list_collection_names()):
        told = database.command("collStats", name)
        kept = told["storageSize"] - told.get("freeStorageSize", 0)
        if not told["count"]:
            continue
        whole = (kept + told["totalIndexSize"]) / comments * MILLIARD
        shown.add_row(
            name,
            f"{told['count']:,}",
            f"{told['avgObjSize']:,}",
            f"{kept / told['count']:,.0f}",
            f"{told['totalIndexSize'] / told['count']:,.0f}",
            f"{whole / 1e9:,.1f} GB",
        )
    console.print(title)
    console.print(shown)
    sizes = database.command("collStats", "comments")["indexSizes"]
    for index, size in sorted(sizes.items(), key=lambda pair: -pair[1]):
        console.print(f"  comments.{index:14} {size / comments:6.1f} bytes a comment")


if __name__ == "__main__":
    main()
