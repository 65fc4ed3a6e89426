"""One batch from the store through the scorer and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.database import Database

from domain.comments import Comment
from sentiment.job import scored, step
from sentiment.scorer import Scorer
from store.arrivals import Arrivals
from store.scoring import Pending, Scoring

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def _pending(text: str, post_text: str | None = None) -> Pending:
    post = "p:1" if post_text else None
    return Pending(
        "c:1", "file:x", date(2026, 1, 5), text, post, post_text, None, False, "w", NOW
    )


def test_a_comment_that_names_no_reform_has_those_of_its_post(scorer: Scorer) -> None:
    pending = [
        _pending("Zo'r yangilik!", "Gaz narxi oshadi"),
        _pending("Propiska qachon bekor bo'ladi?", "Gaz narxi oshadi"),
        _pending("Rahmat"),
    ]
    found = scored(pending, scorer.predict([one.text for one in pending]))
    assert [one.reforms for one in found] == [
        ("energy_tariffs_2024",),
        ("propiska_reform",),
        (),
    ]


def test_nothing_pending_is_nothing_done(
    database: Database[dict[str, Any]], scorer: Scorer
) -> None:
    assert step(Scoring(database), scorer, now=NOW) == 0


async def test_pending_comments_are_scored_once(
    uri_and_db: tuple[str, str], database: Database[dict[str, Any]], scorer: Scorer
) -> None:
    comment = Comment("c:1", "file:x", NOW, "Juda ajoyib qaror, rahmat!")
    uri, name = uri_and_db
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(uri, tz_aware=True)
    async with client:
        await Arrivals(client[name]).save_comments([comment], now=NOW)
    scoring = Scoring(database)

    assert step(scoring, scorer, now=NOW) == 1
    assert step(scoring, scorer, now=NOW) == 0

    kept = database.comments.find_one({"_id": "c:1"})
    assert kept
    assert kept["attitude"]["scorer"] == scorer.id
    assert kept["attitude"]["label"] == "in_favour"
