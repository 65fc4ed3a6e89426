"""The door to a week's words, on a real MongoDB."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

import pytest
from pymongo.database import Database

from domain.periods import Period
from store.schema import prepare
from store.weekly import SHORT, SaidIn, Weekly
from tests.store.test_terms import comment

MongoDB = Database[dict[str, Any]]

MONDAY = date(2026, 5, 4)
WEEK = Period(MONDAY, MONDAY + timedelta(days=6))


def on(day: date, number: int, **changed: Any) -> dict[str, Any]:
    return comment(number, day=day.isoformat(), **changed)


def person(number: int) -> str:
    """As good as random, as pseudonyms are."""
    return blake2b(str(number).encode(), digest_size=16).hexdigest()


def test_what_was_said_has_its_day_its_source_and_its_language(
    database: MongoDB,
) -> None:
    database.comments.insert_one(on(MONDAY, 1))

    assert Weekly(database).said(WEEK) == [
        SaidIn("a1", MONDAY, "telegram_web:a", "uz", "words 1")
    ]


def test_other_weeks_are_left_out(database: MongoDB) -> None:
    around = [MONDAY - timedelta(days=1), *(WEEK.first, WEEK.last)]
    around.append(WEEK.last + timedelta(days=1))
    database.comments.insert_many(on(day, n) for n, day in enumerate(around))

    found = Weekly(database).said(WEEK)

    assert {each.day for each in found} == {WEEK.first, WEEK.last}


@pytest.mark.parametrize(
    "changed",
    [
        {"official": True},
        {"campaign": "loud"},
        {"author": None},
        {"attitude": {"label": None, "p": None}},
    ],
)
def test_what_has_no_voice_of_its_own_is_left_out(
    database: MongoDB, changed: dict[str, Any]
) -> None:
    database.comments.insert_one(on(MONDAY, 1, **changed))

    assert Weekly(database).said(WEEK) == []


def test_what_expired_has_no_words(database: MongoDB) -> None:
    expired = on(MONDAY, 1, forgotten=True)
    del expired["text"]
    database.comments.insert_one(expired)

    assert Weekly(database).said(WEEK) == []


def test_of_a_long_comment_only_the_beginning_is_read(database: MongoDB) -> None:
    database.comments.insert_one(on(MONDAY, 1, text="ў" * 9_000))

    (found,) = Weekly(database).said(WEEK)

    assert found.text == "ў" * SHORT


def test_of_too_many_some_people_are_read_on_every_day(database: MongoDB) -> None:
    """Three hundred people, of whom the later days have ever more."""
    days = [MONDAY + timedelta(days=n) for n in range(7) for _ in range(n + 1)]
    database.comments.insert_many(
        on(days[n % len(days)], n, author=person(n % 300)) for n in range(2_800)
    )

    found = Weekly(database).said(WEEK, most=700)

    assert len(found) == 700
    spoke = Counter(each.day for each in found)
    for number in range(7):
        due = 700 * (number + 1) / 28
        assert abs(spoke[MONDAY + timedelta(days=number)] - due) < 4 * due**0.5


def test_of_whoever_is_read_all_is_read_and_again_the_same(database: MongoDB) -> None:
    database.comments.insert_many(
        on(MONDAY, n, author=person(n % 50)) for n in range(500)
    )
    door = Weekly(database)

    found = door.said(WEEK, most=105)

    whole = Counter(each.author for each in found)
    assert sorted(whole.values()) == [5, *[10] * 10]
    assert door.said(WEEK, most=105) == found


def test_only_the_days_asked_for_are_looked_at(database: MongoDB) -> None:
    prepare(database)
    database.comments.insert_many(on(MONDAY, n) for n in range(50))
    database.comments.insert_many(
        on(MONDAY - timedelta(days=30), n) for n in range(100, 400)
    )

    database.command("profile", 2)
    Weekly(database).said(WEEK, most=10)
    database.command("profile", 0)

    asked = database["system.profile"].find_one({"command.aggregate": "comments"})
    assert asked is not None
    assert asked["docsExamined"] == 50
    assert "IXSCAN" in asked["planSummary"]
