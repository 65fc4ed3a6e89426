from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from domain.attitudes import Language
from domain.errors import StoreError
from domain.periods import Period
from store.arrivals import Arrivals, Saved
from store.cells import Cells, Vote
from store.scoring import Scoring
from tests.store.examples import DAY, NOON, SOURCE, cell, comment, scored
from tests.store.test_votes import rows

Arrive = Callable[[Callable[[Arrivals], Awaitable[Saved]]], Saved]
MongoDB = Database[dict[str, Any]]
ALWAYS = Period(date(2020, 1, 1), date(2030, 1, 1))


P = [0.7, 0.2, 0.1]
TOLD = comment().post


@pytest.fixture
def cells(database: MongoDB) -> Cells:
    return Cells(database)


@pytest.fixture
def score(database: MongoDB, arrive: Arrive) -> Callable[..., None]:
    """Let comments arrive and be scored, all alike."""

    def done(*comments: Any, **alike: Any) -> None:
        arrive(lambda arrivals: arrivals.save_comments(comments, now=NOON))
        scoring = Scoring(database)
        scoring.save(scored(scoring.pending(), **alike), scorer="joint-1.0", now=NOON)

    return done


def test_a_vote_is_what_one_comment_by_the_public_adds(
    cells: Cells, score: Callable[..., None]
) -> None:
    score(comment(1), comment(2, official=True), comment(3, source="feed:gov"))

    assert cells.votes(SOURCE, DAY) == [
        Vote(
            comment(1).id,
            "author-1",
            "uz",
            (0.7, 0.2, 0.1),
            ("tariffs",),
            False,
            "joint-1.0",
            comment(1).post,
        )
    ]


def test_the_votes_of_many_sources_are_asked_for_at_once(
    cells: Cells, score: Callable[..., None]
) -> None:
    score(comment(1), comment(2, source="feed:gov"), comment(3, source="feed:news"))
    score(comment(4, official=True), comment(5, author=None, post=None), p=None)

    (votes,) = cells.votes_of([SOURCE, "feed:gov", "feed:none"], DAY)

    assert sorted(rows(votes), key=lambda each: each[1]) == [
        (SOURCE, "author-1", "uz", "joint-1.0", TOLD, ("tariffs",), False, P),
        ("feed:gov", "author-2", "uz", "joint-1.0", TOLD, ("tariffs",), False, P),
        (SOURCE, comment(5).id, "uz", "joint-1.0", None, ("tariffs",), False, None),
    ]


def test_votes_in_columns_tell_which_comments_are_of_a_campaign(
    cells: Cells, score: Callable[..., None], database: MongoDB
) -> None:
    score(comment(1), comment(2))
    database.comments.update_one(
        {"_id": comment(1).id}, {"$set": {"campaign": comment(1).id}}
    )

    (votes,) = cells.votes_of([SOURCE], DAY)

    assert {row[1]: row[6] for row in rows(votes)} == {
        "author-1": True,
        "author-2": False,
    }


def test_the_votes_of_many_sources_come_sorted_by_an_index(
    database: MongoDB, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the server would hold a day whole to sort it."""
    plans = []

    def explained(found: Any) -> list[Any]:
        plans.append(str(found.explain()["queryPlanner"]["winningPlan"]))
        return []

    monkeypatch.setattr("store.cells.together", explained)
    assert list(Cells(database).votes_of([SOURCE, "feed:gov"], DAY)) == []

    assert "of_day" in plans[0]
    assert "'SORT'" not in plans[0]


def test_that_votes_cannot_be_read_is_said_in_our_words() -> None:
    client: MongoClient[dict[str, Any]] = MongoClient(
        "127.0.0.1:1", serverSelectionTimeoutMS=10
    )

    with client, pytest.raises(StoreError):
        next(Cells(client["away"]).votes_of([SOURCE], DAY))


def test_a_comment_not_scored_is_a_vote_without_probabilities(
    cells: Cells, score: Callable[..., None]
) -> None:
    score(comment(), p=None, language=Language.OTHER)

    (vote,) = cells.votes(SOURCE, DAY)

    assert (vote.p, vote.language) == (None, "other")


def test_a_comment_that_no_scorer_has_seen_is_no_vote_yet(
    cells: Cells, arrive: Arrive
) -> None:
    arrive(lambda arrivals: arrivals.save_comments([comment()], now=NOON))

    assert cells.votes(SOURCE, DAY) == []


def test_a_vote_tells_whether_its_comment_is_of_a_campaign(
    cells: Cells, score: Callable[..., None], database: MongoDB
) -> None:
    score(comment(1), comment(2))
    database.comments.update_one(
        {"_id": comment(1).id}, {"$set": {"campaign": comment(1).id}}
    )

    votes = {vote.id: vote.campaign for vote in cells.votes(SOURCE, DAY)}

    assert votes == {comment(1).id: True, comment(2).id: False}


def test_a_cell_comes_back_as_it_was_saved(cells: Cells) -> None:
    cells.save(SOURCE, DAY, [cell()], now=NOON)

    assert cells.select(ALWAYS) == [cell()]


def test_saving_replaces_the_whole_day_and_no_other(
    cells: Cells, database: MongoDB
) -> None:
    before = DAY - timedelta(days=1)
    cells.save(SOURCE, before, [cell(before)], now=NOON)
    cells.save(SOURCE, DAY, [cell(), cell(language="ru")], now=NOON)

    for _ in range(2):
        cells.save(SOURCE, DAY, [cell(comments=9)], now=NOON)

    assert cells.select(ALWAYS) == [cell(before), cell(comments=9)]
    assert database.cells.count_documents({}) == 2


def test_many_days_are_saved_at_once(cells: Cells) -> None:
    after = DAY + timedelta(days=1)
    cells.save(SOURCE, DAY, [cell(), cell(language="ru")], now=NOON)

    cells.save_days({(SOURCE, DAY): [cell()], (SOURCE, after): [cell(after)]}, now=NOON)
    cells.save_days({}, now=NOON)

    assert cells.select(ALWAYS) == [cell(), cell(after)]


def test_a_day_without_votes_has_no_cells(cells: Cells) -> None:
    cells.save(SOURCE, DAY, [cell()], now=NOON)

    cells.save(SOURCE, DAY, [], now=NOON)

    assert cells.select(ALWAYS) == []


def test_cells_differ_by_campaign(cells: Cells) -> None:
    both = [cell(), cell(campaign=True)]

    cells.save(SOURCE, DAY, both, now=NOON)

    assert sorted(cells.select(ALWAYS), key=lambda each: each.campaign) == both


def test_cells_are_selected_by_period_reform_source_and_language(
    cells: Cells,
) -> None:
    days = [DAY + timedelta(days=n) for n in range(3)]
    for day in days:
        mine = [cell(day), cell(day, language="ru"), cell(day, reform="tariffs")]
        cells.save(SOURCE, day, mine, now=NOON)
    cells.save("feed:gov", DAY, [cell(source="feed:gov")], now=NOON)

    def selected(first: int, last: int, **by: Any) -> int:
        return len(cells.select(Period(days[first], days[last]), **by))

    assert selected(0, 2) == 7
    assert selected(1, 1) == 2
    assert selected(0, 2, reform="tariffs") == 3
    assert selected(0, 2, sources=["feed:gov"]) == 1
    assert selected(0, 2, sources=[]) == 0
    assert selected(0, 2, languages=["ru", "en"]) == 3
    assert len(cells.of_days(days[1:], reform="tariffs")) == 2
    assert len(cells.others_of_days(days, reform="gas")) == 3
    assert cells.others_of_days(days, reform="tariffs") == []


def test_selecting_reads_an_index_not_all_cells(
    cells: Cells, database: MongoDB
) -> None:
    cells.save(SOURCE, DAY, [cell()], now=NOON)
    days = {"$gte": "2026-01-01", "$lte": "2026-12-31"}

    plan = database.cells.find({"reform": "", "day": days}).explain()

    assert "of_reform" in str(plan["queryPlanner"]["winningPlan"])


def test_the_span_is_from_the_first_day_to_the_last(cells: Cells) -> None:
    assert cells.span() is None

    for days in (0, 5, 2):
        day = DAY + timedelta(days=days)
        cells.save(SOURCE, day, [cell(day)], now=NOON)

    assert cells.span() == Period(DAY, DAY + timedelta(days=5))
