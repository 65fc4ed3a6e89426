"""What the scorecard reads of a real MongoDB, and how threads are kept in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId
from pymongo.database import Database

from domain.comments import Comment, Post
from domain.periods import Period
from domain.sources import Kind, Source
from mood.dialogue import thread_of, unanswered
from mood.job import thread
from store.arrivals import Arrivals
from store.documents import post_document
from store.official import Official, _published, _within
from store.official import talked as days_talked
from store.published import BY_SOURCE, days_drew, posts_drew
from store.retention import forget_text
from store.scoring import Scoring
from store.stale import stale_id
from store.threads import Threads
from store.todo import ToDo
from tests.store.examples import DAY, NOON, SOURCE, comment, post, scored

Arrive = Callable[[Callable[[Arrivals], Awaitable[Any]]], Any]
Data = Database[dict[str, Any]]

TODAY, WEEK = Period(DAY, DAY), Period(DAY - timedelta(days=6), DAY)
PAGE = Source(Kind.TELEGRAM_WEB, "kunuz", institution="Ministry", official=True)


def answer(number: int, to: int, **fields: Any) -> Comment:
    return comment(
        number, official=True, author=None, reply_to=f"telegram:100:{to}", **fields
    )


@pytest.fixture
def say(arrive: Arrive, database: Data) -> Callable[[Sequence[Comment]], None]:
    """Let comments under the page's post arrive, be scored, and be made threads of."""

    def said(comments: Sequence[Comment]) -> None:
        async def come(arrivals: Arrivals) -> None:
            await arrivals.save_source(PAGE, now=NOON)
            await arrivals.save_posts([post()], now=NOON)
            await arrivals.save_comments(comments, now=NOON)

        arrive(come)
        settle(database)

    return said


def settle(database: Data) -> None:
    scoring = Scoring(database)
    scoring.save(scored(scoring.pending()), scorer="s", now=NOON)
    stale, door = scoring.stale(), Threads(database)
    door.todo.ask((stale_id(e.source, e.day.isoformat()) for e in stale), now=NOON)
    thread(door, now=NOON, every=timedelta())
    scoring.fresh(stale)


def talked(database: Data) -> Any:
    return Official(database).talks([SOURCE], TODAY)[SOURCE]


def test_an_answer_is_counted_with_its_wait(say: Any, database: Data) -> None:
    say([comment(1), comment(2), answer(62, 2)])
    found = talked(database)

    assert (found.talk.comments, found.talk.answered) == (2, 1)
    assert found.talk.voices == 2
    assert found.waits == ((60,),)


def test_an_answer_that_comes_a_day_later_is_counted_too(
    say: Any, database: Data
) -> None:
    say([comment(1)])
    say([answer(62, 1, at=NOON + timedelta(days=1))])

    assert talked(database).talk.answered == 1


def test_where_the_page_is_silent_the_quick_way_counts_the_same(
    say: Any, database: Data
) -> None:
    hours = timedelta(hours=5)
    said = [comment(n, author=f"a{n % 3}", at=NOON + n * hours) for n in range(1, 9)]
    say([*said, comment(9, author=None), comment(10, author=None)])
    door, posts = Threads(database), {post().id}

    (quick,) = [unanswered(*each) for each in door.heard(posts)]

    assert [quick] == [thread_of(*each) for each in door.said(posts)]
    assert (quick.comments, quick.most.voices) == (10, 4)


def test_making_threads_again_changes_nothing(say: Any, database: Data) -> None:
    say([comment(1), answer(62, 1)])
    before = list(database.threads.find())
    Threads(database).ask_all(now=NOON)
    database.threads.delete_many({})
    assert Threads(database).ask_all(now=NOON) == 1
    settle(database)

    assert list(database.threads.find()) == before


def test_what_is_erased_leaves_its_thread(
    say: Any, arrive: Arrive, database: Data
) -> None:
    say([comment(1), answer(62, 1)])
    ids = ["telegram:100:1", "telegram:100:62"]
    arrive(lambda arrivals: arrivals.erase_comments(ids, now=NOON))
    settle(database)

    assert database.threads.count_documents({}) == 0


def test_what_was_counted_outlives_the_words(say: Any, database: Data) -> None:
    say([comment(1), answer(62, 1)])
    soon = NOON + timedelta(days=1)
    assert forget_text(database, before=soon, quiet_since=soon)
    database.stale.insert_one(_mark(DAY))
    settle(database)

    assert talked(database).talk.answered == 1


def test_no_author_and_no_word_is_in_a_thread(say: Any, database: Data) -> None:
    say([comment(n) for n in range(1, 9)] + [answer(62, 1)])
    kept = str(database.threads.find_one())

    assert "author" not in kept
    assert "Narxlar" not in kept
    assert "telegram:100:" not in kept


def test_a_page_that_becomes_official_has_threads_of_all_its_days(
    arrive: Arrive, database: Data
) -> None:
    async def come(arrivals: Arrivals) -> None:
        await arrivals.save_source(replace(PAGE, official=False), now=NOON)
        await arrivals.save_posts([post()], now=NOON)
        await arrivals.save_comments([comment(1), comment(2)], now=NOON)

    arrive(come)
    settle(database)
    before = database.threads.count_documents({})

    arrive(lambda arrivals: arrivals.save_source(PAGE, now=NOON))
    asked = ToDo(database.unthreaded).waiting()
    settle(database)

    assert before == 0
    assert asked == [stale_id(SOURCE, DAY.isoformat())]
    assert talked(database).talk.comments == 2


def test_pages_that_are_not_official_have_no_threads(
    arrive: Arrive, database: Data
) -> None:
    async def come(arrivals: Arrivals) -> None:
        await arrivals.save_source(Source(Kind.TELEGRAM_WEB, "kunuz"), now=NOON)
        await arrivals.save_posts([post()], now=NOON)
        await arrivals.save_comments([comment(1)], now=NOON)

    arrive(come)
    settle(database)

    assert database.threads.count_documents({}) == 0
    assert Official(database).pages() == []


def test_one_who_writes_under_two_posts_is_one_voice(say: Any, database: Data) -> None:
    other = {"post": "telegram:kunuz:8"}
    database.posts.insert_one(_stored(post(8)))
    say(
        [comment(n, author="one") for n in (1, 2)] + [comment(3, author="one", **other)]
    )

    assert talked(database).talk.comments == 3
    assert talked(database).talk.voices == 1


@pytest.mark.parametrize(
    "fields, interactions, views",
    [
        ({"comment_total": 4, "reactions": {"👍": 5, "👎": 1}}, 10, 10),
        ({"comment_total": 4, "views": None}, 4, None),
        ({"reactions": {"👍": 5}}, 7, 10),  # two comments are stored
    ],
)
def test_posts_are_summed_on_the_server(
    say: Any,
    arrive: Arrive,
    database: Data,
    fields: dict[str, Any],
    interactions: int,
    views: int | None,
) -> None:
    arrive(lambda arrivals: arrivals.save_posts([post(**fields)], now=NOON))
    _say_under_what_is_there(arrive, [comment(1), comment(2), answer(62, 1)])
    found = Official(database).posted([SOURCE], TODAY)[SOURCE]

    assert found.posts == 1
    assert found.interactions
    assert found.interactions.total == interactions
    assert (found.views.total if found.views else None) == views


def test_a_feed_tells_neither_views_nor_interactions(
    arrive: Arrive, database: Data
) -> None:
    arrive(lambda arrivals: arrivals.save_posts([post(views=None)], now=NOON))
    found = Official(database).posted([SOURCE], TODAY)[SOURCE]

    assert (found.posts, found.views, found.interactions) == (1, None, None)


@pytest.mark.parametrize(
    "counts, latest, earlier",
    [
        ({DAY: 30}, 30, None),
        ({DAY - timedelta(days=3): 20, DAY: 30}, 30, 20),
        ({DAY - timedelta(days=60): 10, DAY - timedelta(days=3): 20}, 20, 10),
        ({DAY - timedelta(days=3): 20, DAY + timedelta(days=1): 99}, 20, None),
    ],
)
def test_followers_are_those_of_the_period(
    arrive: Arrive,
    database: Data,
    counts: dict[date, int],
    latest: int,
    earlier: int | None,
) -> None:
    async def come(arrivals: Arrivals) -> None:
        for day, count in counts.items():
            await arrivals.save_followers(SOURCE, day, count)
            await arrivals.save_followers(f"{SOURCE}2", day, 7)

    arrive(come)
    found = Official(database).followers([SOURCE, "feed:x"], WEEK)

    assert list(found) == [SOURCE]
    assert (found[SOURCE].latest, found[SOURCE].earlier) == (latest, earlier)


def test_neither_posts_nor_threads_are_searched_without_an_index(
    database: Data,
) -> None:
    posts = _plan(database, "posts", posts_drew(_published([SOURCE], WEEK), BY_SOURCE))
    days = _plan(database, "collected", days_drew(_within([SOURCE], WEEK)))
    threads = _plan(database, "threads", days_talked(_within([SOURCE], WEEK)))

    assert {"of_source"} == set(_indexes(posts)) == set(_indexes(threads))
    assert {"sums"} == set(_indexes(days))
    assert "COLLSCAN" not in str(posts) + str(threads) + str(days)


def _plan(database: Data, name: str, pipeline: list[dict[str, Any]]) -> Any:
    asked = {"aggregate": name, "pipeline": pipeline, "cursor": {}}
    return database.command("explain", asked, verbosity="queryPlanner")


def _say_under_what_is_there(arrive: Arrive, comments: Sequence[Comment]) -> None:
    arrive(lambda arrivals: arrivals.save_comments(comments, now=NOON))


def _mark(day: date) -> dict[str, Any]:
    key = f"{SOURCE}|{day}"
    return {"_id": key, "source": SOURCE, "day": str(day), "token": ObjectId()}


def _stored(one: Post) -> dict[str, Any]:
    return {"_id": one.id, "saved_at": NOON, "first_at": NOON} | post_document(one)


def _indexes(plan: Any) -> Iterator[str]:
    """Those of the plan that was chosen."""
    if isinstance(plan, dict):
        if "indexName" in plan:
            yield plan["indexName"]
        for name, value in plan.items():
            if name != "rejectedPlans":
                yield from _indexes(value)
    elif isinstance(plan, list):
        for value in plan:
            yield from _indexes(value)
