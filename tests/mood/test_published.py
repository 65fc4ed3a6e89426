"""What posts drew, summed by day: the same as of the posts, whatever happened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from pymongo.database import Database

from domain.comments import Comment, Post
from domain.periods import Period
from mood import collected, job
from store.arrivals import Arrivals
from store.cells import Cells
from store.collected import Collected
from store.official import Official
from store.scoring import Scoring
from tests.mood.conftest import Arrive
from tests.mood.worlds import DAY, NOON
from tests.store.examples import scored

MongoDB = Database[dict[str, Any]]
Do = Callable[[Callable[[Arrivals], Awaitable[Any]]], Any]

SOURCES = ("telegram_web:told", "telegram_web:untold", "page:mixed", "feed:silent")
DAYS = 6
PERIODS = [
    Period(DAY + timedelta(days=first), DAY + timedelta(days=last))
    for first in range(DAYS)
    for last in range(first, DAYS)
]


@pytest.mark.parametrize("seed", range(4))
def test_the_sums_of_days_say_what_the_posts_say(
    database: MongoDB, arrive: Arrive, seed: int
) -> None:
    """Totals grow, comments come late and are erased; every period is asked for."""
    chance, door = Random(seed), Official(database)
    settle(database, now=NOON)
    heard: list[str] = []
    for round_ in range(3):
        now = NOON + timedelta(hours=2 * (round_ + 1))
        posts = [a_post(source, n, chance) for source in SOURCES for n in range(12)]
        comments = [a_comment(posts, f"{round_}-{n}", chance) for n in range(40)]
        gone = chance.sample(heard, min(len(heard), 15))
        heard += [each.id for each in comments]
        happen(arrive, posts, comments, gone, now)
        settle(database, now=now)

    for period in PERIODS:
        assert door.posted(SOURCES, period) == door.posted_unsummed(SOURCES, period)


def test_the_last_comment_erased_under_a_post_is_no_longer_counted(
    database: MongoDB, arrive: Arrive
) -> None:
    post = Post("p", SOURCES[1], NOON, "Tariflar")
    spoke = Comment("c", SOURCES[1], NOON + timedelta(days=2), "Yomon", "p")
    happen(arrive, [post], [spoke], [], NOON)
    settle(database, now=NOON)
    before = interactions(database)
    happen(arrive, [], [], ["c"], NOON)
    settle(database, now=NOON)

    assert (before, interactions(database)) == (1, None)


def test_before_days_are_summed_the_posts_themselves_are_read(
    database: MongoDB, arrive: Arrive
) -> None:
    post = Post("p", SOURCES[0], NOON, "Tariflar", comment_total=7)
    happen(arrive, [post], [], [], NOON)

    assert interactions(database) == 7


def interactions(database: MongoDB) -> float | None:
    found = Official(database).posted(SOURCES, PERIODS[0])
    (drew,) = found.values()
    return drew.interactions.total if drew.interactions else None


def happen(
    arrive: Arrive, posts: Any, comments: Any, gone: list[str], now: datetime
) -> None:
    async def all_of_it(arrivals: Arrivals) -> None:
        await arrivals.save_posts(posts, now=now)
        await arrivals.save_comments(comments, now=now)
        if gone:
            await arrivals.erase_comments(gone, now=now)

    arrive(all_of_it)


def settle(database: MongoDB, *, now: datetime) -> None:
    """What the scorer's process does of it."""
    scoring = Scoring(database)
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=now)
    while job.step(scoring, Cells(database), now=now):
        pass
    while collected.step(Collected(database), now=now, look_every=timedelta()):
        pass


def a_post(source: str, number: int, chance: Random) -> Post:
    told = {"told": True, "mixed": number % 5 == 0}.get(source.partition(":")[2], False)
    silent = source.startswith("feed")
    return Post(
        f"{source}:{number}",
        source,
        NOON + timedelta(days=number % DAYS, hours=number),
        "Tariflar",
        views=chance.choice([None, chance.randrange(900)]),
        comment_total=chance.randrange(50) if told else None,
        reactions={} if silent else {"👍": chance.randrange(9), "👎": 1},
    )


def a_comment(posts: list[Post], number: str, chance: Random) -> Comment:
    post = chance.choice([each for each in posts if not each.source.startswith("feed")])
    return Comment(
        id=f"telegram:9:{number}",
        source=post.source,
        at=post.at + timedelta(days=chance.randrange(3)),
        text=f"Narxlar oshdi {number}",
        post=post.id,
        author=f"author{chance.randrange(9)}",
        official=chance.random() < 0.2,
    )
