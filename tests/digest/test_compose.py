"""The facts of a week, from a real MongoDB."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from digest.compose import compose
from digest.letter import title_of
from domain.coverage import Reason, Stretch
from domain.periods import Period
from domain.reforms import Reform
from mood.cells import cells_of
from mood.reading import blind, series
from sentiment.vocabulary import vocabulary
from store.cells import Cells, Vote
from store.documents import stretch_document
from store.reforms import save_titles
from tests.digest.letters import MONDAY, WEEK
from tests.mood.worlds import AGAINST, IN_FAVOUR, NEUTRAL, NOON, P, vote
from tests.store.test_terms import comment
from ui import queries
from ui.filters import Filters

MongoDB = Database[dict[str, Any]]
BEFORE = MONDAY - timedelta(days=7)
SHOWN = Period(MONDAY - timedelta(weeks=11), WEEK.last)
SOURCE = "telegram_web:kunuz"


def keep(database: MongoDB, day: date, votes: Sequence[Vote]) -> None:
    Cells(database).save(SOURCE, day, cells_of(SOURCE, day, votes), now=NOON)


def write(
    database: MongoDB, people: int, day: date, text: str, *, first: int = 0
) -> None:
    """So many comments with these words, by as many people."""
    numbers = range(first * 10_000, first * 10_000 + people)
    database.comments.insert_many(
        comment(
            number,
            source=SOURCE,
            day=day.isoformat(),
            author=f"{number % 10_000}-{day:%m}",
            text=text,
        )
        for number in numbers
    )


def ledger(database: MongoDB, source: str, stretches: Sequence[Stretch]) -> None:
    saved = [stretch_document(each) for each in stretches]
    times = {"saved_at": NOON, "first_at": NOON}
    database.coverage.insert_one({"_id": source, "stretches": saved, **times})


def seen_but(first: float, last: float) -> list[Stretch]:
    """A ledger of all the weeks in which an outage lasted from hour to hour."""
    start_at, end_at = (WEEK.start_at + timedelta(hours=at) for at in (first, last))
    stretches = [
        Stretch(SHOWN.start_at, start_at),
        Stretch(start_at, end_at, Reason.OUTAGE),
        Stretch(end_at, WEEK.end_at),
    ]
    return [each for each in stretches if each.end_at > each.start_at]


def crowd(size: int, *said: P, reform: str = "gas_prices") -> list[Vote]:
    return [vote(n, said[n % len(said)], reforms=[reform]) for n in range(size)]


def test_the_letter_has_the_numbers_of_the_app(
    database: MongoDB, uri_and_db: tuple[str, str]
) -> None:
    """Those of the one function, and those that the app's pages ask for."""
    keep(database, BEFORE, crowd(60, AGAINST, IN_FAVOUR))
    keep(database, MONDAY, crowd(60, AGAINST, AGAINST, NEUTRAL))
    ledger(database, SOURCE, seen_but(2, 30))

    letter = compose(database, WEEK)

    assert list(letter.weeks) == series(database, SHOWN, by="week")
    assert list(letter.blind) == blind(database, SHOWN)
    (line,) = letter.reforms
    assert [line.before, line.now] == series(
        database, Period(BEFORE, WEEK.last), by="week", reform="gas_prices"
    )
    address = queries.Address(*uri_and_db)
    asked = [Filters(), Filters(reform="gas_prices")]
    all_, gas = (queries.estimates(address, SHOWN, each, k=5) for each in asked)
    assert (list(letter.weeks), [line.before, line.now]) == (all_, gas[-2:])
    assert list(letter.blind) == queries.blind(address, SHOWN, ())


def test_the_weeks_are_twelve_and_the_last_is_compared(database: MongoDB) -> None:
    keep(database, BEFORE, crowd(60, AGAINST, IN_FAVOUR))
    keep(database, MONDAY, crowd(60, AGAINST, AGAINST, NEUTRAL))

    letter = compose(database, WEEK)

    assert len(letter.weeks) == 12
    assert letter.change is not None
    assert letter.change.moved


def test_reforms_that_moved_stand_before_those_that_did_not(database: MongoDB) -> None:
    keep(
        database,
        BEFORE,
        [*crowd(60, AGAINST), *crowd(50, NEUTRAL, reform="land")],
    )
    keep(
        database,
        MONDAY,
        [*crowd(60, IN_FAVOUR), *crowd(50, NEUTRAL, reform="land")],
    )

    land = {"en": "Land code", "uz-Cyrl": "Ер кодекси"}
    save_titles(database, [Reform("land", land)])

    found = compose(database, WEEK).reforms

    assert [line.title for line in found] == ["Gas prices", "Land code"]
    assert [title_of(found[1], tag) for tag in ("uz", "uz-Cyrl")] == list(land.values())
    assert [line.change.moved for line in found if line.change] == [True, False]


def test_a_reform_with_few_voices_is_left_out(database: MongoDB) -> None:
    keep(database, MONDAY, crowd(4, AGAINST))

    assert compose(database, WEEK).reforms == ()


def test_what_is_not_scored_is_told_by_language(database: MongoDB) -> None:
    foreign = [vote(100 + n, None, language="other") for n in range(6)]
    keep(database, MONDAY, [*crowd(7, AGAINST), *foreign])

    letter = compose(database, WEEK)

    assert [(each.language, each.not_scored) for each in letter.languages] == [
        ("uz", 0),
        ("other", 6),
    ]
    assert letter.not_scored == pytest.approx(6 / 13)


def test_a_week_of_nothing_still_has_a_letter(database: MongoDB) -> None:
    letter = compose(database, WEEK, vocabulary=vocabulary)

    assert (letter.now.mood, letter.change, letter.sources) == (None, None, 0)
    beside = (letter.blind, letter.events, letter.words, letter.campaigns)
    assert (*beside, letter.ahead, letter.answering, letter.reforms) == ((),) * 7


def test_of_too_few_voices_their_number_is_told_and_no_mood(database: MongoDB) -> None:
    keep(database, MONDAY, crowd(4, AGAINST))
    write(database, 400, MONDAY, "gaz suv")

    letter = compose(database, WEEK, vocabulary=vocabulary)

    assert (letter.now.mood, letter.now.voices, letter.now.coverage) == (None, 4, 1)
    assert (letter.change, letter.reforms, letter.words) == (None, (), ())


def test_a_blind_week_says_how_little_was_seen_and_no_mood(
    database: MongoDB,
) -> None:
    keep(database, BEFORE, crowd(60, AGAINST))
    keep(database, MONDAY, crowd(60, AGAINST))
    write(database, 60, MONDAY, "gaz suv")
    ledger(database, SOURCE, seen_but(24, 168))

    letter = compose(database, WEEK, vocabulary=vocabulary)

    assert (letter.now.mood, letter.now.coverage) == (None, 24 / 168)
    assert letter.before.mood is not None
    assert [each.reasons for each in letter.unseen.mostly] == [("outage",)]
    assert (letter.change, letter.reforms, letter.words) == (None, (), ())


def test_sources_that_were_down_are_told_beside_the_mood_of_the_others(
    database: MongoDB,
) -> None:
    keep(database, MONDAY, crowd(60, AGAINST))
    ledger(database, SOURCE, seen_but(0, 0))
    ledger(database, "telegram_web:b", seen_but(0, 50))

    letter = compose(database, WEEK)

    assert letter.now.mood is not None
    assert letter.sources == 2
    (told,) = letter.unseen.mostly
    assert (told.share, told.reasons) == (0.5, ("outage",))
    assert letter.blind == (told,)


def test_words_are_told_if_there_is_a_way_to_find_them(database: MongoDB) -> None:
    keep(database, MONDAY, crowd(60, AGAINST))
    for week in range(1, 5):
        write(database, 60, MONDAY - timedelta(weeks=week), "gaz narxi", first=week)
    write(database, 60, MONDAY, "gaz suvsiz", first=9)

    found = compose(database, WEEK, vocabulary=vocabulary).words

    assert [(each.word, each.people) for each in found] == [("suvsiz", 60)]
    assert compose(database, WEEK).words == ()
