"""The scorecard's intervals, and its speed: ``python -m benchmarks.scorecard``.

First, whether 95% intervals hold in worlds made up with known habits. Then the time
of a month's and a year's scorecard where 50 official pages have made 182,500 posts
in a year, before the days of posts are summed and after; comments are never read for
it, so how many there are does not matter.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from rich.table import Table

from domain.coverage import Stretch
from domain.periods import Period, day_of, starts_at
from domain.threads import Most, Sides, Thread
from kayfiyat.mongod import private_mongod
from kayfiyat.printing import console, table
from mood import collected
from mood.official import scorecard
from store.clients import Database, Document, connect
from store.collected import Collected
from store.documents import stretch_document
from store.schema import prepare
from store.threads import day_document
from tests.mood import scorecard_worlds as made_up
from tests.mood.scorecard_worlds import Held

FIRST = date(2025, 1, 1)
YEAR, MONTH = (
    Period(FIRST, date(2025, 12, 31)),
    Period(date(2025, 12, 1), date(2025, 12, 31)),
)
NOW = datetime(2026, 1, 2, tzinfo=UTC)
PAGES, POSTS_A_DAY, TIMES = 50, 10, 7

Try = Callable[..., Held]


def main() -> None:
    """Print three tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--worlds", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    shown = table("intervals", "held", "too low", "too high", "stated", "median width")
    for kind, settings, attempt in _kinds():
        for title, setting in settings.items():
            found = attempt(setting, worlds=given.worlds, seed=given.seed)
            shown.add_row(f"{kind}: {title}", *_row(found))
    console.print(shown, soft_wrap=True)
    shown = table("ranks", "true rank inside")
    for rows, posts in ((5, 20), (12, 20), (12, 100)):
        worlds = max(given.worlds // 20, 10)
        inside = made_up.ranking(rows, posts, worlds=worlds, seed=given.seed)
        shown.add_row(f"{rows} pages, {posts} posts each", f"{inside:.1%}")
    console.print(shown)
    _speed()


def _kinds() -> Iterator[tuple[str, Mapping[str, Any], Try]]:
    yield "answered", made_up.ANSWERING, made_up.answering
    yield "mean", made_up.DRAWING, made_up.drawing
    yield "median wait", made_up.WAITING, made_up.waiting
    yield "mood", made_up.TURNING, made_up.turning


def _row(found: Held) -> tuple[str, ...]:
    shares = found.held, found.too_low, found.too_high, found.stated
    return (*(f"{each:.1%}" for each in shares), f"{found.width:.3g}")


def _speed() -> None:
    with tempfile.TemporaryDirectory() as folder, private_mongod(Path(folder)) as uri:
        database = connect(uri, "scorecard")
        prepare(database)
        _fill(database)
        shown = table("scorecard", "posts", "median ms", "slowest ms")
        _times(database, "of posts", shown)
        began = perf_counter()
        while collected.step(Collected(database), now=NOW):
            pass
        (counted,) = _ms(perf_counter() - began)
        _times(database, "of sums", shown)
        shown.add_row("all posts summed, once", f"{_posts_in(YEAR):,}", counted, "")
        console.print(shown)
        database.client.close()


def _times(database: Database[Document], how: str, shown: Table) -> None:
    for title, period in (("a month", MONTH), ("a year", YEAR)):
        times = [_timed(database, period) for _ in range(TIMES)]
        row = _ms(median(times), max(times))
        shown.add_row(f"{title}, {how}", f"{_posts_in(period):,}", *row)


def _posts_in(period: Period) -> int:
    return PAGES * POSTS_A_DAY * period.days


def _ms(*seconds: float) -> tuple[str, ...]:
    return tuple(f"{1000 * each:.0f}" for each in seconds)


def _timed(database: Database[Document], period: Period) -> float:
    began = perf_counter()
    rows = scorecard(database, period, by="institution", now=NOW)
    assert rows[0].place
    return perf_counter() - began


def _fill(database: Database[Document]) -> None:
    chance = np.random.default_rng(1)
    for page in range(PAGES):
        source = f"telegram:page{page}"
        database.sources.insert_one(_source(source, page))
        database.coverage.insert_one(_seen(source))
        posts = list(_posts(source, chance))
        database.posts.insert_many(posts, ordered=False)
        threads = _threads(source, posts, chance)
        database.threads.insert_many(threads, ordered=False)
        days = (FIRST + timedelta(days=n) for n in range(YEAR.days))
        database.followers.insert_many(_followed(source, day) for day in days)


def _source(source: str, page: int) -> Document:
    return {
        "_id": source,
        "kind": "telegram",
        "name": source.partition(":")[2],
        "url": "",
        "institution": f"Institution {page // 2}",
        "official": True,
        "language": "uz",
        "since_at": None,
        "saved_at": NOW,
        "first_at": NOW,
    }


def _seen(source: str) -> Document:
    stretch = stretch_document(Stretch(YEAR.start_at, YEAR.end_at))
    return {"_id": source, "stretches": [stretch], "saved_at": NOW, "first_at": NOW}


def _followed(source: str, day: date) -> Document:
    n = day.toordinal()
    return {"_id": f"{source}|{day}", "source": source, "day": str(day), "count": n}


def _posts(source: str, chance: np.random.Generator) -> Iterator[Document]:
    for number in range(YEAR.days * POSTS_A_DAY):
        at = starts_at(FIRST + timedelta(days=number // POSTS_A_DAY))
        yield {
            "_id": f"{source}:{number}",
            "source": source,
            "at": at + timedelta(hours=9 + number % POSTS_A_DAY),
            "text": "Elektr energiyasi tariflari o'zgaradi. " * 12,
            "edited": False,
            "reactions": [["👍", int(chance.integers(200))], ["👎", 3], ["🔥", 9]],
            "fingerprint": "x",
            "saved_at": NOW,
            "first_at": NOW,
            "views": int(chance.integers(10_000)),
            "comment_total": int(chance.integers(60)),
        }


def _threads(
    source: str, posts: Sequence[Document], chance: np.random.Generator
) -> Iterator[Document]:
    """The documents of a page's days, as the scorer's process leaves them."""
    for at, some in groupby(posts, key=lambda post: day_of(post["at"])):
        day = at.isoformat()
        made = [_thread(post["_id"], at, chance) for post in some]
        document = day_document(source, day, made)
        yield {"_id": f"{source}|{day}", "saved_at": NOW} | document


def _thread(post: str, day: date, chance: np.random.Generator) -> Thread:
    n = 1 + int(chance.integers(55))
    answered = int(chance.binomial(n, 0.05))
    before, after = n // 2, n - n // 2
    sides = Sides(
        "uz", ("s",), before, (before / 2, 0.0, before / 2), after, (after / 1.0, 0, 0)
    )
    return Thread(
        post=post,
        days=(day,),
        comments=n,
        most=Most(day, n),
        answered=answered,
        answered_most=Most(day, answered),
        waits=tuple(chance.integers(90_000, size=answered).tolist()),
        turn=(sides,) if answered and before >= 5 else (),
    )


if __name__ == "__main__":
    main()
