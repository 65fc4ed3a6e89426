"""Letters are sent once each, whatever the server answers and whoever else sends."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from digest.alerting.alerts import Unseen, dumped, operator
from digest.desk import Desk
from digest.mail.access import access
from digest.readers.addresses import Addresses
from digest.readers.keys import Keys
from digest.rounds import Round
from digest.sending import Sending
from digest.weekly import Weekly, copy_of
from domain.deliveries import OPERATOR, Delivery, Message, State, is_given_up
from domain.mail_settings import LetterSettings
from domain.subscribers import Standing, Wishes
from store.deliveries import Deliveries
from store.subscribers import Subscribers
from tests.digest.letters import WEEK, letter, reform
from tests.digest.mail_server import (
    DROP,
    TAKE_AND_DROP,
    MailServer,
    mail_server,
)
from tests.digest.subscribed import (
    ADDRESSES,
    KEYS,
    NOW,
    MongoDB,
    address,
    keep,
    settings,
    subscribe,
)

DAY = timedelta(days=1)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as started:
        yield started


def address_all(database: MongoDB) -> None:
    """Put a copy of the letter for each reader."""
    readers = Subscribers(database).confirmed()
    Deliveries(database).put((copy_of(WEEK, each) for each in readers), due_at=NOW)


def sending(
    database: MongoDB,
    server: MailServer,
    *,
    by: str = "a",
    at: datetime = NOW,
    **sections: Any,
) -> Sending:
    given = settings(server.port, **sections)
    return Sending(
        Deliveries(database),
        Subscribers(database),
        Desk(database, given, KEYS),
        access(given.mail, {}),
        by=by,
        alerts=given.alerts,
        environment={},
        clock=lambda: at,
    )


async def send(database: MongoDB, server: MailServer, **more: Any) -> Round:
    return await sending(database, server, **more).round(threading.Event())


def states(database: MongoDB) -> Counter[State]:
    counts: Counter[State] = Counter()
    for of_message in Deliveries(database).counts().values():
        counts.update(of_message)
    return +counts


def begun(database: MongoDB, *readers: int, **more: Any) -> None:
    subscribe(database, readers)
    keep(database, letter(**more))
    address_all(database)


async def test_every_reader_gets_the_letter_once(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, *range(12))

    done = await send(database, server)
    again = await send(database, server)

    assert (done.sent, again.sent) == (12, 0)
    assert Counter(each.to for each in server.letters) == {
        address(number): 1 for number in range(12)
    }


async def test_several_processes_share_the_letters(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, *range(20))

    rounds = await asyncio.gather(
        *(send(database, server, by=each) for each in ("a", "b", "c"))
    )

    assert sum(each.sent for each in rounds) == 20
    assert len({each.id for each in server.letters}) == len(server.letters) == 20


async def test_a_letter_names_the_ways_out_of_its_own_reader(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, 1)

    await send(database, server)

    [taken] = server.letters
    way_out = str(taken.message["List-Unsubscribe"])
    assert way_out.startswith("<https://letters.example.org/unsubscribe?t=")
    assert taken.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = taken.message.get_body(("html",))
    assert html is not None
    assert way_out.strip("<>") in html.get_content()
    assert ".invalid" not in html.get_content()


async def test_a_letter_speaks_the_readers_language_and_of_their_reforms(
    database: MongoDB, server: MailServer
) -> None:
    subscribe(database, [1], Wishes("ru", ("gas",)))
    keep(database, letter(reforms=(reform("Gas", -4, -30), reform("Visas", 1, 2))))
    address_all(database)

    await send(database, server)

    body = server.letters[0].message.get_body(("plain",))
    assert body is not None
    assert "Gas" in body.get_content()
    assert "Visas" not in body.get_content()
    assert "настроение" in body.get_content().lower()


@pytest.mark.parametrize("at", ["rcpt", "data", "end"])
async def test_what_is_refused_for_now_is_sent_later(
    database: MongoDB, server: MailServer, at: Any
) -> None:
    begun(database, 1)
    server.answers(at, "451 4.7.1 greylisted", to=address(1))

    first = await send(database, server)
    too_soon = await send(database, server, at=NOW + timedelta(seconds=30))
    later = await send(database, server, at=NOW + timedelta(minutes=2))

    assert (first.sent, too_soon.sent, later.sent) == (0, 0, 1)
    assert Deliveries(database).doubts() == []


async def test_after_four_days_it_is_given_up(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, 1)
    server.answers("rcpt", *["451 no"] * 60, to=address(1))

    at, tries = NOW, 0
    while states(database)[State.WAITING]:
        await send(database, server, at=at)
        at, tries = at + timedelta(hours=5), tries + 1

    assert at - NOW >= timedelta(days=4)
    assert is_given_up(tries)
    assert states(database) == {State.REFUSED: 1}


async def test_a_reader_whose_mailbox_is_gone_is_suspended(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, 1, 2)
    server.answers("rcpt", f"550 5.1.1 no {address(1)} here", to=address(1))

    await send(database, server)

    gone = Subscribers(database).get(ADDRESSES.id_of(address(1)))
    assert gone is not None
    assert gone.standing is Standing.SUSPENDED
    assert [each.to for each in server.letters] == [address(2)]
    assert states(database) == {State.REFUSED: 1, State.SENT: 1}


async def test_a_letter_that_is_refused_costs_no_reader_the_next(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, 1)
    server.answers("end", "554 5.6.0 not this one", to=address(1))

    await send(database, server)

    assert Subscribers(database).counts()[Standing.CONFIRMED] == 1
    assert states(database) == {State.REFUSED: 1}


async def test_a_server_that_will_not_have_us_stops_the_round(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, *range(30))
    server.answers("mail", *["550 5.7.1 you may not"] * 3)

    done = await send(database, server)

    assert done.halted == "550 5.7.1 at MAIL FROM"
    assert states(database)[State.WAITING] >= 1
    assert Subscribers(database).counts()[Standing.CONFIRMED] == 30


async def test_once_it_is_mended_all_are_sent(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, *range(8))
    server.answers("mail", *["550 5.7.1 you may not"] * 3)
    await send(database, server)

    await send(database, server)

    assert states(database) == {State.SENT: 8}


async def test_a_letter_of_which_the_answer_was_lost_is_sent_again_and_told(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, 1)
    server.answers("end", TAKE_AND_DROP, to=address(1))

    await send(database, server)
    await send(database, server, at=NOW + timedelta(minutes=2))

    first, second = server.letters
    assert first.id == second.id
    assert len(Deliveries(database).doubts()) == 1


async def test_a_letter_of_which_no_word_had_left_is_in_no_doubt(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, 1)
    server.answers("data", DROP, to=address(1))

    await send(database, server)
    await send(database, server, at=NOW + timedelta(minutes=2))

    assert len(server.letters) == 1
    assert Deliveries(database).doubts() == []


async def test_who_has_left_gets_nothing_and_nothing_is_kept(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, 1)
    Subscribers(database).forget(ADDRESSES.id_of(address(1)))

    await send(database, server)

    assert server.letters == []
    assert states(database) == {}


async def test_who_was_suspended_meanwhile_gets_nothing(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, 1)
    Subscribers(database).suspend(ADDRESSES.id_of(address(1)))

    await send(database, server)

    assert server.letters == []
    assert states(database) == {State.DROPPED: 1}


async def test_who_asked_is_asked_back_and_no_more(
    database: MongoDB, server: MailServer
) -> None:
    id_ = ADDRESSES.id_of(address(1))
    Subscribers(database).ask(id_, ADDRESSES.seal(address(1)), Wishes("uz"), now=NOW)
    Deliveries(database).put([Delivery("c", Message.CONFIRM, id_)], due_at=NOW)

    await send(database, server)

    [taken] = server.letters
    text = taken.message.get_body(("plain",))
    assert text is not None
    assert "https://letters.example.org/confirm?t=" in text.get_content()
    assert taken.message["List-Unsubscribe"] is None


async def test_the_operator_is_told_at_the_addresses_of_the_settings(
    database: MongoDB, server: MailServer
) -> None:
    alert = Unseen("telegram_web:kunuz", NOW - DAY, "blocked", NOW.date())
    about = {"alert": dumped(alert)}
    puts = [Delivery(str(n), Message.ALERT, operator(n), about) for n in range(3)]
    Deliveries(database).put(puts, due_at=NOW)

    await send(database, server, alerts={"to": ["a@example.org", "b@example.org"]})

    assert sorted(each.to for each in server.letters) == [
        "a@example.org",
        "b@example.org",
    ]
    assert "telegram_web:kunuz" in str(server.letters[0].message["Subject"])


async def test_no_address_is_written_down_with_an_error(
    database: MongoDB, server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(database, 1, 2)
    server.answers("rcpt", f"550 5.1.1 <{address(1)}> unknown", to=address(1))
    server.answers("end", f"451 4.2.0 {address(2)} is busy", to=address(2))

    await send(database, server)

    kept = str(list(database.deliveries.find()))
    assert "550 5.1.1" in kept
    assert "@" not in kept
    said = capsys.readouterr()
    assert "example.org" not in (said.out + said.err).replace("@example.org", "", 2)


async def test_a_webhook_that_is_not_set_any_more_is_refused(
    database: MongoDB, server: MailServer
) -> None:
    hook = Delivery("hook|x", Message.HOOK, OPERATOR, {"alert": "{}"})
    Deliveries(database).put([hook], due_at=NOW)

    await send(database, server)

    assert states(database) == {State.REFUSED: 1}


async def test_a_mail_server_that_is_away_holds_up_no_webhook(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, *range(6))
    hook = Delivery("hook|x", Message.HOOK, OPERATOR, {"alert": "{}"})
    Deliveries(database).put([hook], due_at=NOW + timedelta(seconds=1))
    server.answers("mail", *["550 5.7.1 you may not"] * 9)

    done = await send(database, server, at=NOW + timedelta(seconds=1))

    assert done.halted
    assert Deliveries(database).counts()[Message.HOOK] == {State.REFUSED: 1}


async def test_what_is_not_wanted_any_more_leaves_the_readers_other_mail(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, 1)
    id_ = ADDRESSES.id_of(address(1))
    asked_before = Delivery("confirm|1", Message.CONFIRM, id_)
    Deliveries(database).put([asked_before], due_at=NOW - DAY)

    await send(database, server)

    assert states(database) == {State.SENT: 1, State.DROPPED: 1}
    assert len(server.letters) == 1


async def test_an_address_under_another_key_holds_up_no_other(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, *range(3))
    others = Addresses(Keys.of(b"of another machine".ljust(32)))
    strange = others.id_of(address(7))
    subscribers = Subscribers(database)
    subscribers.ask(strange, others.seal(address(7)), Wishes("en"), now=NOW)
    subscribers.confirm(strange, now=NOW)
    address_all(database)

    await send(database, server)

    assert states(database) == {State.SENT: 3, State.WAITING: 1}
    kept = database.deliveries.find_one({"to": strange})
    assert kept is not None
    assert "letters.key" in kept["error"]


async def test_without_pages_no_letter_leaves_whose_reader_could_not_end_it(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, *range(3))

    done = await send(database, server, site={"url": ""})

    assert done.halted is not None
    assert "site.url" in done.halted
    assert states(database) == {State.WAITING: 3}


async def test_a_letter_that_cannot_be_written_holds_up_no_other(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, *range(3))
    lost = Delivery("letter|lost", Message.LETTER, ADDRESSES.id_of(address(1)))
    about = {"week": "2020-01-06"}
    Deliveries(database).put([replace(lost, about=about)], due_at=NOW - DAY)

    await send(database, server)

    assert states(database) == {State.SENT: 3, State.WAITING: 1}


async def test_an_orderly_end_leaves_the_rest_for_later(
    database: MongoDB, server: MailServer
) -> None:
    begun(database, *range(5))
    stop = threading.Event()
    stop.set()

    await sending(database, server).round(stop)

    assert server.letters == []
    assert states(database) == {State.WAITING: 5}


def test_the_next_letter_overtakes_the_one_that_waits(database: MongoDB) -> None:
    begun(database, 1)
    following = letter()
    weekly = Weekly(database, LetterSettings(), "a")
    later = type(WEEK)(WEEK.first + 7 * DAY, WEEK.last + 7 * DAY)
    keep(database, type(following)(**{**_fields(following), "week": later}))

    weekly.step(later.end_at + DAY)

    assert states(database)[State.DROPPED] == 1
    assert states(database)[State.WAITING] == 1


def _fields(of: Any) -> dict[str, Any]:
    return {name: getattr(of, name) for name in of.__dataclass_fields__}
