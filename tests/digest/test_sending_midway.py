"""While a letter is on its way: MongoDB is away, a reader leaves, another takes it.

The store is the real one; in between something happens once.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from digest.alerting.alerts import Unseen, dumped
from digest.desk import Desk
from digest.mail.access import access
from digest.rounds import Round
from digest.sending import Sending
from digest.weekly import copy_of
from domain.deliveries import OPERATOR, Delivery, Message, State
from domain.errors import AwayError
from store.deliveries import Deliveries
from store.subscribers import Subscribers
from tests.digest.letters import WEEK
from tests.digest.mail_server import MailServer, mail_server
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

LEASE_OVER = timedelta(hours=1)

Happens = Callable[[], None]


class Midway(Deliveries):
    """The real deliveries; ``happens`` once, just before the verb ``at``."""

    def __init__(self, database: MongoDB, at: str, happens: Happens) -> None:
        super().__init__(database)
        self._at, self._happens = at, happens

    def take(self, *args: Any, **more: Any) -> Delivery | None:
        self._now("take")
        return super().take(*args, **more)

    def handing(self, *args: Any, **more: Any) -> bool:
        self._now("handing")
        return super().handing(*args, **more)

    def sent(self, *args: Any, **more: Any) -> bool:
        self._now("sent")
        return super().sent(*args, **more)

    def later(self, *args: Any, **more: Any) -> bool:
        self._now("later")
        return super().later(*args, **more)

    def _now(self, verb: str) -> None:
        if verb == self._at:
            self._at = ""
            self._happens()


def is_away() -> None:
    raise AwayError("MongoDB does not answer")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as started:
        yield started


@pytest.fixture
def readers(database: MongoDB) -> int:
    """So many wait for their letter."""
    subscribe(database, range(4))
    keep(database)
    confirmed = Subscribers(database).confirmed()
    copies = (copy_of(WEEK, each) for each in confirmed)
    return Deliveries(database).put(copies, due_at=NOW)


async def send(
    database: MongoDB,
    server: MailServer,
    deliveries: Deliveries | None = None,
    *,
    at: datetime = NOW,
    **sections: Any,
) -> Round:
    given = settings(server.port, **sections)
    sending = Sending(
        deliveries or Deliveries(database),
        Subscribers(database),
        Desk(database, given, KEYS),
        access(given.mail, {}),
        by=f"a{at}",
        environment={},
        clock=lambda: at,
    )
    return await sending.round(threading.Event())


def states(database: MongoDB) -> Counter[State]:
    return +Counter(Deliveries(database).counts()[Message.LETTER])


async def test_to_note_what_was_sent_mongodb_is_waited_for(
    database: MongoDB, server: MailServer, readers: int
) -> None:
    done = await send(database, server, Midway(database, "sent", is_away))

    assert done.sent == readers == len(server.letters)
    assert states(database) == {State.SENT: readers}
    assert Deliveries(database).doubts() == []


async def test_to_note_what_is_to_be_sent_later_too(
    database: MongoDB, server: MailServer, readers: int
) -> None:
    server.answers("rcpt", "451 4.7.1 greylisted", to=address(1))

    await send(database, server, Midway(database, "later", is_away))

    assert states(database) == {State.SENT: readers - 1, State.WAITING: 1}


async def test_a_round_that_mongodb_broke_off_is_begun_again(
    database: MongoDB, server: MailServer, readers: int
) -> None:
    with pytest.raises(AwayError):
        await send(database, server, Midway(database, "take", is_away))
    await send(database, server)

    assert Counter(each.to for each in server.letters) == {
        address(number): 1 for number in range(readers)
    }


async def test_what_could_not_be_noted_as_handed_over_was_not(
    database: MongoDB, server: MailServer, readers: int
) -> None:
    with pytest.raises(AwayError):
        await send(database, server, Midway(database, "handing", is_away))
    await send(database, server)
    before = len(server.letters)
    await send(database, server, at=NOW + LEASE_OVER)

    assert (before, len(server.letters)) == (readers - 1, readers)
    assert Deliveries(database).doubts() == []


async def test_what_another_has_taken_over_is_left_to_it(
    database: MongoDB, server: MailServer, readers: int
) -> None:
    others = Deliveries(database)

    def overtaken() -> None:
        while others.take(by="other", now=NOW + LEASE_OVER, lease=LEASE_OVER):
            pass

    done = await send(
        database,
        server,
        Midway(database, "handing", overtaken),
        mail={"connections": 1},
    )

    assert (done.sent, server.letters) == (0, [])
    assert states(database) == {State.TAKEN: readers}


async def test_a_reader_who_leaves_before_it_is_handed_over_gets_nothing(
    database: MongoDB, server: MailServer, readers: int
) -> None:
    def all_leave() -> None:
        for number in range(readers):
            Subscribers(database).forget(ADDRESSES.id_of(address(number)))
            Deliveries(database).forget_of(ADDRESSES.id_of(address(number)))

    await send(
        database,
        server,
        Midway(database, "handing", all_leave),
        mail={"connections": 1},
    )

    assert server.letters == []
    assert states(database) == {}


async def test_a_reader_who_leaves_while_it_is_on_its_way_stays_forgotten(
    database: MongoDB, server: MailServer, readers: int
) -> None:
    def all_leave() -> None:
        for number in range(readers):
            Subscribers(database).forget(ADDRESSES.id_of(address(number)))
            Deliveries(database).forget_of(ADDRESSES.id_of(address(number)))

    await send(
        database, server, Midway(database, "sent", all_leave), mail={"connections": 1}
    )

    assert len(server.letters) == 1
    assert states(database) == {}
    assert sum(Subscribers(database).counts().values()) == 0


async def test_a_letter_overtaken_while_it_is_on_its_way_ends_as_sent(
    database: MongoDB, server: MailServer, readers: int
) -> None:
    def the_next_is_due() -> None:
        Deliveries(database).drop_letters_before(WEEK.last)

    await send(
        database,
        server,
        Midway(database, "sent", the_next_is_due),
        mail={"connections": 1},
    )

    assert states(database) == {State.SENT: 1, State.DROPPED: readers - 1}


async def test_without_a_mail_server_programs_are_told_and_letters_wait(
    database: MongoDB,
    readers: int,
) -> None:
    heard: list[bytes] = []

    async def told(request: web.Request) -> web.Response:
        heard.append(await request.read())
        return web.Response()

    facts = dumped(Unseen("telegram_web:kunuz", NOW, "blocked", NOW.date()))
    hook = Delivery("hook|x", Message.HOOK, OPERATOR, {"alert": facts})
    Deliveries(database).put([hook], due_at=NOW)
    app = web.Application()
    app.router.add_post("/", told)
    async with TestServer(app) as program:
        given = settings(1, alerts={"webhook": str(program.make_url("/"))})
        stores = Deliveries(database), Subscribers(database)
        desk = Desk(database, given, KEYS)
        alerts = given.alerts
        sending = Sending(
            *stores,
            desk,
            None,
            by="a",
            alerts=alerts,
            environment={},
            clock=lambda: NOW,
        )

        done = await sending.round(threading.Event())

    assert heard == [facts.encode()]
    assert done.halted == "no mail server is named (mail.host)"
    assert +Counter(Deliveries(database).counts()[Message.HOOK]) == {State.SENT: 1}
    assert states(database) == {State.WAITING: 4}
