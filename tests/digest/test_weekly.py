"""Each week's letter is written once, whoever tries, and a missed Monday is made up."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

from digest.weekly import PATIENCE, Weekly
from domain.deliveries import Message, State
from domain.due import due_at
from domain.mail_settings import LetterSettings
from domain.periods import Period
from shown.speech import TONGUES
from store.arrivals import Arrivals
from store.deliveries import Deliveries
from store.digests import Digests
from store.motor import connected
from tests.digest.subscribed import MongoDB, subscribe
from tests.store.examples import comment

MONDAY = LetterSettings()
WEEK = Period(date(2026, 3, 9), date(2026, 3, 15))
DUE = due_at(WEEK, MONDAY)
LATER = DUE + timedelta(minutes=1)


def listened(database: MongoDB, *, since: datetime = WEEK.start_at) -> None:
    """Let a source have been seen since then, in silence."""
    stretch = {"start_at": since, "end_at": WEEK.end_at, "reason": None}
    times = {"saved_at": since, "first_at": since}
    database.coverage.insert_one(
        {"_id": "telegram_web:a", "stretches": [stretch], **times}
    )


def weekly(database: MongoDB, by: str = "a", *, addressing: bool = True) -> Weekly:
    return Weekly(database, MONDAY, by, addressing=addressing)


def all_steps(of: Weekly, at: datetime) -> int:
    steps = 0
    while of.step(at):
        steps += 1
    return steps


def written(database: MongoDB) -> list[date]:
    return [each.week for each in Digests(database).kept()]


def copies(database: MongoDB) -> int:
    return Deliveries(database).counts()[Message.LETTER][State.WAITING]


def test_before_monday_at_eight_nothing_is_written(database: MongoDB) -> None:
    listened(database)

    assert all_steps(weekly(database), DUE - timedelta(minutes=1)) == 0
    assert written(database) == []


def test_on_monday_it_is_written_in_every_language_and_put_for_every_reader(
    database: MongoDB,
) -> None:
    listened(database)
    subscribe(database, range(3))

    all_steps(weekly(database), LATER)

    assert written(database) == [WEEK.first]
    assert set(Digests(database).kept()[0].subjects) == set(TONGUES)
    assert copies(database) == 3


def test_it_is_written_and_put_once(database: MongoDB) -> None:
    listened(database)
    subscribe(database, range(3))
    all_steps(weekly(database), LATER)
    [before] = Digests(database).kept()

    assert all_steps(weekly(database, "b"), LATER + timedelta(days=1)) == 0
    assert Digests(database).kept() == [before]
    assert copies(database) == 3


def test_two_processes_at_once_write_it_once(database: MongoDB) -> None:
    listened(database)
    subscribe(database, range(20))
    each = [weekly(database, by) for by in ("a", "b", "c", "d")]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: all_steps(one, LATER), each))
    all_steps(each[0], LATER)

    assert written(database) == [WEEK.first]
    assert copies(database) == 20


def test_one_that_ended_before_all_copies_were_put_is_gone_on_with(
    database: MongoDB,
) -> None:
    listened(database)
    subscribe(database, range(3))
    weekly(database).step(LATER)  # writes it, and ends

    assert copies(database) == 0
    all_steps(weekly(database, "b"), LATER)

    assert copies(database) == 3


def test_one_that_ended_while_writing_is_written_when_its_lease_is_over(
    database: MongoDB,
) -> None:
    listened(database)
    Digests(database).claim(WEEK.first, by="gone", now=LATER)

    assert all_steps(weekly(database), LATER) == 0
    all_steps(weekly(database), LATER + timedelta(minutes=11))

    assert written(database) == [WEEK.first]


def test_missed_mondays_are_written_and_readers_get_the_latest_alone(
    database: MongoDB,
) -> None:
    listened(database, since=WEEK.start_at - timedelta(days=9))
    subscribe(database, range(2))

    all_steps(weekly(database), LATER + timedelta(days=3))

    assert written(database) == [date(2026, 3, 9), date(2026, 3, 2), date(2026, 2, 23)]
    assert copies(database) == 2
    assert [each.addressed_at is None for each in Digests(database).kept()] == [
        False,
        True,
        True,
    ]


def test_before_anybody_listened_no_letter_is_owed(database: MongoDB) -> None:
    subscribe(database, range(2))

    assert all_steps(weekly(database), LATER) == 0


def test_it_waits_a_while_for_a_scorer_that_is_behind(
    database: MongoDB, uri_and_db: tuple[str, str]
) -> None:
    listened(database)
    _wait_to_be_scored(uri_and_db)

    assert all_steps(weekly(database), LATER) == 0
    assert all_steps(weekly(database), DUE + PATIENCE + timedelta(minutes=1)) > 0


def test_what_waits_of_another_week_holds_no_letter_up(
    database: MongoDB, uri_and_db: tuple[str, str]
) -> None:
    listened(database)
    _wait_to_be_scored(uri_and_db, at=WEEK.end_at)

    assert all_steps(weekly(database), LATER) > 0


def test_without_a_mail_server_letters_are_kept_and_nobody_is_addressed(
    database: MongoDB,
) -> None:
    listened(database)
    subscribe(database, range(2))

    all_steps(weekly(database, addressing=False), LATER)

    assert written(database) == [WEEK.first]
    assert copies(database) == 0


def _wait_to_be_scored(
    uri_and_db: tuple[str, str], *, at: datetime = WEEK.start_at
) -> None:
    """Let a comment have come that nobody has scored."""

    async def arrive() -> None:
        async with connected(*uri_and_db) as found:
            said = comment(1, at=at + timedelta(hours=9))
            await Arrivals(found).save_comments([said], now=said.at)

    asyncio.run(arrive())


def test_readers_get_the_latest_before_missed_weeks_are_written(
    database: MongoDB,
) -> None:
    listened(database, since=WEEK.start_at - timedelta(days=9))
    subscribe(database, range(2))
    one = weekly(database)

    one.step(LATER)
    one.step(LATER)

    assert written(database) == [WEEK.first]
    assert copies(database) == 2
