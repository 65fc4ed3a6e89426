from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.comments import Comment
from domain.periods import Period
from store import retention
from store.arrivals import Arrivals, Saved
from store.cells import Cells
from store.scoring import Scoring
from store.stale import stale_id
from store.todo import ToDo
from tests.store.examples import DAY, NOON, SOURCE, cell, comment, scored

Arrive = Callable[[Callable[[Arrivals], Awaitable[Saved]]], Saved]
MongoDB = Database[dict[str, Any]]
TOMORROW = NOON + timedelta(days=1)


def forget_text(
    database: MongoDB, *, before: datetime, quiet_since: datetime = NOON
) -> int:
    return retention.forget_text(database, before=before, quiet_since=quiet_since)


@pytest.fixture
def arrive_and_score(database: MongoDB, arrive: Arrive) -> Callable[..., None]:
    def done(*comments: Comment) -> None:
        arrive(lambda arrivals: arrivals.save_comments(comments, now=NOON))
        scoring = Scoring(database)
        same = {each.id: b"same" for each in comments}
        found = scored(scoring.pending(), wordings=same)
        scoring.save(found, scorer="joint-1.0", now=NOON)

    return done


@pytest.fixture
def counted(
    database: MongoDB, arrive_and_score: Callable[..., None]
) -> Callable[..., None]:
    """Let comments arrive, be scored, and their day's cells be made."""

    def done(*comments: Comment) -> None:
        arrive_and_score(*comments)
        scoring = Scoring(database)
        Cells(database).save(SOURCE, DAY, [cell()], now=NOON)
        scoring.fresh(scoring.stale())

    return done


def test_words_author_and_address_go_and_the_attitude_stays(
    database: MongoDB, counted: Callable[..., None]
) -> None:
    counted(comment(reply_to="telegram:100:0"))

    assert forget_text(database, before=TOMORROW) == 1

    found = database.comments.find_one() or {}
    assert not {"text", "author", "reply_to"} & set(found)
    assert not {"why", "wording"} & set(found["attitude"])
    assert found["attitude"]["label"] == "against"


def test_the_cells_of_a_day_whose_words_are_gone_are_final(
    database: MongoDB, counted: Callable[..., None]
) -> None:
    counted(comment())
    forget_text(database, before=TOMORROW)
    cells = Cells(database)

    cells.save(SOURCE, DAY, [], now=TOMORROW)

    assert cells.select(Period(DAY, DAY)) == [cell()]


def test_a_day_is_forgotten_whole_or_not_at_all(
    database: MongoDB, counted: Callable[..., None]
) -> None:
    counted(comment())

    assert forget_text(database, before=NOON + timedelta(hours=6)) == 0
    assert forget_text(database, before=TOMORROW) == 1
    assert forget_text(database, before=TOMORROW) == 0


def test_what_is_not_scored_yet_waits(database: MongoDB, arrive: Arrive) -> None:
    arrive(lambda arrivals: arrivals.save_comments([comment()], now=NOON))

    assert forget_text(database, before=TOMORROW) == 0


def test_a_day_to_which_comments_still_come_waits(
    database: MongoDB, counted: Callable[..., None]
) -> None:
    counted(comment())
    just_before = NOON - timedelta(seconds=1)

    assert forget_text(database, before=TOMORROW, quiet_since=just_before) == 0
    assert forget_text(database, before=TOMORROW, quiet_since=NOON) == 1


def test_a_day_whose_cells_are_still_to_be_made_waits(
    database: MongoDB, arrive_and_score: Callable[..., None]
) -> None:
    arrive_and_score(comment())

    assert forget_text(database, before=TOMORROW) == 0


@pytest.mark.parametrize(
    "todo, key",
    [("unthreaded", stale_id(SOURCE, DAY.isoformat())), ("unsearched", str(DAY))],
)
def test_a_day_whose_threads_or_campaigns_are_still_to_be_made_waits(
    counted: Callable[..., None], database: MongoDB, todo: str, key: str
) -> None:
    counted(comment(1))
    ToDo(database[todo]).ask([key], now=NOON)

    assert forget_text(database, before=TOMORROW) == 0

    database[todo].delete_many({})
    assert forget_text(database, before=TOMORROW) == 1


def test_reading_a_forgotten_comment_again_brings_nothing_back(
    database: MongoDB, counted: Callable[..., None], arrive: Arrive
) -> None:
    counted(comment())
    forget_text(database, before=TOMORROW)

    liked = comment(reactions={"👍": 5})
    saved = arrive(lambda arrivals: arrivals.save_comments([liked], now=TOMORROW))

    assert saved == Saved(read=1)
    assert "text" not in (database.comments.find_one() or {})


def test_a_new_scorer_leaves_forgotten_comments_alone(
    database: MongoDB, counted: Callable[..., None]
) -> None:
    counted(comment())
    forget_text(database, before=TOMORROW)

    assert Scoring(database).expire("joint-2.0") == 0


def test_one_kind_of_source_may_expire_sooner(
    database: MongoDB, counted: Callable[..., None]
) -> None:
    counted(comment())
    kind, other = SOURCE.partition(":")[0], "youtube"

    forget = retention.forget_text
    kept = forget(database, before=TOMORROW, quiet_since=NOON, kind=other)
    gone = forget(database, before=TOMORROW, quiet_since=NOON, kind=kind)

    assert (kept, gone) == (0, 1)
