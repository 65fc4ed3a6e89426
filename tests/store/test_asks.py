"""Asks: put by the app, taken up by one process, answered, forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.asks import HOURLY, Ask, Asked, Preview, Report, SeenPost, State
from store.asks import LEASE, TRIES, Asks
from store.choices import Choices
from tests.store.examples import NOON

MongoDB = Database[dict[str, Any]]

WHAT = {"address": "kunuzofficial"}


@pytest.fixture
def asks(database: MongoDB) -> Asks:
    return Asks(database)


def put(asks: Asks, by: str = "a@x.uz") -> str | None:
    return asks.put(Asked.TRY, WHAT, by=by, now=NOON)


def taken(asks: Asks, minutes: int = 0) -> Ask:
    ask = asks.take(now=NOON + timedelta(minutes=minutes))
    assert ask is not None
    return ask


@pytest.mark.parametrize(
    "kind, answer",
    [
        (Asked.TRY, Preview(2, 9, (SeenPost("salom", NOON, 9),), {"kind": "feed"})),
        (Asked.IMPORT, Report(10, 7, 1, 2, 0, (("no date", 2),))),
    ],
)
def test_an_answer_comes_back_as_it_was_given(
    asks: Asks, kind: Asked, answer: Preview | Report
) -> None:
    asks.put(kind, WHAT, by="a@x.uz", now=NOON)
    asks.answer(taken(asks).id, answer)

    (ask,) = asks.latest("a@x.uz", kind)

    assert (ask.state, ask.answer, ask.what) == (State.DONE, answer, WHAT)


def test_one_of_many_workers_takes_an_ask(asks: Asks) -> None:
    put(asks)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: asks.take(now=NOON), range(6)))

    assert sum(ask is not None for ask in found) == 1


def test_nobody_asks_for_more_than_the_hour_has_places(asks: Asks) -> None:
    with ThreadPoolExecutor(6) as pool:
        places = list(pool.map(lambda _: put(asks), range(HOURLY + 6)))

    assert places.count(None) == 6
    assert put(asks, by="b@x.uz") is not None
    later = NOON + timedelta(hours=1)
    assert asks.put(Asked.TRY, WHAT, by="a@x.uz", now=later) is not None


def test_what_a_worker_left_is_taken_up_again_but_not_for_ever(asks: Asks) -> None:
    put(asks)
    minutes = int(LEASE / timedelta(minutes=1)) + 1
    for number in range(TRIES):
        taken(asks, minutes * number)

    assert asks.take(now=NOON + timedelta(minutes=minutes * TRIES)) is None
    (ask,) = asks.latest("a@x.uz", Asked.TRY)
    assert (ask.state, ask.error) == (State.FAILED, None)


def test_what_is_in_hand_is_left_to_who_has_it(asks: Asks) -> None:
    put(asks)
    ask = taken(asks)
    asks.goes_on(ask.id, 3_000, now=NOON + LEASE)

    assert asks.take(now=NOON + LEASE + timedelta(minutes=1)) is None
    assert asks.latest("a@x.uz", Asked.TRY)[0].read == 3_000


def test_what_was_released_is_no_try(asks: Asks) -> None:
    put(asks)
    for _ in range(TRIES + 1):
        asks.release(taken(asks).id)

    assert taken(asks).id


def test_a_person_sees_their_own_asks_alone(asks: Asks) -> None:
    put(asks, by="a@x.uz")

    assert asks.latest("b@x.uz", Asked.TRY) == []


def test_asks_are_forgotten_after_a_week(database: MongoDB) -> None:
    index = database.asks.index_information()["forgotten"]

    assert index["expireAfterSeconds"] == 7 * 86_400


def test_a_source_is_added_once_paused_and_taken_out(database: MongoDB) -> None:
    choices = Choices(database)
    settings = {"kind": "telegram_web", "name": "gazeta"}

    assert choices.add("telegram_web:gazeta", settings, by="a", now=NOON)
    assert not choices.add("telegram_web:gazeta", settings, by="a", now=NOON)
    choices.pause("telegram_web:gazeta", paused=True, by="a", now=NOON)
    (choice,) = choices.all()
    assert (choice.paused, choice.settings) == (True, settings)
    assert choices.remove("telegram_web:gazeta")
    assert choices.all() == []


def test_a_paused_source_of_the_settings_can_be_added_but_not_taken_out(
    database: MongoDB,
) -> None:
    choices = Choices(database)
    choices.pause("feed:a", paused=True, by="a", now=NOON)

    assert not choices.remove("feed:a")
    assert choices.add("feed:a", {"kind": "feed"}, by="a", now=NOON)
    assert not choices.all()[0].paused
