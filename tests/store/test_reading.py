from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.attitudes import Language
from domain.coverage import Reason, Stretch
from domain.sources import Cursor, Kind, Source
from store.arrivals import Arrivals
from store.cells import Cells
from store.reading import Counts, KnownSource, Reading
from store.scoring import Scoring
from tests.store.examples import DAY, NOON, SOURCE, cell, comment, post, scored

Arrive = Callable[[Callable[[Arrivals], Awaitable[None]]], None]
MongoDB = Database[dict[str, Any]]
LATER = NOON + timedelta(hours=1)
LEDGER = [
    Stretch(NOON, LATER),
    Stretch(LATER, LATER + timedelta(hours=1), Reason.NETWORK),
]


async def fill(arrivals: Arrivals) -> None:
    source = Source(Kind.TELEGRAM_WEB, "kunuz", institution="Kun.uz", official=True)
    await arrivals.save_source(source, now=NOON)
    await arrivals.save_posts([post()], now=NOON)
    comments = [comment(1), comment(2), comment(3), comment(4, official=True)]
    await arrivals.save_comments(comments, now=NOON)
    await arrivals.save_ledger(SOURCE, LEDGER, now=LATER)
    await arrivals.set_aside(SOURCE, "https://t.me/kunuz/9", "no date", now=NOON)


@pytest.fixture
def reading(database: MongoDB) -> Reading:
    return Reading(database)


def test_a_source_is_known_with_what_is_stored_of_it(
    reading: Reading, arrive: Arrive
) -> None:
    arrive(fill)

    assert reading.sources() == [
        KnownSource(
            id=SOURCE,
            kind="telegram_web",
            name="kunuz",
            institution="Kun.uz",
            official=True,
            language=None,
            last_seen_at=LATER,
            comments=4,
            posts=1,
        )
    ]


def test_a_cursor_alone_makes_no_source(reading: Reading, arrive: Arrive) -> None:
    arrive(lambda arrivals: arrivals.save_cursor(SOURCE, Cursor(2, 1), now=NOON))

    assert reading.sources() == []


def test_ledgers_come_by_source(reading: Reading, arrive: Arrive) -> None:
    arrive(fill)

    assert reading.ledgers() == {SOURCE: LEDGER}


def test_not_scored_and_pending_are_counted_apart(
    reading: Reading, arrive: Arrive, database: MongoDB
) -> None:
    arrive(fill)
    scoring = Scoring(database)
    first, second, third, _ = scoring.pending()
    scoring.save(scored([first, second]), scorer="joint-1.0", now=NOON)
    unscored = scored([third], p=None, language=Language.OTHER)
    scoring.save(unscored, scorer="joint-1.1", now=NOON)

    assert reading.counts() == Counts(
        comments=4,
        scored=2,
        not_scored=1,
        pending=1,
        official=1,
        by_language={"uz": 2, "other": 1},
        scorers={"joint-1.0": 2, "joint-1.1": 1},
        posts=1,
        set_aside=1,
        unscored={"other": 1},
    )


def test_an_empty_database_counts_nothing(reading: Reading) -> None:
    assert reading.counts() == Counts(0, 0, 0, 0, 0, {}, {}, 0, 0)
    assert reading.sources() == []


def test_reforms_are_those_that_have_cells(reading: Reading, database: MongoDB) -> None:
    mine = [cell(), cell(reform="visas"), cell(reform="tariffs")]

    Cells(database).save(SOURCE, DAY, mine, now=NOON)

    assert reading.reforms_with_cells() == ["tariffs", "visas"]


def test_what_was_brought_in_a_file_has_no_ledger_of_our_listening(
    reading: Reading, arrive: Arrive
) -> None:
    async def come(arrivals: Arrivals) -> None:
        await arrivals.save_ledger(SOURCE, LEDGER, now=LATER)
        await arrivals.save_ledger("file:kun", LEDGER, now=LATER)

    arrive(come)

    assert list(reading.ledgers()) == [SOURCE]
    assert list(reading.all_ledgers()) == ["file:kun", SOURCE]
