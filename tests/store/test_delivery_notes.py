"""What whoever has the claim notes, and the doubt where nobody could."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.deliveries import Delivery, Message, State
from store.deliveries import LEASE, Deliveries
from tests.store.deliveries import (
    MINUTE,
    NOW,
    WEEK,
    MongoDB,
    handing,
    later,
    letter,
    put,
    refuse,
    release,
    sent,
    stands,
    taken,
)

Note = Callable[[Deliveries, str, str], bool]

NOTES = [handing, sent, later, refuse, release]


@pytest.fixture
def deliveries(database: MongoDB) -> Deliveries:
    return Deliveries(database)


@pytest.mark.parametrize("note", NOTES)
def test_a_lost_claim_notes_nothing(
    database: MongoDB, deliveries: Deliveries, note: Note
) -> None:
    put(deliveries, 1)
    id_ = taken(deliveries, "a").id
    taken(deliveries, "b", NOW + LEASE)
    before = stands(database)

    assert not note(deliveries, id_, "a")
    assert stands(database) == before
    assert note(deliveries, id_, "b")


@pytest.mark.parametrize("note", NOTES)
def test_a_note_that_is_repeated_changes_nothing(
    database: MongoDB, deliveries: Deliveries, note: Note
) -> None:
    put(deliveries, 1)
    id_ = taken(deliveries).id
    note(deliveries, id_, "a")
    before = stands(database)

    again = note(deliveries, id_, "a")

    ended = {"ended_at": None}
    assert stands(database) | ended == before | ended
    assert again or note is release


def test_what_failed_waits_until_it_is_due_again(
    database: MongoDB, deliveries: Deliveries
) -> None:
    put(deliveries, 1)
    later(deliveries, taken(deliveries).id, "a")

    assert deliveries.take(by="a", now=NOW) is None
    assert taken(deliveries, now=NOW + MINUTE).tries == 2
    assert stands(database)["error"] == "451 4.7.1"


def test_what_is_refused_is_never_taken_again(deliveries: Deliveries) -> None:
    put(deliveries, 1)
    refuse(deliveries, taken(deliveries).id, "a")

    assert deliveries.take(by="a", now=NOW + LEASE) is None
    assert deliveries.counts()[Message.LETTER] == {State.REFUSED: 1}


def test_release_leaves_it_as_if_it_had_not_been_taken(
    database: MongoDB, deliveries: Deliveries
) -> None:
    put(deliveries, 1, due_at=NOW - MINUTE)
    before = stands(database)

    release(deliveries, taken(deliveries).id, "a")

    assert stands(database) == before | {"by": "a"}
    assert taken(deliveries, "b").tries == 1


def test_what_was_handed_over_and_not_noted_stays_in_doubt(
    deliveries: Deliveries,
) -> None:
    put(deliveries, 1, 2)
    lost = taken(deliveries, "a")
    handing(deliveries, lost.id, "a")
    sent(deliveries, taken(deliveries, "b").id, "b")
    assert deliveries.doubts() == []

    again = taken(deliveries, "b", NOW + LEASE)
    sent(deliveries, again.id, "b")

    assert (again.id, again.handed_at) == (lost.id, NOW)
    assert deliveries.doubts() == deliveries.doubts(WEEK) == [lost.id]
    assert deliveries.doubts(WEEK + timedelta(days=7)) == []


def test_a_server_that_said_no_leaves_no_doubt(deliveries: Deliveries) -> None:
    put(deliveries, 1)
    id_ = taken(deliveries).id
    handing(deliveries, id_, "a")
    later(deliveries, id_, "a")

    assert taken(deliveries, now=NOW + MINUTE).handed_at is None
    sent(deliveries, id_, "a")
    assert deliveries.doubts() == []


def test_a_server_that_was_lost_before_it_answered_leaves_a_doubt(
    deliveries: Deliveries,
) -> None:
    put(deliveries, 1)
    id_ = taken(deliveries).id
    handing(deliveries, id_, "a")
    deliveries.later(id_, by="a", at=NOW, error="lost", in_doubt=True)

    assert taken(deliveries).handed_at == NOW
    sent(deliveries, id_, "a")
    assert deliveries.doubts() == [id_]


@pytest.mark.parametrize("handed_again", [True, False])
def test_an_older_doubt_outlives_a_later_no(
    deliveries: Deliveries, *, handed_again: bool
) -> None:
    put(deliveries, 1)
    id_ = taken(deliveries, "a").id
    handing(deliveries, id_, "a")
    taken(deliveries, "b", NOW + LEASE)
    if handed_again:
        handing(deliveries, id_, "b")
    later(deliveries, id_, "b")

    assert taken(deliveries, "c", NOW + MINUTE).handed_at is not None


def test_what_is_released_in_a_servers_hands_stays_in_doubt(
    deliveries: Deliveries,
) -> None:
    put(deliveries, 1)
    id_ = taken(deliveries).id
    handing(deliveries, id_, "a")
    release(deliveries, id_, "a")

    assert taken(deliveries, "b").handed_at == NOW


def test_letters_of_older_weeks_are_dropped_taken_or_not(
    deliveries: Deliveries,
) -> None:
    put(deliveries, 1, 2)
    in_hand = taken(deliveries)
    newer = letter(3, WEEK + timedelta(days=7))
    confirm = Delivery("confirm|r|d|0", Message.CONFIRM, "r")
    deliveries.put([newer, confirm], due_at=NOW)

    assert deliveries.drop_letters_before(WEEK) == 0
    assert deliveries.drop_letters_before(WEEK + timedelta(days=7)) == 2
    assert not handing(deliveries, in_hand.id, "a")
    assert {taken(deliveries).id for _ in range(2)} == {newer.id, confirm.id}


def test_what_was_dropped_in_a_servers_hands_is_noted_as_sent(
    deliveries: Deliveries,
) -> None:
    put(deliveries, 1)
    id_ = taken(deliveries).id
    handing(deliveries, id_, "a")
    deliveries.drop_letters_before(WEEK + timedelta(days=7))

    assert not later(deliveries, id_, "a")
    assert sent(deliveries, id_, "a")
    assert deliveries.counts()[Message.LETTER] == {State.SENT: 1}


def test_an_address_that_a_server_repeats_is_not_kept(
    database: MongoDB, deliveries: Deliveries
) -> None:
    put(deliveries, 1)
    error = "550 5.1.1 <ali@example.uz>: no such user " + "x" * 500
    deliveries.refuse(taken(deliveries).id, by="a", error=error)

    kept = stands(database)["error"]
    assert kept.startswith("550 5.1.1 … no such user")
    assert len(kept) == 200


def test_a_name_with_a_dollar_sign_is_a_name(deliveries: Deliveries) -> None:
    put(deliveries, 1)
    id_ = taken(deliveries, "$to").id

    assert deliveries.later(id_, by="$to", at=NOW, error="$to")
    assert taken(deliveries, "$to").id == id_
