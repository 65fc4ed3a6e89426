"""What one process at a time may do, on a real MongoDB."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pymongo
import pytest
from bson import ObjectId
from pymongo.client_session import ClientSession
from pymongo.database import Database

from domain.errors import ClaimLostError
from store.holders import Holder
from store.shifts import Shift, kept

MongoDB = Database[dict[str, Any]]
OVER = timedelta(0)
"""A lease that has ended when it begins: of who is halted at once."""


def written(database: MongoDB, number: int) -> Callable[[ClientSession | None], object]:
    """Writes that the day of ``number`` was made."""
    day = {"_id": f"2026-03-{number:02}"}
    token = {"token": ObjectId()}
    return lambda session: database.summed.insert_one(day | token, session=session)


def days(database: MongoDB) -> list[int]:
    return sorted(int(one["_id"][-2:]) for one in database.summed.find())


def test_it_is_one_scorers_until_it_is_given_back(database: MongoDB) -> None:
    one, other = Shift(database, Holder()), Shift(database, Holder())

    assert (one.take(), other.take(), one.take()) == (True, False, True)
    one.give_back()
    assert (other.take(), one.take()) == (True, False)


def test_of_many_who_take_it_at_a_time_one_has_it(database: MongoDB) -> None:
    shifts = [Shift(database, Holder()) for _ in range(8)]

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(Shift.take, shifts))

    assert sum(taken) == 1


def test_what_is_written_on_shift_stands(database: MongoDB) -> None:
    shift = Shift(database, Holder())
    shift.take()

    shift.guarded(written(database, 1))
    shift.guarded(written(database, 2))

    assert days(database) == [1, 2]


def test_who_overslept_the_lease_writes_nothing(database: MongoDB) -> None:
    halted = Shift(database, Holder(), lease=OVER)
    halted.take()
    other = Shift(database, Holder())
    other.take()

    with pytest.raises(ClaimLostError):
        halted.guarded(written(database, 1))

    assert days(database) == []
    assert not halted.is_ours


def test_who_overslept_the_lease_goes_on_if_nobody_took_over(database: MongoDB) -> None:
    halted = Shift(database, Holder(), lease=OVER)
    halted.take()

    halted.guarded(written(database, 1))

    assert days(database) == [1]


def test_who_never_took_it_writes_nothing(database: MongoDB) -> None:
    with pytest.raises(ClaimLostError):
        Shift(database, Holder()).guarded(written(database, 1))

    assert days(database) == []


def test_who_is_halted_within_a_write_is_broken_off_by_who_takes_over(
    database: MongoDB,
) -> None:
    halted, other = Shift(database, Holder(), lease=OVER), Shift(database, Holder())
    begun, goes_on = threading.Event(), threading.Event()
    attempts = []

    def slow(session: ClientSession | None) -> None:
        attempts.append(1)
        written(database, 1)(session)
        begun.set()
        goes_on.wait()

    halted.take()
    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(halted.guarded, slow)
        begun.wait()
        try:
            # MongoDB itself would end that transaction after 10 seconds or more.
            with pymongo.timeout(8):
                assert other.take()
        finally:
            goes_on.set()
        with pytest.raises(ClaimLostError):
            writing.result()

    other.guarded(written(database, 2))
    assert days(database) == [2]
    assert len(attempts) == 1


def test_an_error_within_a_write_leaves_all_as_it_was(database: MongoDB) -> None:
    shift = Shift(database, Holder())
    shift.take()

    def broken(session: ClientSession | None) -> None:
        written(database, 1)(session)
        raise KeyError("our own")

    with pytest.raises(KeyError):
        shift.guarded(broken)

    shift.guarded(written(database, 2))
    assert days(database) == [2]


def test_what_was_taken_without_an_answer_is_taken_again(database: MongoDB) -> None:
    holder = Holder()
    Shift(database, holder).take()
    shift = Shift(database, holder)

    assert shift.take()
    shift.guarded(written(database, 1))
    assert days(database) == [1]


def test_what_a_dead_process_of_this_machine_had_is_free_at_once(
    database: MongoDB,
) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    Shift(database, Holder(pid=process.pid)).take()

    assert Shift(database, Holder()).take()


@pytest.mark.parametrize("elsewhere", ["another boot", ""])
def test_of_a_process_elsewhere_nothing_is_known(
    database: MongoDB, elsewhere: str
) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    Shift(database, Holder(pid=process.pid, place=elsewhere)).take()

    assert not Shift(database, Holder()).take()


def test_a_process_of_another_user_lives() -> None:
    assert not Holder().knows_dead(Holder(pid=os.getppid()).document())
    assert not Holder().knows_dead(Holder(pid=1).document())


def test_a_step_longer_than_the_lease_keeps_it(database: MongoDB) -> None:
    shift = Shift(database, Holder(), lease=timedelta(seconds=1))
    shift.take()
    term = database.shifts.find_one() or {}

    with kept(shift):
        while (database.shifts.find_one() or {})["writes"] < term["writes"] + 3:
            assert shift.is_ours

    assert Shift(database, Holder()).take()
