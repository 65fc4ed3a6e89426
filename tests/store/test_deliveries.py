"""Deliveries: put once, taken by one at a time, counted, forgotten."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from digest.alerting.alerts import operator
from domain.deliveries import OPERATOR, Delivery, Message, State
from domain.errors import StoreError
from store.deliveries import LEASE, Deliveries
from store.layout import COLLECTIONS
from tests.store.deliveries import (
    MINUTE,
    NOW,
    MongoDB,
    letter,
    put,
    sent,
    taken,
)

WORKERS = 4


@pytest.fixture
def deliveries(database: MongoDB) -> Deliveries:
    return Deliveries(database)


def test_what_is_put_twice_is_put_once(deliveries: Deliveries) -> None:
    assert put(deliveries, 1, 2) == 2
    assert put(deliveries, 2, 3, 3) == 1
    assert deliveries.counts()[Message.LETTER] == {State.WAITING: 3}


def test_what_was_sent_is_not_put_again(deliveries: Deliveries) -> None:
    put(deliveries, 1)
    sent(deliveries, taken(deliveries).id, "a")

    assert put(deliveries, 1) == 0
    assert deliveries.take(by="a", now=NOW + MINUTE) is None


def test_many_processes_that_put_the_same_put_it_once(deliveries: Deliveries) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        new = pool.map(lambda _: put(deliveries, *range(2_500)), range(WORKERS))

    assert sum(new) == 2_500
    assert deliveries.counts()[Message.LETTER][State.WAITING] == 2_500


def test_what_the_rules_refuse_is_an_error(deliveries: Deliveries) -> None:
    wrong = Delivery("x", Message.LETTER, "reader", {"week": 7})  # type: ignore[dict-item]

    with pytest.raises(StoreError, match="refused a document"):
        deliveries.put([letter(1), wrong], due_at=NOW)


def test_a_delivery_comes_back_as_it_was_put(deliveries: Deliveries) -> None:
    about = {"topic": "reform|gas", "day": "2026-03-10"}
    alert = Delivery("alert|reform|gas|2026-03-10|r", Message.ALERT, "r", about)
    deliveries.put([alert], due_at=NOW)

    found = taken(deliveries)

    assert (found.id, found.message, found.to) == (alert.id, Message.ALERT, "r")
    assert (found.about, found.tries, found.handed_at) == (about, 1, None)


def test_the_oldest_is_taken_first_and_nothing_before_it_is_due(
    deliveries: Deliveries,
) -> None:
    put(deliveries, 1, due_at=NOW)
    put(deliveries, 2, due_at=NOW - MINUTE)
    put(deliveries, 3, due_at=NOW + MINUTE)

    assert deliveries.next_due() == NOW - MINUTE
    assert [taken(deliveries).to for _ in range(2)] == ["reader-2", "reader-1"]
    assert deliveries.take(by="a", now=NOW) is None
    assert deliveries.next_due() == NOW + MINUTE


def test_nothing_is_due_where_nothing_is_open(deliveries: Deliveries) -> None:
    put(deliveries, 1)
    sent(deliveries, taken(deliveries).id, "a")

    assert deliveries.next_due() is None


def test_one_of_many_wins_a_claim_in_each_of_many_rounds(
    deliveries: Deliveries,
) -> None:
    start = Barrier(WORKERS)

    def race(number: int) -> Delivery | None:
        start.wait()
        return deliveries.take(by=f"worker-{number}", now=NOW)

    with ThreadPoolExecutor(WORKERS) as pool:
        for number in range(50):
            put(deliveries, number)
            won = [each for each in pool.map(race, range(WORKERS)) if each]

            assert [each.to for each in won] == [f"reader-{number}"]


TAKES = """
import sys
from datetime import datetime
from store.clients import connect
from store.deliveries import Deliveries

uri, db, by, now = sys.argv[1:]
deliveries = Deliveries(connect(uri, db))
print("ready", flush=True)
sys.stdin.readline()
while found := deliveries.take(by=by, now=datetime.fromisoformat(now)):
    print(found.id, flush=True)
"""


def taking(uri_and_db: tuple[str, str], by: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", TAKES, *uri_and_db, by, NOW.isoformat()]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)


def answers(processes: list[subprocess.Popen[str]]) -> Iterator[list[str]]:
    """What each says once all have been told to begin at the same time."""
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        yield process.communicate()[0].split()


def test_two_processes_take_each_delivery_once(
    uri_and_db: tuple[str, str], deliveries: Deliveries
) -> None:
    put(deliveries, *range(400))

    first, second = answers([taking(uri_and_db, by) for by in ("a", "b")])

    assert first
    assert second
    assert sorted(first + second) == sorted(letter(n).id for n in range(400))


def test_what_was_left_is_taken_again_when_its_lease_ends(
    deliveries: Deliveries,
) -> None:
    put(deliveries, 1)
    taken(deliveries, "a")

    assert deliveries.take(by="b", now=NOW + LEASE - MINUTE) is None
    again = taken(deliveries, "b", NOW + LEASE)
    assert (again.tries, again.handed_at) == (2, None)


def test_what_is_in_a_servers_hands_is_not_taken_though_its_lease_had_run_out(
    deliveries: Deliveries,
) -> None:
    put(deliveries, 1)
    id_ = taken(deliveries, "a").id

    assert deliveries.handing(id_, by="a", now=NOW + LEASE)
    assert deliveries.take(by="b", now=NOW + LEASE) is None


def test_what_a_reader_does_not_want_is_dropped_alone_and_by_who_has_it(
    deliveries: Deliveries,
) -> None:
    put(deliveries, 1)
    unwanted = taken(deliveries).id
    deliveries.put([Delivery("known|1", Message.KNOWN, "reader-1")], due_at=NOW)

    assert not deliveries.drop(unwanted, by="b")
    assert deliveries.drop(unwanted, by="a")
    assert deliveries.counts()[Message.LETTER] == {State.DROPPED: 1}
    assert taken(deliveries).id == "known|1"


def test_a_reader_who_is_forgotten_leaves_nothing_behind(
    database: MongoDB, deliveries: Deliveries
) -> None:
    put(deliveries, 1, 2)
    sent(deliveries, taken(deliveries).id, "a")
    deliveries.put([Delivery("known|1", Message.KNOWN, "reader-1")], due_at=NOW)

    assert deliveries.forget_of("reader-1") == 2

    kept = [str(each) for name in COLLECTIONS for each in database[name].find()]
    assert not [each for each in kept if "reader-1" in each]
    assert [each for each in kept if "reader-2" in each]


def test_when_all_readers_are_forgotten_the_operator_s_own_stay(
    database: MongoDB, deliveries: Deliveries
) -> None:
    put(deliveries, 1, 2)
    sent(deliveries, taken(deliveries).id, "a")
    own = [
        Delivery("alert|x", Message.ALERT, operator(0)),
        Delivery("hook|x", Message.HOOK, OPERATOR),
    ]
    deliveries.put(own, due_at=NOW)

    assert deliveries.forget_readers() == 2

    assert set(database.deliveries.distinct("_id")) == {each.id for each in own}


def test_each_message_is_counted_by_how_it_stands(deliveries: Deliveries) -> None:
    put(deliveries, 1, 2)
    sent(deliveries, taken(deliveries).id, "a")

    counts = deliveries.counts()

    assert counts[Message.LETTER] == {State.SENT: 1, State.WAITING: 1}
    assert counts[Message.ALERT][State.SENT] == 0


def test_a_claim_reads_one_document_in_order_of_the_index(
    database: MongoDB, deliveries: Deliveries
) -> None:
    put(deliveries, *range(200))
    for _ in range(50):
        sent(deliveries, taken(deliveries).id, "a")
    database.command("profile", 2)

    taken(deliveries)

    database.command("profile", 0)
    found = database["system.profile"].find_one({"command.findAndModify": "deliveries"})
    assert found
    assert found["planSummary"] == "IXSCAN { free_at: 1 }"
    assert not found.get("hasSortStage")
    assert (found["keysExamined"], found["docsExamined"]) == (1, 1)


def test_only_what_has_ended_expires(database: MongoDB, deliveries: Deliveries) -> None:
    index = database.deliveries.index_information()["forgotten"]
    put(deliveries, 1, 2)
    sent(deliveries, taken(deliveries).id, "a")

    assert index["expireAfterSeconds"] == 400 * 86_400
    assert index["key"] == [("ended_at", 1)]
    assert database.deliveries.count_documents({"ended_at": {"$exists": True}}) == 1
