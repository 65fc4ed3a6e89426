"""The door of terms, on a real MongoDB."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from pymongo.database import Database

from domain.attitudes import Attitude
from domain.terms import Term, Terms
from store.schema import prepare
from store.terms import TermsDoor

MongoDB = Database[dict[str, Any]]
NOON = datetime(2026, 5, 10, 7, tzinfo=UTC)
DAY = date(2026, 5, 10)


def comment(number: int, **changed: Any) -> dict[str, Any]:
    attitude = {
        "scorer": "s-1",
        "words": "w",
        "language": "uz",
        "script": "Latn",
        "p": [0.8, 0.1, 0.1],
        "label": "against",
        "reforms": ["gas"],
        "at": NOON,
    } | changed.pop("attitude", {})
    return {
        "_id": f"c{number}",
        "source": "telegram_web:a",
        "post": None,
        "at": NOON + timedelta(minutes=number),
        "day": DAY.isoformat(),
        "words": "w",
        "fingerprint": "f",
        "official": False,
        "edited": False,
        "reactions": [],
        "pending": False,
        "saved_at": NOON,
        "first_at": NOON,
        "author": f"a{number}",
        "text": f"words {number}",
        "attitude": attitude,
    } | changed


def terms(*words: Term) -> Terms:
    return Terms(DAY, DAY, 30, words)


def test_the_latest_comments_on_a_reform_come_first(database: MongoDB) -> None:
    database.comments.insert_many(comment(n) for n in range(5))

    found = TermsDoor(database).said("gas", limit=3)

    assert [each.text for each in found] == ["words 4", "words 3", "words 2"]
    assert found[0].attitude is Attitude.AGAINST


def test_what_has_no_voice_of_its_own_is_left_out(database: MongoDB) -> None:
    none = [
        comment(1, official=True),
        comment(2, campaign="loud"),
        comment(3, author=None),
        comment(4, attitude={"label": None, "p": None}),
        comment(5, attitude={"reforms": ["land"]}),
        comment(6, forgotten=True),
    ]
    del none[-1]["text"]
    database.comments.insert_many(none)

    assert TermsDoor(database).said("gas") == []


def test_the_latest_are_read_off_an_index(database: MongoDB) -> None:
    prepare(database)
    database.comments.insert_many(comment(n) for n in range(50))
    database.comments.insert_many(
        comment(n, attitude={"reforms": ["land"]}) for n in range(100, 300)
    )

    database.command("profile", 2)
    TermsDoor(database).said("gas", limit=10)
    database.command("profile", 0)

    asked = database["system.profile"].find_one({"command.find": "comments"})
    assert asked is not None
    assert asked["docsExamined"] == 10
    assert "IXSCAN" in asked["planSummary"]


def test_saved_again_they_are_replaced(database: MongoDB) -> None:
    door = TermsDoor(database)
    first = terms(Term("qimmat", Attitude.AGAINST, 9, 0, 3.5))
    door.save("gas", first, now=NOON)
    door.save("gas", first, now=NOON)
    assert door.select("gas") == first

    door.save("gas", terms(), now=NOON)
    assert door.select("gas") == terms()
    assert database.terms.count_documents({}) == 1


def test_no_word_of_fewer_than_k_people_is_read(database: MongoDB) -> None:
    door = TermsDoor(database)
    few = Term("kam", Attitude.IN_FAVOUR, 90, 6, 3.0)
    many = Term("kop", Attitude.IN_FAVOUR, 0, 60, 3.0)
    door.save("gas", terms(few, many), now=NOON)

    assert door.select("gas", k=7) == terms(many)
    assert door.select("gas", k=1) == terms(few, many)


def test_terms_that_were_never_made_are_none(database: MongoDB) -> None:
    assert TermsDoor(database).select("gas") is None
