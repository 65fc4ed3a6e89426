"""What is stored beside what the servers count, on a real MongoDB."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pymongo.database import Database

from domain.periods import Period
from domain.sources import Completeness
from store.arrivals import Arrivals
from store.collected import EVERYWHERE, Collected
from store.scoring import Scoring
from store.stale import StaleDay
from tests.store.examples import DAY, NOON, SOURCE, comment, post, scored

MongoDB = Database[dict[str, Any]]
Arrive = Callable[[Callable[[Arrivals], Awaitable[Any]]], Any]

OTHER = "telegram_web:gazeta"
DAYS = Period(DAY - timedelta(days=1), DAY + timedelta(days=1))
TODAY = DAY.isoformat()


def test_a_post_belongs_to_its_day_in_tashkent(
    database: MongoDB, arrive: Arrive
) -> None:
    late = datetime(2026, 3, 9, 19, 30, tzinfo=UTC)  # half past midnight there
    posts = [post(1, at=late, comment_total=3), post(2, comment_total=4)]
    arrive(lambda arrivals: arrivals.save_posts(posts, now=NOON))

    door = Collected(database)

    assert door.touched(None) == {(SOURCE, TODAY)}
    assert door.totals([(SOURCE, TODAY)]) == {
        (SOURCE, TODAY): {"telegram:kunuz:1": 3, "telegram:kunuz:2": 4}
    }


def test_posts_without_a_total_count_for_no_share(
    database: MongoDB, arrive: Arrive
) -> None:
    arrive(lambda arrivals: arrivals.save_posts([post()], now=NOON))
    door = Collected(database)
    door.save({(SOURCE, TODAY): Completeness(0, 0, 0)}, now=NOON)

    assert door.touched(None) == {(SOURCE, TODAY)}
    assert door.totals([(SOURCE, TODAY)]) == {(SOURCE, TODAY): {}}
    assert door.by_source(DAYS) == {}


def test_only_what_was_saved_or_read_lately_is_touched(
    database: MongoDB, arrive: Arrive
) -> None:
    long_ago, lately = NOON - timedelta(days=3), NOON - timedelta(minutes=1)
    yesterday = NOON - timedelta(days=1)
    posts = [post(1, comment_total=3), post(2, at=yesterday, comment_total=3)]
    arrive(lambda arrivals: arrivals.save_posts(posts, now=long_ago))
    arrive(lambda a: a.save_thread_read(posts[1].id, now=lately, total=5))

    touched = Collected(database).touched(NOON - timedelta(hours=1))

    assert touched == {(SOURCE, "2026-03-09")}


def test_days_counted_for_cells_are_handed_on_to_be_counted_here(
    database: MongoDB, arrive: Arrive
) -> None:
    old = post(7, at=NOON - timedelta(days=1), comment_total=2)
    arrive(lambda arrivals: arrivals.save_posts([old], now=NOON))
    arrive(lambda arrivals: arrivals.save_comments([comment(1)], now=NOON))
    scoring, door = Scoring(database), Collected(database)
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)
    before = door.uncounted()

    scoring.fresh(scoring.stale())

    marked = door.uncounted()
    assert before == []
    assert [(each.source, each.day) for each in marked] == [(SOURCE, DAY)]
    assert door.answered(marked) == {(SOURCE, "2026-03-09")}
    assert door.stored([old.id]) == {old.id: 1}


def test_a_day_marked_again_meanwhile_stays_marked(database: MongoDB) -> None:
    scoring, door = Scoring(database), Collected(database)
    day = StaleDay(SOURCE, DAY, "0" * 24)
    scoring.fresh([day])
    read = door.uncounted()
    scoring.fresh([day])

    door.counted(read)
    again = door.uncounted()
    door.counted(again)

    assert len(again) == 1
    assert door.uncounted() == []


def test_sums_of_all_sources_stand_beside_those_of_each(database: MongoDB) -> None:
    door = Collected(database)
    for _ in range(2):
        door.save(
            {
                (SOURCE, TODAY): Completeness(2, 10, 8),
                (OTHER, TODAY): Completeness(1, 30, 12),
            },
            now=NOON,
        )

    assert door.by_day(DAYS) == {DAY: Completeness(3, 40, 20)}
    assert door.by_day(DAYS, sources=[OTHER]) == {DAY: Completeness(1, 30, 12)}
    assert door.by_day(DAYS, sources=[OTHER, SOURCE]) == door.by_day(DAYS)
    assert door.by_day(DAYS, sources=[]) == {}
    assert door.by_source(DAYS)[SOURCE] == Completeness(2, 10, 8)
    assert EVERYWHERE not in door.by_source(DAYS)


def test_days_outside_the_period_are_left_out(database: MongoDB) -> None:
    door = Collected(database)
    door.save({(SOURCE, TODAY): Completeness(2, 10, 8)}, now=NOON)

    assert door.by_day(Period(date(2026, 3, 11), date(2026, 3, 12))) == {}


def test_the_time_of_the_last_look_is_remembered(database: MongoDB) -> None:
    door = Collected(database)
    before = door.looked_at()

    door.looked(NOON)

    assert before is None
    assert door.looked_at() == NOON
