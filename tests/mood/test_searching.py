"""Campaigns are found step by step, and their days' cells follow, on a real MongoDB."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.campaigns import AUTHORS, Campaign
from domain.cells import EVERY_REFORM
from domain.comments import Comment
from domain.periods import Period
from mood import job
from store.cells import Cells
from store.scoring import Scoring
from tests.mood.conftest import Arrive
from tests.mood.prints import print_, varied
from tests.mood.worlds import NOON
from tests.store.examples import scored

MongoDB = Database[dict[str, Any]]
ALWAYS = Period(date(2020, 1, 1), date(2030, 1, 1))
YESTERDAY = -timedelta(hours=24)
SOURCE = "telegram_web:kunuz"

STEPS = """
import sys
from mood import job
from store.cells import Cells
from store.clients import connect
from store.scoring import Scoring
from tests.mood.test_searching import prints_of
from tests.mood.worlds import NOON
from tests.store.examples import scored

database = connect(*sys.argv[1:])
scoring, cells = Scoring(database), Cells(database)
print(flush=True)
while True:
    pending = scoring.pending(limit=3)
    said = scored(pending, wordings=prints_of(one.id for one in pending))
    scoring.save(said, scorer="joint-1.0", now=NOON)
    if not job.step(scoring, cells, now=NOON) and not pending:
        break
"""


def prints_of(ids: Any) -> dict[str, bytes]:
    """Those of comments below 100 are near to one another, the others to none."""
    numbers = {id_: int(id_.rpartition(":")[2]) for id_ in ids}
    return {
        id_: varied(print_(0), 8, chance=n) if n < 100 else print_(n)
        for id_, n in numbers.items()
    }


@pytest.fixture
def say(database: MongoDB, arrive: Arrive) -> Callable[..., None]:
    """Let comments arrive and be scored."""

    def said(*numbers: int, after: timedelta = timedelta(), **fields: Any) -> None:
        found = [_comment(number, after, **fields) for number in numbers]
        arrive(lambda arrivals: arrivals.save_comments(found, now=NOON))
        scoring = Scoring(database)
        pending = scoring.pending()
        prints = prints_of(one.id for one in pending)
        scoring.save(scored(pending, wordings=prints), scorer="joint-1.0", now=NOON)

    return said


def settle(database: MongoDB) -> int:
    """Steps until nothing is left to do; how many."""
    steps = 0
    while step(database):
        steps += 1
    return steps


def step(database: MongoDB, *, after: timedelta = timedelta(), **every: Any) -> int:
    return job.step(Scoring(database), Cells(database), now=NOON + after, **every)


def voices(database: MongoDB) -> dict[tuple[str, bool], int]:
    """How many voices each day has, of a campaign or not."""
    found = Cells(database).select(ALWAYS, reform=EVERY_REFORM)
    return {(cell.day.isoformat(), cell.campaign): cell.voices for cell in found}


def nameless(database: MongoDB) -> list[Campaign]:
    """All campaigns but for their names, which tell what was found first."""
    found = Cells(database).campaigns.select(ALWAYS)
    return [replace(campaign, id="") for campaign in found]


def test_a_campaign_has_cells_of_its_own(
    database: MongoDB, say: Callable[..., None]
) -> None:
    say(*range(AUTHORS), 100, 101)
    settle(database)

    assert voices(database) == {("2026-03-09", True): 5, ("2026-03-09", False): 2}


def test_the_fifth_author_makes_the_cells_of_the_day_before_again(
    database: MongoDB, say: Callable[..., None]
) -> None:
    say(*range(AUTHORS - 1), after=YESTERDAY)
    settle(database)
    assert voices(database) == {("2026-03-08", False): 4}

    say(AUTHORS)
    settle(database)

    assert voices(database) == {("2026-03-08", True): 4, ("2026-03-09", True): 1}
    (campaign,) = Cells(database).campaigns.select(ALWAYS)
    assert (campaign.authors, campaign.comments) == (AUTHORS, AUTHORS)


def test_who_only_joins_leaves_the_days_before_as_they_are(
    database: MongoDB, say: Callable[..., None]
) -> None:
    say(*range(AUTHORS), after=YESTERDAY)
    settle(database)

    say(AUTHORS)

    assert settle(database) == 1


def test_a_campaign_that_loses_an_author_is_none_any_more(
    database: MongoDB, say: Callable[..., None], arrive: Arrive
) -> None:
    say(*range(AUTHORS - 1), after=YESTERDAY)
    say(AUTHORS)
    settle(database)

    arrive(lambda a: a.erase_comments([_comment(AUTHORS).id], now=NOON))
    settle(database)

    assert voices(database) == {("2026-03-08", False): 4}
    assert Cells(database).campaigns.select(ALWAYS) == []
    assert database.campaigns.count_documents({}) == 0


def test_a_campaign_of_weeks_is_one_and_grows(
    database: MongoDB, say: Callable[..., None]
) -> None:
    for day in range(16):
        say(*range(day * 5, day * 5 + 5), after=timedelta(days=day))
        settle(database)

    (campaign,) = Cells(database).campaigns.select(ALWAYS)
    assert (campaign.id, campaign.comments) == (_comment(0).id, 80)


def test_days_are_searched_once_in_so_long(
    database: MongoDB, say: Callable[..., None]
) -> None:
    every = timedelta(minutes=5)
    say(*range(AUTHORS))
    step(database, search_every=every)
    assert voices(database) == {("2026-03-09", False): 5}

    step(database, search_every=every, after=every)
    step(database, search_every=every, after=every)

    assert voices(database) == {("2026-03-09", True): 5}


def test_broken_off_after_any_write_it_is_mended_by_the_next_step(
    database: MongoDB, say: Callable[..., None]
) -> None:
    say(*range(AUTHORS - 1), after=YESTERDAY)
    say(AUTHORS, 100)
    stale, door = list(database.stale.find()), Cells(database).campaigns
    step(database)
    settle(database)
    whole = voices(database), door.select(ALWAYS)

    for lost in ("cells", "campaigns", "unsearched"):
        database.stale.insert_many(stale)
        database[lost].delete_many({})
        settle(database)
        assert (voices(database), door.select(ALWAYS)) == whole


def test_killed_again_and_again_it_ends_as_if_never_killed(
    database: MongoDB, uri_and_db: tuple[str, str], say: Callable[..., None]
) -> None:
    for hours in range(0, 60, 3):
        say(hours // 3, after=timedelta(hours=hours))
        say(100 + hours, after=timedelta(hours=hours), source="feed:gov")
    settle(database)
    whole = voices(database), nameless(database)
    for name in ("cells", "campaigns", "unsearched", "unthreaded", "stale"):
        database[name].delete_many({})
    again = {"$set": {"pending": True}, "$unset": {"campaign": "", "attitude": ""}}
    database.comments.update_many({}, again)

    for delay in (0.03, 0.08, 0.15, 0.05, None):
        _run(uri_and_db, killed_after=delay)

    assert (voices(database), nameless(database)) == whole


def _run(uri_and_db: tuple[str, str], *, killed_after: float | None) -> None:
    command = [sys.executable, "-c", STEPS, *uri_and_db]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        if killed_after:
            time.sleep(killed_after)
            process.kill()
        assert process.wait() == (-9 if killed_after else 0)


def _comment(
    number: int, after: timedelta = timedelta(), source: str = SOURCE
) -> Comment:
    return Comment(
        id=f"telegram:100:{number}",
        source=source,
        at=NOON + after + timedelta(seconds=number),
        text="Narxlar oshdi, lekin to'g'ri qaror",
        author=f"author{number}",
    )
