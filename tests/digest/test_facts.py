"""A letter's facts are kept as text and come back the same."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pymongo.database import Database

from digest.compose import compose
from digest.facts import dumped, loaded
from digest.letter import CampaignLine, LanguageLine, Letter, PageLine, WordLine
from digest.stretches import Unseen
from domain.errors import InputError
from domain.events import Event
from mood.cells import cells_of
from mood.changes import Change
from mood.coverage import Blind
from store.cells import Cells
from store.schema import mark_synthetic
from tests.digest.letters import MONDAY, WEEK, estimate, letter, reform
from tests.mood.worlds import AGAINST, IN_FAVOUR, NOON, vote

MongoDB = Database[dict[str, Any]]

AT = datetime(2026, 3, 9, 23, 59, 59, 123_456, tzinfo=UTC)
BLIND = Blind(AT, AT + timedelta(hours=9), ("blocked", "outage"), 2 / 3)
SOURCE = "telegram_web:kunuz"

FULL = letter(
    synthetic=True,
    weeks=(
        estimate(None, collected=None),
        estimate(0.1 + 0.2, labels=7, withheld=2, scorers=("a 1", "b 2")),
        estimate(-1e-17, collected=0.4, not_scored={"other": 9, "tr": 2, "ar": 2}),
    ),
    change=Change(-12.5, -20.000000000000004, -5.0),
    reforms=(reform("Gas prices", None, 3), reform("Yer kodeksi 🇺🇿", -4.1, 3)),
    languages=(LanguageLine("uz", 10**12, 0), LanguageLine("other", 3, 3)),
    unseen=Unseen((BLIND,), ("network",)),
    blind=(BLIND, replace(BLIND, share=1.0)),
    events=(Event(date(2026, 3, 9), "A decree", "gas_prices", "https://lex.uz/1"),),
    ahead=(Event(date(2026, 3, 16), 'Said: "\\u0000 <b>"', added=True),),
    words=(WordLine("газ", "ru", 41, 3.5),),
    campaigns=(CampaignLine("c1", "narx oshdi …", 9, 12, 2, AT, AT),),
    answering=(PageLine("Ministry", 8, 3, 5_400.25), PageLine("Press", 2, 0, None)),
)


def plain(value: Any) -> Any:
    """The same with NaN as a word, since it does not equal itself."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(plain, value))
    return "NaN" if isinstance(value, float) and math.isnan(value) else value


@pytest.mark.parametrize("given_", [FULL, letter(), letter((None, None))])
def test_a_letter_comes_back_the_same(given_: Letter) -> None:
    again = loaded(dumped(given_))

    assert again == given_
    assert list(again.now.not_scored) == list(given_.now.not_scored)
    assert dumped(again) == dumped(given_)


@pytest.mark.parametrize("coverage", [math.nan, math.inf, -math.inf])
def test_what_json_has_no_number_for_comes_back(coverage: float) -> None:
    given_ = letter(weeks=(estimate(None, coverage=coverage),) * 2)

    again = loaded(dumped(given_))

    assert plain(asdict(again)) == plain(asdict(given_))
    assert isinstance(again.now.coverage, float)


def test_the_text_is_json_for_anyone() -> None:
    def not_json(word: str) -> None:
        raise AssertionError(word)

    given_ = letter(weeks=(estimate(None, coverage=math.nan),) * 2)

    json.loads(dumped(given_), parse_constant=not_json)


@given(some.floats(), some.text(some.characters(exclude_categories=["Cs"])))
def test_any_number_and_any_words_come_back(number: float, words: str) -> None:
    given_ = letter(
        change=Change(number, number, number), words=(WordLine(words, "uz", 5, 0.0),)
    )

    assert plain(asdict(loaded(dumped(given_)))) == plain(asdict(given_))


@given(some.datetimes(datetime(2000, 1, 1), timezones=some.timezones()))  # noqa: DTZ001
def test_any_time_comes_back_as_the_same_moment(at: datetime) -> None:
    given_ = letter(blind=(Blind(at, at, (), 1.0),))

    assert loaded(dumped(given_)).blind[0].start_at == at.astimezone(UTC)


def test_what_is_composed_comes_back_the_same(database: MongoDB) -> None:
    mark_synthetic(database)
    for day, said in ((MONDAY - timedelta(days=7), AGAINST), (MONDAY, IN_FAVOUR)):
        votes = [vote(n, said, reforms=["gas_prices"]) for n in range(60)]
        votes += [vote(100 + n, None, language="other") for n in range(7)]
        Cells(database).save(SOURCE, day, cells_of(SOURCE, day, votes), now=NOON)

    composed = compose(database, WEEK)

    assert composed.reforms
    assert plain(asdict(loaded(dumped(composed)))) == plain(asdict(composed))
    assert loaded(dumped(composed)).change == composed.change


def test_facts_of_an_older_version_are_read() -> None:
    facts = json.loads(dumped(FULL))
    for later in ("words", "campaigns", "answering"):
        del facts[0][later]
    facts[0]["dropped_since"] = 1

    assert loaded(json.dumps(facts)) == replace(
        FULL, words=(), campaigns=(), answering=()
    )


@pytest.mark.parametrize(
    "facts", ["", "{}", "[]", '[{"k": 5}]', dumped(FULL).replace("2026-03-09", "?")]
)
def test_what_is_no_letter_is_said_in_one_sentence(facts: str) -> None:
    with pytest.raises(InputError, match=r"^The facts of this letter cannot be read"):
        loaded(facts)
