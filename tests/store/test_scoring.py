from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from pymongo.database import Database

from domain.comments import Comment
from domain.periods import Period
from store.arrivals import Arrivals, Saved
from store.scoring import Pending, Scoring
from store.stale import stale_id
from store.todo import ToDo
from tests.store.examples import DAY, NOON, SOURCE, comment, post, scored

Arrive = Callable[[Callable[[Arrivals], Awaitable[Saved]]], Saved]
MongoDB = Database[dict[str, Any]]
A_DAY = timedelta(days=1)


@pytest.fixture
def keep(arrive: Arrive) -> Callable[..., Saved]:
    def kept(*comments: Comment) -> Saved:
        return arrive(lambda arrivals: arrivals.save_comments(comments, now=NOON))

    return kept


@pytest.fixture
def scoring(database: MongoDB) -> Scoring:
    return Scoring(database)


def test_pending_comments_come_newest_first_with_the_words_of_their_post(
    scoring: Scoring, keep: Callable[..., Saved], arrive: Arrive
) -> None:
    arrive(lambda arrivals: arrivals.save_posts([post()], now=NOON))
    keep(comment(1), comment(3, post=None, official=True), comment(2))

    pending = scoring.pending(limit=2)

    assert pending == [
        Pending(
            comment(3).id,
            SOURCE,
            DAY,
            comment(3).text,
            None,
            None,
            "author-3",
            True,
            comment(3).words_fingerprint,
            comment(3).at,
        ),
        Pending(
            comment(2).id,
            SOURCE,
            DAY,
            comment(2).text,
            post().id,
            post().text,
            "author-2",
            False,
            comment(2).words_fingerprint,
            comment(2).at,
        ),
    ]


def test_pending_within_a_period_is_by_the_clock_of_tashkent(
    scoring: Scoring, keep: Callable[..., Saved]
) -> None:
    midnight = Period(DAY, DAY).end_at
    keep(comment(1, at=midnight), comment(2, at=midnight - timedelta(seconds=1)))

    assert [one.id for one in scoring.pending(within=Period(DAY, DAY))] == [
        comment(2).id
    ]


def test_a_scored_comment_is_pending_no_more_and_its_day_is_stale(
    scoring: Scoring, keep: Callable[..., Saved], database: MongoDB
) -> None:
    keep(comment())

    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)

    found = database.comments.find_one() or {}
    assert found["attitude"] == {
        "scorer": "joint-1.0",
        "words": comment().words_fingerprint,
        "language": "uz",
        "script": "Latn",
        "p": [0.7, 0.2, 0.1],
        "label": "against",
        "reforms": ["tariffs"],
        "why": ["oshdi"],
        "at": NOON,
    }
    assert scoring.count_pending() == 0
    assert [(each.source, each.day) for each in scoring.stale()] == [(SOURCE, DAY)]


def test_saving_a_score_twice_changes_nothing(
    scoring: Scoring, keep: Callable[..., Saved], database: MongoDB
) -> None:
    keep(comment())
    results = scored(scoring.pending())

    for _ in range(2):
        scoring.save(results, scorer="joint-1.0", now=NOON)

    assert scoring.count_pending() == 0
    assert database.comments.count_documents({}) == 1


def test_what_another_has_scored_meanwhile_is_left_as_it_is(
    scoring: Scoring, keep: Callable[..., Saved], database: MongoDB
) -> None:
    keep(comment())
    halted = scored(scoring.pending(), p=None)
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)
    scoring.fresh(scoring.stale())

    scoring.save(halted, scorer="joint-0.9", now=NOON)

    attitude = (database.comments.find_one() or {})["attitude"]
    assert (attitude["scorer"], attitude["label"]) == ("joint-1.0", "against")
    assert scoring.stale() == []


def test_what_was_written_in_a_stretch_can_be_left_out(
    scoring: Scoring, keep: Callable[..., Saved]
) -> None:
    keep(*(comment(number) for number in range(6)))
    stretches = [(comment(4).at, comment(4).at), (comment(1).at, comment(2).at)]

    pending = scoring.pending(but=stretches)

    assert [one.id for one in pending] == [comment(n).id for n in (5, 3, 0)]


def test_not_scored_is_kept_apart_from_neutral(
    scoring: Scoring, keep: Callable[..., Saved], database: MongoDB
) -> None:
    keep(comment())

    scoring.save(scored(scoring.pending(), p=None), scorer="joint-1.0", now=NOON)

    attitude = (database.comments.find_one() or {})["attitude"]
    assert (attitude["p"], attitude["label"]) == (None, None)
    assert scoring.count_pending() == 0


def test_words_that_changed_while_they_were_scored_stay_pending(
    scoring: Scoring, keep: Callable[..., Saved], database: MongoDB
) -> None:
    keep(comment())
    results = scored(scoring.pending())
    keep(comment(text="Arzonladi"))

    scoring.save(results, scorer="joint-1.0", now=NOON)

    assert [each.text for each in scoring.pending()] == ["Arzonladi"]
    assert "attitude" not in (database.comments.find_one() or {})


@pytest.mark.parametrize("when", ["before it was saved", "while it was saved"])
def test_a_post_that_changed_while_its_comments_were_scored_leaves_them_pending(
    scoring: Scoring,
    keep: Callable[..., Saved],
    arrive: Arrive,
    database: MongoDB,
    when: str,
) -> None:
    arrive(lambda arrivals: arrivals.save_posts([post()], now=NOON))
    keep(comment(1))
    said = scored(scoring.pending())
    others = replace(post(), text="Soliqlar haqida")
    if when == "before it was saved":
        arrive(lambda arrivals: arrivals.save_posts([others], now=NOON))
    else:
        database.posts.update_one({}, {"$set": {"text": others.text}})

    scoring.save(said, scorer="joint-1.0", now=NOON)

    assert scoring.count_pending() == 1


def test_a_comment_that_was_moved_to_another_post_while_it_was_scored_stays_pending(
    scoring: Scoring, keep: Callable[..., Saved]
) -> None:
    keep(comment(1))
    said = scored(scoring.pending())
    keep(replace(comment(1), post="telegram:kunuz:9"))

    scoring.save(said, scorer="joint-1.0", now=NOON)

    assert scoring.count_pending() == 1


@pytest.mark.parametrize(
    "marks, key",
    [
        ("stale", {"_id": "a", "source": "a", "day": DAY.isoformat()}),
        ("unsearched", {"_id": DAY.isoformat()}),
        ("unthreaded", {"_id": stale_id(SOURCE, DAY.isoformat())}),
    ],
)
def test_days_move_until_cells_campaigns_and_threads_are_made(
    scoring: Scoring, database: MongoDB, marks: str, key: dict[str, Any]
) -> None:
    today, before = Period(DAY, DAY), Period(DAY - A_DAY, DAY - A_DAY)
    fields = (
        {"token": ObjectId()}
        if marks == "stale"
        else {
            "token": ObjectId(),
            "asked_at": NOON,
        }
    )
    assert not scoring.is_moving_in(today, searched_by=NOON)

    database[marks].insert_one(key | fields)

    assert scoring.is_moving_in(today, searched_by=NOON)
    assert not scoring.is_moving_in(before, searched_by=NOON)


def test_a_search_that_was_asked_for_later_is_not_waited_for(
    scoring: Scoring, database: MongoDB
) -> None:
    ToDo(database.unsearched).ask([DAY.isoformat()], now=NOON + A_DAY)

    assert not scoring.is_moving_in(Period(DAY, DAY), searched_by=NOON)


def test_a_comment_erased_while_it_was_scored_stays_erased(
    scoring: Scoring, keep: Callable[..., Saved], database: MongoDB
) -> None:
    keep(comment())
    results = scored(scoring.pending())
    database.comments.delete_many({})

    scoring.save(results, scorer="joint-1.0", now=NOON)

    assert database.comments.count_documents({}) == 0


def test_a_new_scorer_makes_pending_what_another_scored(
    scoring: Scoring, keep: Callable[..., Saved]
) -> None:
    keep(comment(1), comment(2))
    scoring.save(scored(scoring.pending(limit=1)), scorer="joint-1.0", now=NOON)
    scoring.save(scored(scoring.pending(limit=1)), scorer="joint-1.1", now=NOON)

    assert scoring.expire("joint-1.1") == 1
    assert scoring.expire("joint-1.1") == 0
    assert [each.id for each in scoring.pending()] == [comment(2).id]


def test_a_fresh_day_is_stale_no_more(
    scoring: Scoring, keep: Callable[..., Saved]
) -> None:
    keep(comment())
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)

    scoring.fresh(scoring.stale())

    assert scoring.stale() == []


def test_a_day_marked_again_meanwhile_stays_stale(
    scoring: Scoring, keep: Callable[..., Saved]
) -> None:
    keep(comment(1))
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)
    read = scoring.stale()
    keep(comment(2))
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)

    scoring.fresh(read)

    assert len(scoring.stale()) == 1


def test_an_old_token_clears_no_mark_made_since(
    scoring: Scoring, keep: Callable[..., Saved]
) -> None:
    """Not even if the mark was cleared and made anew in between."""
    keep(comment(1))
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)
    old = scoring.stale()
    scoring.fresh(old)
    keep(comment(2))
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)

    scoring.fresh(old)

    assert len(scoring.stale()) == 1


def test_stale_days_come_newest_first(
    scoring: Scoring, keep: Callable[..., Saved]
) -> None:
    keep(*(comment(n, at=NOON - n * timedelta(days=1)) for n in range(3)))
    scoring.save(scored(scoring.pending()), scorer="joint-1.0", now=NOON)

    assert [each.day for each in scoring.stale(limit=2)] == [
        DAY,
        DAY - timedelta(days=1),
    ]


def test_each_comment_gets_its_own_attitude(
    scoring: Scoring, keep: Callable[..., Saved], database: MongoDB
) -> None:
    keep(*(comment(n) for n in range(5)))
    wordings = {comment(n).id: f"wording {n}".encode() for n in range(5)}

    scoring.save(
        scored(scoring.pending(), wordings=wordings), scorer="joint-1.0", now=NOON
    )

    found = {c["_id"]: c["attitude"]["wording"] for c in database.comments.find()}
    assert found == wordings


def test_saving_no_scores_is_no_error(scoring: Scoring) -> None:
    scoring.save([], scorer="joint-1.0", now=NOON)
    scoring.fresh([])

    assert scoring.pending() == []
