"""How the copies of one week's letter stand, among all that was ever delivered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.deliveries import Delivery, Message, State
from store.deliveries import LEASE, Deliveries
from tests.store.deliveries import (
    NOW,
    WEEK,
    MongoDB,
    handing,
    letter,
    put,
    refuse,
    sent,
    taken,
)

NEXT = WEEK + timedelta(days=7)


@pytest.fixture
def deliveries(database: MongoDB) -> Deliveries:
    return Deliveries(database)


def profiled(database: MongoDB, kind: str) -> dict[str, Any]:
    found = database["system.profile"].find_one({f"command.{kind}": "deliveries"})
    assert found
    return found


def test_copies_of_a_week_are_counted_as_they_stand(deliveries: Deliveries) -> None:
    put(deliveries, *range(5))
    sent(deliveries, taken(deliveries).id, "a")
    refuse(deliveries, taken(deliveries).id, "a")
    taken(deliveries)

    assert deliveries.of_week(WEEK) == {
        State.SENT: 1,
        State.REFUSED: 1,
        State.TAKEN: 1,
        State.WAITING: 2,
    }
    assert deliveries.of_week(WEEK)[State.DROPPED] == 0


def test_other_weeks_and_other_messages_do_not_count(deliveries: Deliveries) -> None:
    confirm = Delivery(f"confirm|r|{WEEK}|0", Message.CONFIRM, "r")
    others = [letter(1, NEXT), letter(2, WEEK - timedelta(days=7)), confirm]
    deliveries.put([letter(1), *others], due_at=NOW)

    assert deliveries.of_week(WEEK) == {State.WAITING: 1}
    assert deliveries.of_week(NEXT + timedelta(days=7)) == {}


def test_no_more_is_read_than_the_weeks_own_copies(
    database: MongoDB, deliveries: Deliveries
) -> None:
    deliveries.put((letter(n, NEXT) for n in range(300)), due_at=NOW)
    put(deliveries, *range(20))
    database.command("profile", 2)

    deliveries.of_week(WEEK)

    database.command("profile", 0)
    found = profiled(database, "aggregate")
    assert found["planSummary"] == "IXSCAN { _id: 1 }"
    assert found["docsExamined"] == 20
    assert found["keysExamined"] <= 21


def test_doubts_are_found_among_doubts_alone(
    database: MongoDB, deliveries: Deliveries
) -> None:
    put(deliveries, *range(50))
    lost = taken(deliveries, "a").id
    handing(deliveries, lost, "a")
    for _ in range(49):
        sent(deliveries, taken(deliveries).id, "a")
    sent(deliveries, taken(deliveries, "b", NOW + LEASE).id, "b")
    database.command("profile", 2)

    assert deliveries.doubts(WEEK) == [lost]

    database.command("profile", 0)
    found = profiled(database, "find")
    assert found["planSummary"] == "IXSCAN { doubtful: 1 }"
    assert found["docsExamined"] == 1
