"""What people said is drawn in proportion to the estimate, on a real MongoDB."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.attitudes import ATTITUDES, Attitude
from domain.comments import Comment
from domain.periods import Period
from domain.quotes import Quotes, Silent
from mood.quotes import SHOWN, Asked, quotes
from store.retention import forget_text
from store.voices import Wanted
from tests.mood.public import MongoDB, comment, crowd, speak

DAY = date(2026, 3, 9)
MONTH = Period(date(2026, 3, 1), date(2026, 3, 31))
Say = Callable[[Sequence[Comment]], None]


@pytest.fixture
def say(uri_and_db: tuple[str, str], database: MongoDB) -> Say:
    return lambda comments: speak(uri_and_db, database, comments)


def asked(database: MongoDB, **fields: Any) -> Quotes:
    wanted = Wanted(**{k: fields.pop(k) for k in ("reform", "sources") if k in fields})
    return quotes(database, MONTH, Asked(wanted, **fields))


def attitudes(found: Quotes) -> list[int]:
    counted = Counter(each.attitude for each in found.quotes)
    return [counted[attitude] for attitude in ATTITUDES]


def test_as_many_of_each_attitude_are_shown_as_the_estimate_says(
    database: MongoDB, say: Say
) -> None:
    say(crowd(DAY, against=60, neutral=25, favour=15))

    found = asked(database)

    assert attitudes(found) == list(found.due.values())
    assert sum(found.due.values()) == len(found.quotes) == SHOWN
    assert found.due[Attitude.AGAINST] > found.due[Attitude.IN_FAVOUR]


def test_one_who_writes_much_is_quoted_once_a_day(database: MongoDB, say: Say) -> None:
    loud = [
        comment(n, f"Qimmat baland {n}", DAY, author="ffff") for n in range(500, 700)
    ]
    say([*crowd(DAY, against=30), *loud])

    said = [each.text for each in asked(database).quotes]

    assert sum("baland" in text for text in said) <= 1


def test_the_same_seed_shows_the_same_and_another_shows_others(
    database: MongoDB, say: Say
) -> None:
    say(crowd(DAY, against=80, favour=60))

    first = asked(database, seed=1)

    assert asked(database, seed=1) == first
    assert set(asked(database, seed=2).quotes) != set(first.quotes)


def test_of_fewer_than_k_voices_nothing_is_shown(database: MongoDB, say: Say) -> None:
    say(crowd(DAY, against=4))

    assert asked(database).silent is Silent.UNSTATED
    assert asked(database).quotes == ()


def test_k_can_be_raised_but_never_lowered(database: MongoDB, say: Say) -> None:
    say(crowd(DAY, against=7))

    assert asked(database, k=1).quotes
    assert not asked(database, k=8).quotes


def test_one_person_on_many_days_is_not_k_people(database: MongoDB, say: Say) -> None:
    days = [DAY + timedelta(days=n) for n in range(9)]
    say([comment(n, f"Qimmat {n}", day, author="a1") for n, day in enumerate(days)])

    assert asked(database).silent is Silent.FEW


def test_of_k_people_of_whom_one_writes_most_no_two_are_shown(
    database: MongoDB, say: Say
) -> None:
    days = [MONTH.first + timedelta(days=n // 3) for n in range(90)]
    loud = [
        comment(n, f"Qimmat {n}", day, author="a1", source=f"web:{n % 3}")
        for n, day in enumerate(days)
    ]
    say([*loud, *crowd(DAY, neutral=4, first=900)])

    found = asked(database)

    assert found.due[Attitude.NEUTRAL] < 4
    assert found.silent is Silent.FEW
    assert found.quotes == ()


def test_a_search_that_fewer_than_k_people_wrote_shows_nothing(
    database: MongoDB, say: Say
) -> None:
    days = [DAY + timedelta(days=n) for n in range(9)]
    signed = [
        comment(900 + n, "Qimmat imzo Alisher", day, author="a1")
        for n, day in enumerate(days)
    ]
    say([*crowd(DAY, against=30, favour=30), *signed])

    found = asked(database, words="Alisher")

    assert found.silent is Silent.SEARCHED
    assert found.quotes == ()
    assert found.found == 0


def test_a_search_shows_those_who_wrote_it_if_they_are_k(
    database: MongoDB, say: Say
) -> None:
    gas = [comment(900 + n, f"Qimmat gaz {n}", DAY) for n in range(6)]
    say([*crowd(DAY, against=30, favour=30), *gas])

    found = asked(database, words="газ")

    assert found.found == len(found.quotes) == 6
    assert all("gaz" in each.text for each in found.quotes)


@pytest.mark.parametrize("words", ['{"$ne": null}', "$where", ".*", "(a+)+$" * 10])
def test_a_search_is_words_and_never_an_instruction(
    database: MongoDB, say: Say, words: str
) -> None:
    say(crowd(DAY, against=30))

    found = asked(database, words=words)

    assert found.silent is Silent.SEARCHED or found.found == found.looked


def test_expired_words_are_not_shown(database: MongoDB, say: Say) -> None:
    late = DAY + timedelta(days=10)
    say([*crowd(DAY, against=30), *crowd(late, favour=30, first=100)])
    forget(database, before=DAY + timedelta(days=2))

    found = asked(database)

    assert found.period == Period(late, MONTH.last)
    assert {each.day for each in found.quotes} == {late}
    assert found.voices == 30


def test_where_all_words_expired_the_page_can_say_so(
    database: MongoDB, say: Say
) -> None:
    say(crowd(DAY, against=30))
    forget(database, before=DAY + timedelta(days=2))

    assert asked(database).silent is Silent.EXPIRED


def test_what_was_deleted_at_its_source_is_not_shown(
    database: MongoDB, say: Say
) -> None:
    say(crowd(DAY, against=8))
    database.comments.delete_many(
        {"_id": {"$in": ["telegram:100:1", "telegram:100:2"]}}
    )

    found = asked(database)

    assert len(found.quotes) == 6
    assert not {"Qimmat 1", "Qimmat 2"} & {each.text for each in found.quotes}


def test_officials_are_not_the_public(database: MongoDB, say: Say) -> None:
    answers = [
        comment(900 + n, "Barakalla rasmiy", DAY, official=True) for n in range(9)
    ]
    say([*crowd(DAY, against=9, favour=9), *answers])

    assert not [each for each in asked(database).quotes if "rasmiy" in each.text]


def test_a_quote_tells_the_post_and_nothing_of_its_author(
    database: MongoDB, say: Say
) -> None:
    say(crowd(DAY, against=9))

    quote = asked(database).quotes[0]

    assert quote.post == "Tariflar haqida"
    assert quote.day == DAY
    assert not hasattr(quote, "author")
    assert "telegram:100" not in str(quote)


def test_a_reform_that_nobody_spoke_of_has_no_voices(
    database: MongoDB, say: Say
) -> None:
    say(crowd(DAY, against=9))

    assert asked(database, reform="tariffs").quotes
    assert asked(database, reform="other").silent is Silent.UNSTATED


def test_a_campaign_speaks_once_and_says_how_many_more(
    database: MongoDB, say: Say
) -> None:
    say(crowd(DAY, against=30, favour=30))
    ids = [f"telegram:100:{n}" for n in range(1, 21)]
    database.comments.update_many({"_id": {"$in": ids}}, {"$set": {"campaign": ids[0]}})
    at = datetime(2026, 3, 9, 5, tzinfo=UTC)
    database.campaigns.insert_one(
        {
            "_id": ids[0],
            "first_at": at,
            "last_at": at,
            "sources": [],
            "comments": 80,
            "authors": 40,
        }
    )

    shown = [each for seed in range(5) for each in asked(database, seed=seed).quotes]

    assert 0 < sum(each.like_it == 79 for each in shown) <= 5


def forget(database: MongoDB, *, before: date) -> None:
    at = datetime(before.year, before.month, before.day, 12, tzinfo=UTC)
    later = datetime.now(UTC) + timedelta(days=1)
    assert forget_text(database, before=at, quiet_since=later)
