"""What stands in a letter beside the mood, from a real MongoDB."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from digest.gathered import LONGEST, answering, campaigns, events, words
from digest.letter import PageLine
from domain.events import Event
from domain.periods import Period
from domain.threads import Most, Thread
from mood.official import unranked
from sentiment.vocabulary import vocabulary
from store.cells import Cells
from store.events import save_events
from store.threads import Threads
from tests.digest.letters import MONDAY, WEEK
from tests.mood.worlds import NOON, cells, vote
from tests.store.test_terms import comment

MongoDB = Database[dict[str, Any]]

BEFORE = [MONDAY - timedelta(weeks=number) for number in (4, 3, 2, 1)]
HOUR = timedelta(hours=1)


def write(
    database: MongoDB,
    texts: Sequence[str],
    day: date = MONDAY,
    *,
    people: int = 60,
    language: str = "uz",
    **fields: Any,
) -> None:
    """Each of so many people writes one of ``texts``."""
    known = database.comments.count_documents({})
    database.comments.insert_many(
        comment(
            known + n,
            day=day.isoformat(),
            author=f"{n}-{day:%m}",
            text=texts[n % len(texts)],
            attitude={"language": language},
            **fields,
        )
        for n in range(people)
    )


def write_before(database: MongoDB, *texts: str, **more: Any) -> None:
    for day in BEFORE:
        write(database, texts, day, **more)


def told(database: MongoDB, *, k: int = 5) -> list[tuple[str, int]]:
    found = words(database, WEEK, vocabulary, k=k)
    return [(each.word, each.people) for each in found]


def test_a_word_in_either_script_of_uzbek_is_one(database: MongoDB) -> None:
    write_before(database, "gaz narxi")
    write(database, ["gaz to'lovi", "газ тўлови", "Gaz toʻlovi!"])

    assert told(database) == [("toʻlovi", 60)]


def test_what_stands_for_names_and_numbers_is_no_word(database: MongoDB) -> None:
    write_before(database, "gaz")
    write(database, ["@alisher_uz 8600123412341234 ‹name› ‹phone› https://x.uz/a gaz"])

    assert told(database) == []


def test_campaigns_have_no_words_here(database: MongoDB) -> None:
    write_before(database, "gaz")
    write(database, ["gaz"])
    write(database, ["gaz suvsiz"], campaign="c1")

    assert told(database) == []


def test_words_that_expired_are_not_told(database: MongoDB) -> None:
    write_before(database, "gaz")
    write(database, ["gaz suvsiz"])
    assert told(database)

    gone = {"$unset": {"text": "", "author": ""}}
    database.comments.update_many({"day": {"$lt": MONDAY.isoformat()}}, gone)
    assert told(database) == []

    database.comments.update_many({}, gone)
    assert told(database) == []


def test_a_word_of_fewer_than_k_people_is_not_told(database: MongoDB) -> None:
    write_before(database, "gaz")
    write(database, ["gaz", "gaz", "gaz suvsiz"])

    assert told(database, k=20) == [("suvsiz", 20)]
    assert told(database, k=21) == []


def campaign(database: MongoDB, number: int, authors: int, **fields: Any) -> None:
    given = {
        "first_at": WEEK.start_at + number * HOUR,
        "last_at": WEEK.start_at + (number + 1) * HOUR,
        "sources": ["telegram_web:a", "telegram_web:b"],
        "comments": authors + 2,
        "authors": authors,
        "words": [["Tarif", authors], ["Alisher", 1], ["adolatli", authors]],
    }
    database.campaigns.insert_one({"_id": f"c{number}"} | given | fields)


def test_the_campaigns_with_the_most_authors_are_told(database: MongoDB) -> None:
    for number in range(7):
        campaign(database, number, 10 + number)

    found = campaigns(database, WEEK, k=5)

    assert [each.authors for each in found] == [16, 15, 14, 13, 12]
    first = found[0]
    assert (first.text, first.comments, first.sources) == ("Tarif … adolatli", 18, 2)
    assert first.end_at - first.start_at == HOUR


def test_campaigns_of_other_weeks_or_of_too_few_are_not_told(database: MongoDB) -> None:
    campaign(database, -50, 40)
    campaign(database, 200, 40)
    campaign(database, 3, 9)

    assert campaigns(database, WEEK, k=10) == ()


def test_the_words_of_a_campaign_are_cut_and_may_be_left_out(database: MongoDB) -> None:
    campaign(database, 1, 30, words=[["adolatli", 30]] * 90)
    campaign(database, 2, 20, words=[["Alisher", 1]])
    campaign(database, 3, 10, words=[["a" * 500, 10]])

    long, without, one = (each.text for each in campaigns(database, WEEK, k=5))

    assert len(long) <= LONGEST
    assert long.endswith(" adolatli…")
    assert without == "…"
    assert one == "a" * (LONGEST - 1) + "…"


def thread(number: int, *, comments: int, waits: Sequence[int] = ()) -> Thread:
    answered = Most(MONDAY, len(waits)) if waits else Most()
    return Thread(
        post=f"p{number}",
        days=(MONDAY,),
        comments=comments,
        most=Most(MONDAY, comments),
        answered=len(waits),
        answered_most=answered,
        waits=tuple(waits),
    )


def page(
    database: MongoDB,
    source: str,
    *threads: Thread,
    day: date = MONDAY,
    hours: int = 168,
) -> None:
    """An official page of which so many hours of the week were seen."""
    key, times = {"_id": source}, {"saved_at": NOON, "first_at": NOON}
    titles = {"kind": "telegram_web", "name": source, "institution": ""}
    database.sources.insert_one(key | titles | times | {"official": True})
    ends_at = WEEK.start_at + hours * HOUR
    seen = {"start_at": WEEK.start_at, "end_at": ends_at, "reason": None}
    database.coverage.insert_one(key | times | {"stretches": [seen]})
    Threads(database).save([((source, day.isoformat()), threads)], now=NOON)


def test_pages_that_answered_are_told_with_their_threads(database: MongoDB) -> None:
    page(database, "a", thread(1, comments=9, waits=[60] * 6), thread(2, comments=8))
    page(database, "b", *(thread(n, comments=7, waits=[600]) for n in range(3, 9)))
    page(database, "c", thread(9, comments=30))

    found = answering(database, WEEK, k=5)

    assert found == (PageLine("b", 6, 6, None), PageLine("a", 2, 1, 60.0))


def test_a_page_is_told_as_the_scorecard_states_it(database: MongoDB) -> None:
    page(database, "a", thread(1, comments=9, waits=[60, 70, 80, 90, 900]))
    page(database, "few", thread(2, comments=4, waits=[60]))
    page(database, "blind", thread(3, comments=40, waits=[60] * 9), hours=20)
    page(database, "before", thread(4, comments=9, waits=[60]), day=BEFORE[-1])

    (line,) = answering(database, WEEK, k=5)
    rows = {row.title: row for row in unranked(database, WEEK, now=WEEK.end_at)}

    assert (line.title, line.threads, line.answered) == ("a", 1, 1)
    assert rows["a"].wait is not None
    assert line.wait == rows["a"].wait.value
    assert [rows[name].answered for name in ("few", "blind", "before")] == [None] * 3


def test_no_more_than_five_pages_are_told(database: MongoDB) -> None:
    for name in "abcdefg":
        page(database, name, thread(1, comments=9, waits=[60]))

    assert [line.title for line in answering(database, WEEK, k=5)] == list("abcde")


WEEKS = Period(MONDAY - timedelta(weeks=11), WEEK.last)


@pytest.mark.parametrize(
    "days, reform, place",
    [
        (0, None, "beside"),
        (-77, "spoken", "beside"),
        (-78, "spoken", None),
        (0, "unspoken", None),
        (7, "unspoken", "ahead"),
        (13, None, "ahead"),
        (14, None, None),
    ],
)
def test_an_event_stands_beside_the_line_or_ahead_of_it(
    database: MongoDB, days: int, reform: str | None, place: str | None
) -> None:
    Cells(database).save(
        "telegram_web:a", MONDAY, cells([vote(1, reforms=["spoken"])]), now=NOON
    )
    event = Event(MONDAY + timedelta(days=days), "Decree", reform)
    save_events(database, [event])

    beside, ahead = events(database, WEEKS)

    assert beside == ((event,) if place == "beside" else ())
    assert ahead == ((event,) if place == "ahead" else ())
