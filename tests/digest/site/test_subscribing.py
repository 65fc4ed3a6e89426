"""Who asks for the letter confirms it; and nobody learns who else has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bson import encode
from pymongo import MongoClient
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

from digest.site.forms import LARGEST, TRAP
from digest.site.limits import Limits
from domain.deliveries import Message
from domain.subscribers import Standing, Wishes
from store.clients import OPTIONS, Database, Document
from tests.digest.site.served import (
    ADDRESSES,
    FORM,
    HOSTILE,
    NOON,
    Answer,
    Site,
    everything,
    publish,
    site_over,
)

ALI = "ali@example.uz"
WISHES = Wishes("uz", ("land_code",), alerts=True)


async def test_a_reader_asks_confirms_changes_and_leaves(site: Site) -> None:
    form = {**FORM, "reform": ["land_code", "energy_tariffs"], "alerts": "yes"}
    assert (await site.post("/subscribe", form)).status == 200
    (note,) = site.notes()
    id_ = note.to
    assert (note.message, id_) == (Message.CONFIRM, site.id_of(ALI))
    assert standing(site) is Standing.ASKED

    shown = await site.get(site.links.confirm(id_))
    assert "Земельный кодекс" in shown.text
    assert standing(site) is Standing.ASKED
    confirmed = await site.post(site.links.confirm(id_))
    assert confirmed.status == 200
    assert standing(site) is Standing.CONFIRMED

    await site.post(site.links.preferences(id_), {"language": "uz-Cyrl"})
    reader = site.subscribers.get(id_)
    assert reader is not None
    assert reader.wishes == Wishes("uz-Cyrl")
    assert ADDRESSES.unseal(reader.sealed) == "Ali@example.uz"

    left = await site.post(site.links.unsubscribe(id_))
    assert left.status == 200
    assert everything(site.database)["subscribers"] == []
    assert everything(site.database)["deliveries"] == []


def standing(site: Site, address: str = ALI) -> Standing | None:
    found = site.subscribers.get(site.id_of(address))
    return found.standing if found else None


def unknown(_site: Site) -> None:
    pass


def only_asked(site: Site) -> None:
    site.subscribers.ask(site.id_of(ALI), ADDRESSES.seal(ALI), WISHES, now=NOON)


def subscribed(site: Site) -> None:
    only_asked(site)
    site.subscribers.confirm(site.id_of(ALI), now=NOON)


def suspended(site: Site) -> None:
    subscribed(site)
    site.subscribers.suspend(site.id_of(ALI))


def unsubscribed(site: Site) -> None:
    subscribed(site)
    site.subscribers.forget(site.id_of(ALI))


STANDINGS = [unknown, only_asked, subscribed, suspended, unsubscribed]


class Commands(CommandListener):
    """What is asked of the server: the command, and of which collection."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Any, list[str]]] = []

    def started(self, event: CommandStartedEvent) -> None:
        of = event.command[event.command_name]
        self.said.append((event.command_name, of, sorted(event.command)))

    def succeeded(self, event: CommandSucceededEvent) -> None:
        pass

    def failed(self, event: CommandFailedEvent) -> None:
        pass


async def watched(
    uri_and_db: tuple[str, str], given: Callable[[Site], None]
) -> tuple[Answer, list[tuple[str, Any, list[str]]]]:
    """The answer to one who asks, and what it asked of the store."""
    uri, name = uri_and_db
    commands = Commands()
    with MongoClient[Document](uri, **OPTIONS, event_listeners=[commands]) as client:
        for each in ("subscribers", "deliveries"):
            client[name][each].delete_many({})
        async with site_over(client[name]) as site:
            given(site)
            commands.said.clear()
            return await site.post("/subscribe", FORM), list(commands.said)


async def test_the_answer_and_the_work_are_the_same_whoever_is_subscribed(
    uri_and_db: tuple[str, str],
) -> None:
    answers, works = [], []
    for given in STANDINGS:
        answer, work = await watched(uri_and_db, given)
        answers.append(answer)
        works.append(work)

    assert answers == [answers[0]] * len(STANDINGS)
    assert works == [works[0]] * len(STANDINGS)
    assert [(name, of) for name, of, _fields in works[0]][-3:] == [
        ("findAndModify", "subscribers"),
        ("find", "deliveries"),
        ("insert", "deliveries"),
    ]


@pytest.mark.parametrize(
    "given, message",
    [
        (unknown, Message.CONFIRM),
        (only_asked, Message.CONFIRM),
        (subscribed, Message.KNOWN),
        (suspended, Message.CONFIRM),
        (unsubscribed, Message.CONFIRM),
    ],
)
async def test_the_mailbox_alone_is_told(
    site: Site, given: Callable[[Site], None], message: Message
) -> None:
    given(site)

    await site.post("/subscribe", FORM)

    assert [note.message for note in site.notes()] == [message]


@pytest.mark.parametrize("given", [subscribed, suspended])
async def test_a_stranger_changes_nothing_for_a_reader(
    site: Site, given: Callable[[Site], None]
) -> None:
    given(site)
    before = site.subscribers.get(site.id_of(ALI))

    await site.post("/subscribe", {**FORM, "language": "en", "alerts": "yes"})

    assert site.subscribers.get(site.id_of(ALI)) == before


async def test_an_address_gets_three_messages_a_day_and_the_answer_stays_the_same(
    site: Site,
) -> None:
    answers = [await site.post("/subscribe", FORM) for _ in range(3)]
    site.subscribers.confirm(site.id_of(ALI), now=NOON)  # it counts all the same
    answers += [await site.post("/subscribe", FORM) for _ in range(2)]

    assert answers == [answers[0]] * 5
    assert len(site.notes()) == 3

    site.clock[0] += timedelta(days=1)
    assert await site.post("/subscribe", FORM) == answers[0]
    assert len(site.notes()) == 1


async def test_capitals_are_no_way_around_the_limit(site: Site) -> None:
    for written in (
        "ali@example.uz",
        "Ali@example.uz",
        "ALI@EXAMPLE.UZ",
        " aLi@example.uz",
    ):
        await site.post("/subscribe", {"address": written})

    assert len(site.notes()) == 3


async def test_a_network_waits_for_the_next_hour(database: Database[Document]) -> None:
    limits = Limits(network_hourly=2)
    async with site_over(database, limits=limits, behind_proxy=True) as site:

        async def asks(host: str) -> Answer:
            # What the asking host says of itself comes first, and is not believed.
            said = {"X-Forwarded-For": f"203.0.113.77, {host}"}
            return await site.post("/subscribe", FORM, said)

        hosts = ("192.0.2.1", "192.0.2.99", "192.0.2.200", "198.51.100.1")
        answers = [await asks(host) for host in hosts]
        assert [answer.status for answer in answers] == [200, 200, 429, 200]
        assert answers[2].headers["Retry-After"] == "3600"

        site.clock[0] += timedelta(hours=1)
        assert (await asks("192.0.2.1")).status == 200


async def test_without_a_proxy_what_a_host_says_of_itself_is_nothing(
    database: Database[Document],
) -> None:
    async with site_over(database, limits=Limits(network_hourly=1)) as site:
        answers = [
            await site.post("/subscribe", FORM, {"X-Forwarded-For": host})
            for host in ("192.0.2.1", "198.51.100.1")
        ]

    assert [answer.status for answer in answers] == [200, 429]


@pytest.mark.parametrize("given", STANDINGS)
async def test_who_waits_learns_nothing_either(
    database: Database[Document], given: Callable[[Site], None]
) -> None:
    async with site_over(database, limits=Limits(hourly=0)) as site:
        given(site)

        answer = await site.post("/subscribe", FORM)

        assert answer.status == 429
        assert site.notes() == []


async def test_a_program_that_fills_in_everything_does_nothing(site: Site) -> None:
    person = await site.post("/subscribe", FORM)
    before = everything(site.database)

    program = await site.post("/subscribe", {**FORM, TRAP: "http://spam.example"})

    assert program == person
    assert everything(site.database) == before


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ali",
        HOSTILE,
        f"{HOSTILE}@example.uz",
        "ali@example.uz\r\nBcc: all@example.uz",
        "ali@example.uz, vali@example.uz",
        "али@example.uz",
        "\0",
        "a" * 10_000,
    ],
)
async def test_what_is_no_address_is_told_in_a_sentence_and_kept_nowhere(
    site: Site, written: str
) -> None:
    before = everything(site.database)

    answer = await site.post("/subscribe?lang=en", {**FORM, "address": written})

    assert answer.status == 400
    assert "A letter cannot reach this address." in answer.text
    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert everything(site.database) == before


async def test_what_cannot_be_chosen_is_left_out(site: Site) -> None:
    form = {"reform": ["land_code", "$where", HOSTILE], "language": HOSTILE}

    await site.post("/subscribe?lang=uz", {**form, "address": ALI, "alerts": HOSTILE})

    reader = site.subscribers.get(site.id_of(ALI))
    assert reader is not None
    assert reader.wishes == Wishes("uz", ("land_code",))


@pytest.mark.parametrize(
    "body, status",
    [
        (b"address=" + b"a" * 1_000_000, 413),
        (b"a=1&" * (LARGEST // 4), 400),
        (b"\xff\xfe\x00", 400),
        (b"", 400),
    ],
)
async def test_a_body_that_is_no_form_is_answered_by_a_page(
    site: Site, body: bytes, status: int
) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=no-such"}

    answer = await site.post("/subscribe", body, headers)

    assert answer.status == status
    assert "<h1>" in answer.text
    assert site.notes() == []


async def test_the_database_holds_no_address_and_no_host(site: Site) -> None:
    publish(site.database)
    await site.post("/subscribe", {**FORM, "address": "Dilnoza@xalq.example.uz"})
    id_ = site.id_of("dilnoza@xalq.example.uz")
    await site.post(site.links.confirm(id_))

    documents = everything(site.database)
    stored = [encode(each).lower() for found in documents.values() for each in found]

    assert len(documents["subscribers"]) == 1
    for secret in (b"dilnoza", b"xalq.example", b"127.0.0.1"):
        assert not any(secret in each for each in stored)
