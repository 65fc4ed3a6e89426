"""Subscribers: asked for, confirmed by their owner, gone when they leave."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from domain.deliveries import Delivery, Message
from domain.errors import AwayError
from domain.subscribers import Standing, Subscriber, Wishes
from store.deliveries import Deliveries
from store.layout import COLLECTIONS
from store.subscribers import Subscribers

MongoDB = Database[dict[str, Any]]

# What is not confirmed expires by the clock of the server: the tests go by it, too.
NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)
SEALED = b"\x00sealed\xff"
UZBEK = Wishes("uz-Cyrl", ("gas_prices", "land"), alerts=True)
ENGLISH = Wishes("en")


@pytest.fixture
def subscribers(database: MongoDB) -> Subscribers:
    return Subscribers(database)


def ask(
    subscribers: Subscribers, id_: str = "ali", wishes: Wishes = UZBEK
) -> Standing | None:
    return subscribers.ask(id_, SEALED, wishes, now=NOW)


def reader(subscribers: Subscribers, id_: str = "ali", wishes: Wishes = UZBEK) -> None:
    ask(subscribers, id_, wishes)
    assert subscribers.confirm(id_, now=NOW + HOUR)


def suspended(subscribers: Subscribers) -> None:
    reader(subscribers)
    assert subscribers.suspend("ali")


def found(subscribers: Subscribers, id_: str = "ali") -> Subscriber:
    kept = subscribers.get(id_)
    assert kept is not None
    return kept


def test_who_asks_is_kept_and_gets_no_letters(subscribers: Subscribers) -> None:
    assert ask(subscribers) is None

    asked = Subscriber("ali", SEALED, UZBEK, Standing.ASKED, NOW)
    assert subscribers.get("ali") == asked
    assert list(subscribers.confirmed()) == []


def test_who_confirms_gets_letters(subscribers: Subscribers) -> None:
    reader(subscribers)

    (kept,) = subscribers.confirmed()
    assert kept == Subscriber("ali", SEALED, UZBEK, Standing.CONFIRMED, NOW, NOW + HOUR)


def test_who_asks_again_asks_anew(subscribers: Subscribers) -> None:
    ask(subscribers)

    again = subscribers.ask("ali", b"anew", ENGLISH, now=NOW + HOUR)

    assert again is Standing.ASKED
    assert found(subscribers) == Subscriber(
        "ali", b"anew", ENGLISH, Standing.ASKED, NOW + HOUR
    )


@pytest.mark.parametrize("stands", [reader, suspended])
def test_a_stranger_who_asks_changes_nothing_for_a_reader(
    subscribers: Subscribers, stands: Callable[[Subscribers], None]
) -> None:
    stands(subscribers)
    before = found(subscribers)

    was = subscribers.ask("ali", b"stranger", ENGLISH, now=NOW + HOUR)

    assert was is before.standing
    assert found(subscribers) == before


def test_of_many_who_ask_at_once_one_is_the_first(subscribers: Subscribers) -> None:
    with ThreadPoolExecutor(4) as pool:
        for number in range(25):
            same = [f"reader-{number}"] * 4
            were = list(pool.map(ask, [subscribers] * 4, same))

            assert were.count(None) == 1

    assert subscribers.counts() == {Standing.ASKED: 25}


def test_a_link_that_is_followed_twice_keeps_the_first_time(
    subscribers: Subscribers,
) -> None:
    reader(subscribers)

    assert subscribers.confirm("ali", now=NOW + 2 * HOUR)
    assert found(subscribers).confirmed_at == NOW + HOUR


def test_nobody_who_has_gone_is_confirmed_or_has_wishes(
    subscribers: Subscribers,
) -> None:
    assert not subscribers.confirm("ali", now=NOW)
    assert not subscribers.wish("ali", ENGLISH)
    assert not subscribers.suspend("ali")
    assert not subscribers.forget("ali")
    assert subscribers.get("ali") is None


def test_wishes_change_and_nothing_else(subscribers: Subscribers) -> None:
    reader(subscribers)

    assert subscribers.wish("ali", ENGLISH)

    kept = found(subscribers)
    assert (kept.wishes, kept.standing, kept.sealed) == (
        ENGLISH,
        Standing.CONFIRMED,
        SEALED,
    )


def test_who_is_suspended_gets_nothing_until_resumed(subscribers: Subscribers) -> None:
    suspended(subscribers)
    assert list(subscribers.confirmed()) == []
    assert list(subscribers.following("land")) == []

    assert subscribers.suspend("ali")
    assert subscribers.resume("ali")
    assert [each.id for each in subscribers.confirmed()] == ["ali"]


def test_who_is_suspended_may_confirm_anew(subscribers: Subscribers) -> None:
    suspended(subscribers)

    assert subscribers.confirm("ali", now=NOW)
    assert found(subscribers).standing is Standing.CONFIRMED


def test_who_only_asked_is_neither_suspended_nor_resumed(
    subscribers: Subscribers,
) -> None:
    ask(subscribers)

    assert not subscribers.suspend("ali")
    assert not subscribers.resume("ali")


def test_a_reader_who_leaves_leaves_nothing_behind(
    database: MongoDB, subscribers: Subscribers
) -> None:
    deliveries = Deliveries(database)
    for id_ in ("ali", "vali"):
        reader(subscribers, id_)
        letter = Delivery(f"letter|2026-03-09|{id_}", Message.LETTER, id_)
        deliveries.put([letter], due_at=NOW)

    assert subscribers.forget("ali")
    assert deliveries.forget_of("ali") == 1
    assert not subscribers.forget("ali")

    kept = [str(each) for name in COLLECTIONS for each in database[name].find()]
    assert not [each for each in kept if "'ali'" in each or "|ali" in each]
    assert len([each for each in kept if "vali" in each]) == 2


def test_readers_come_in_order_of_their_ids(subscribers: Subscribers) -> None:
    for id_ in ("c", "a", "b"):
        reader(subscribers, id_)
    ask(subscribers, "d")

    assert [each.id for each in subscribers.confirmed()] == ["a", "b", "c"]


def test_those_who_follow_a_reform_hear_of_it(subscribers: Subscribers) -> None:
    reader(subscribers, "of-it", Wishes("uz", ("land", "gas_prices"), alerts=True))
    reader(subscribers, "of-all", Wishes("uz", alerts=True))
    reader(subscribers, "of-other", Wishes("uz", ("visas",), alerts=True))
    reader(subscribers, "quiet", Wishes("uz", ("land",)))
    ask(subscribers, "unconfirmed", Wishes("uz", ("land",), alerts=True))

    assert [each.id for each in subscribers.following("land")] == ["of-all", "of-it"]


def test_readers_are_counted_by_how_they_stand(subscribers: Subscribers) -> None:
    suspended(subscribers)
    reader(subscribers, "b")
    reader(subscribers, "c")

    counts = subscribers.counts()

    assert counts == {Standing.SUSPENDED: 1, Standing.CONFIRMED: 2}
    assert counts[Standing.ASKED] == 0


def test_only_who_did_not_confirm_expires(database: MongoDB) -> None:
    index = database.subscribers.index_information()["unconfirmed"]

    assert index["expireAfterSeconds"] == 7 * 86_400
    assert index["key"] == [("asked_at", 1)]
    assert index["partialFilterExpression"] == {"standing": "asked"}


def test_a_wish_with_a_dollar_sign_is_a_word(subscribers: Subscribers) -> None:
    wishes = Wishes("$sealed", ("$standing",))
    reader(subscribers, "$_id", wishes)

    assert found(subscribers, "$_id").wishes == wishes


def test_a_stream_that_mongodb_breaks_off_may_be_read_again(
    database: MongoDB, subscribers: Subscribers
) -> None:
    reader(subscribers)
    like = database.subscribers.find_one()
    assert like
    more = [like | {"_id": f"reader-{number:03}"} for number in range(300)]
    database.subscribers.insert_many(more)
    stream = subscribers.confirmed()
    next(stream)

    database.subscribers.drop()  # ends what is reading it, as a lost primary does

    with pytest.raises(AwayError):
        list(stream)


def test_the_first_key_is_that_of_all_readers(database: MongoDB) -> None:
    readers = Subscribers(database)

    assert readers.sealed_under("one")
    assert readers.sealed_under("one")
    assert not readers.sealed_under("another")


def test_with_all_readers_given_up_another_key_may_begin(database: MongoDB) -> None:
    readers = Subscribers(database)
    readers.sealed_under("one")
    readers.ask("r", b"sealed", Wishes("uz"), now=NOW)

    assert readers.forget_all() == 1
    assert readers.sealed_under("another")
    assert readers.get("r") is None
