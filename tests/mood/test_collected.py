"""The share collected: sums that follow what arrives, whatever is broken off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.comments import Comment, Post
from domain.periods import Period
from domain.sources import Completeness
from mood import collected, job
from mood.collected import shares
from mood.estimates import Estimate, estimate
from mood.reading import series
from store.cells import Cells
from store.collected import Collected
from store.scoring import Scoring
from tests.mood.conftest import Arrive
from tests.mood.worlds import DAY, NOON, ONE_DAY, national, vote
from tests.store.examples import scored

MongoDB = Database[dict[str, Any]]
SOURCE = "telegram_web:kunuz"
SOON = NOON + timedelta(minutes=1)
NEXT = Period(DAY + timedelta(days=1), DAY + timedelta(days=1))


def tell(arrive: Arrive, total: int | None, *, post: str = "p", day: int = 0) -> None:
    """The server says how many comments a post of ``day`` has."""
    at = NOON + timedelta(days=day)
    told = Post(post, SOURCE, at, "Tariflar", comment_total=total)
    arrive(lambda arrivals: arrivals.save_posts([told], now=NOON))


def comment(number: int, *, post: str = "p", day: int = 0) -> Comment:
    return Comment(
        id=f"telegram:100:{number}",
        source=SOURCE,
        at=NOON + timedelta(days=day),
        text=f"Narxlar oshdi {number}",
        post=post,
        author=f"author{number}",
    )


def hear(database: MongoDB, arrive: Arrive, found: Iterable[Comment]) -> None:
    """Comments arrive, are scored and become cells."""
    arrive(lambda arrivals: arrivals.save_comments(list(found), now=NOON))
    scoring = Scoring(database)
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)
    job.step(scoring, Cells(database), now=NOON)


def count(database: MongoDB, door: type[Collected] = Collected) -> None:
    """All there is to count, as the scorer's process does once."""
    while collected.step(door(database), now=SOON, look_every=timedelta()):
        pass


def share(database: MongoDB, period: Period = ONE_DAY, **chosen: Any) -> float | None:
    (found,) = series(database, period, by="day", now=SOON, **chosen)
    return found.collected


def test_an_estimate_says_what_share_of_the_comments_is_stored(
    database: MongoDB, arrive: Arrive
) -> None:
    tell(arrive, 4)
    hear(database, arrive, map(comment, range(3)))
    count(database)

    assert share(database) == 0.75
    assert share(database, sources=[SOURCE]) == 0.75
    assert share(database, sources=["telegram_web:other"]) is None


def test_where_no_server_counts_nothing_is_said(
    database: MongoDB, arrive: Arrive
) -> None:
    tell(arrive, None)
    hear(database, arrive, map(comment, range(3)))
    count(database)

    assert share(database) is None


def test_one_post_does_not_make_up_for_another(
    database: MongoDB, arrive: Arrive
) -> None:
    tell(arrive, 1, post="p")
    tell(arrive, 3, post="q")
    hear(database, arrive, map(comment, range(4)))
    count(database)

    assert share(database) == 0.25


def test_comments_of_later_days_count_for_the_day_of_their_post(
    database: MongoDB, arrive: Arrive
) -> None:
    tell(arrive, 2)
    count(database)
    before = share(database)
    hear(database, arrive, [comment(1, day=1), comment(2, day=1)])
    count(database)

    assert (before, share(database)) == (0.0, 1.0)
    assert share(database, NEXT) is None


def test_a_total_that_grows_is_followed(database: MongoDB, arrive: Arrive) -> None:
    tell(arrive, 2)
    hear(database, arrive, [comment(1), comment(2)])
    count(database)
    tell(arrive, 4)
    count(database)
    grown = share(database)
    arrive(lambda arrivals: arrivals.save_thread_read("p", now=NOON, total=8))
    count(database)

    assert (grown, share(database)) == (0.5, 0.25)


def test_what_was_deleted_at_its_source_is_not_missing(
    database: MongoDB, arrive: Arrive
) -> None:
    tell(arrive, 2)
    hear(database, arrive, [comment(1), comment(2)])
    count(database)
    arrive(lambda arrivals: arrivals.erase_comments([comment(2).id], now=NOON))
    tell(arrive, 1)
    hear(database, arrive, [])
    count(database)

    assert share(database) == 1.0


class KilledError(Exception):
    """As if the process ended here."""


@pytest.mark.parametrize("broken", ["save", "counted", "looked"])
def test_a_step_broken_off_anywhere_is_mended_by_the_next(
    database: MongoDB, arrive: Arrive, broken: str
) -> None:
    class Broken(Collected):
        def __getattribute__(self, name: str) -> Any:
            if name == broken:
                raise KilledError
            return super().__getattribute__(name)

    tell(arrive, 4)
    hear(database, arrive, map(comment, range(3)))
    with pytest.raises(KilledError):
        count(database, Broken)
    count(database)

    assert share(database) == 0.75
    assert Collected(database).uncounted() == []


def test_counting_again_changes_nothing(database: MongoDB, arrive: Arrive) -> None:
    tell(arrive, 4)
    hear(database, arrive, map(comment, range(3)))
    count(database)
    before = list(database.collected.find().sort("_id"))
    count(database)

    assert list(database.collected.find().sort("_id")) == before


def test_it_is_looked_for_totals_only_now_and_then(
    database: MongoDB, arrive: Arrive
) -> None:
    door = Collected(database)
    collected.step(door, now=NOON)
    tell(arrive, 4)
    collected.step(door, now=SOON)
    before = share(database)
    collected.step(door, now=NOON + collected.LOOK_EVERY)

    assert (before, share(database)) == (None, 0.0)


def test_a_period_is_the_sum_of_its_days() -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 8)
    sums = {
        first: Completeness(1, 10, 5),
        last: Completeness(1, 30, 25),
        date(2026, 3, 10): Completeness(1, 0, 0),
    }
    weeks = [
        Period(first + timedelta(days=n), last + timedelta(days=n)) for n in (0, 7)
    ]

    assert shares(sums, weeks) == [0.75, None]
    assert shares({}, weeks) == [None, None]


def of_coverage(coverage: float) -> Estimate:
    voices = [vote(n) for n in range(9)]
    return estimate(national(voices), ONE_DAY, coverage=coverage)


@pytest.mark.parametrize(
    "coverage, half_blind, shown",
    [
        (1.0, False, True),
        (0.9, False, True),
        (0.89, True, True),
        (0.5, True, True),
        (0.49, False, False),
        (0.0, False, False),
    ],
)
def test_an_estimate_of_a_time_half_seen_says_so(
    coverage: float, half_blind: bool, shown: bool
) -> None:
    found = of_coverage(coverage)

    assert found.half_blind == half_blind
    assert (found.mood is not None) == shown


@pytest.mark.parametrize(
    "share, half", [(None, False), (0.0, True), (0.49, True), (0.5, False)]
)
def test_an_estimate_of_the_lesser_part_of_the_comments_says_so(
    share: float | None, half: bool
) -> None:
    assert replace(of_coverage(1.0), collected=share).half_collected == half


def test_what_is_not_scored_is_counted_by_its_own_language() -> None:
    """Also of a voice that is counted in another."""
    votes = [
        vote(1, author="ali"),
        vote(2, None, author="ali", language="ru"),
        *(vote(n, None, language="other") for n in range(3, 6)),
    ]

    found = estimate(national(votes), ONE_DAY, coverage=1)

    assert list(found.not_scored.items()) == [("other", 3), ("ru", 1)]
    assert found.comments - found.scored == 4


def test_where_everything_is_scored_nothing_is_not() -> None:
    assert of_coverage(1.0).not_scored == {}
