"""/health and /metrics, asked over real sockets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from domain.coverage import Reason
from domain.errors import ConfigError, StoreError
from domain.settings import ListenerSettings
from domain.sources import Kind, Source
from kayfiyat.ports import free_port
from listener.collecting import Collected
from listener.health import PATIENCE, Ping, watched
from listener.watching import Watch
from store.arrivals import Saved

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
KUN = Source(Kind.TELEGRAM_WEB, "kun")
UZA = Source(Kind.TELEGRAM, "uza")


async def answers() -> None:
    """MongoDB as it should be."""


async def is_away() -> None:
    raise StoreError("MongoDB does not answer")


@dataclass
class House:
    """A watch with its clock, and what a probe is told of it."""

    now: datetime = NOON
    port: int = field(default_factory=free_port)
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch([KUN, UZA], clock=lambda: self.now)

    @property
    def settings(self) -> ListenerSettings:
        return ListenerSettings(every=300, health_port=self.port)

    def goes_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @asynccontextmanager
    async def open(
        self, ping: Ping = answers, *, patience: float = PATIENCE
    ) -> AsyncIterator[None]:
        async with watched(self.settings, self.watch, ping=ping, patience=patience):
            yield

    async def asked(self) -> tuple[int, dict[str, Any]]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{self.port}/health") as answer,
        ):
            return answer.status, await answer.json()


@pytest.fixture
def house() -> House:
    return House()


async def test_all_is_well_while_one_source_is_seen(house: House) -> None:
    async with house.open():
        house.goes_on(5000)
        house.watch.collected(Collected(KUN.id))
        house.goes_on(100)
        status, told = await house.asked()

    assert status == 200
    assert told["ok"] is True
    assert told["trouble"] is None
    assert told["mongodb"] is True
    assert told["sources"] == [
        {
            "source": KUN.id,
            "last_seen_at": "2026-05-04T13:23:20+00:00",
            "lag_seconds": 100.0,
            "blind": None,
            "waits_until": None,
        },
        {
            "source": UZA.id,
            "last_seen_at": None,
            "lag_seconds": None,
            "blind": None,
            "waits_until": None,
        },
    ]


async def test_it_is_ill_when_no_source_was_seen_for_three_rounds(house: House) -> None:
    async with house.open():
        house.watch.collected(Collected(KUN.id))
        house.goes_on(901)
        status, told = await house.asked()

    assert status == 503
    assert told["trouble"] == "no source was seen for 900 seconds"


async def test_a_long_pass_that_brings_comments_is_no_illness(house: House) -> None:
    async with house.open():
        house.watch.began(KUN.id)
        house.goes_on(5000)
        house.watch.holds(KUN.id, 20)
        status, _ = await house.asked()

    assert status == 200


async def test_a_listener_that_has_just_begun_is_given_time(house: House) -> None:
    long_ago = NOON - timedelta(days=3)
    house.watch = Watch([KUN], clock=lambda: house.now, seen={KUN.id: long_ago})
    async with house.open():
        house.goes_on(899)
        status, told = await house.asked()

    assert status == 200
    assert told["sources"][0]["lag_seconds"] == 3 * 86_400 + 899


async def test_it_is_ill_when_mongodb_fails(house: House) -> None:
    async with house.open(is_away):
        house.watch.collected(Collected(KUN.id))
        status, told = await house.asked()

    assert status == 503
    assert told["trouble"] == "MongoDB does not answer"
    assert told["mongodb"] is False


async def test_a_mongodb_that_hangs_is_asked_once_for_all_who_wait(
    house: House,
) -> None:
    asked = 0

    async def hangs() -> None:
        nonlocal asked
        asked += 1
        await asyncio.Event().wait()

    async with house.open(hangs, patience=0.05):
        told = await asyncio.gather(*(house.asked() for _ in range(8)))

    assert {status for status, _ in told} == {503}
    assert asked == 1


async def test_why_a_source_is_blind_and_until_when_it_waits(house: House) -> None:
    flooded = Collected(
        KUN.id, reason=Reason.FLOOD_WAIT, error="wait", retry_after=600.0
    )
    async with house.open():
        house.watch.collected(flooded)
        house.watch.collected(Collected(UZA.id))
        house.watch.rests(UZA.id, 30)
        _, told = await house.asked()
        house.goes_on(601)
        _, later = await house.asked()

    kun, uza = told["sources"]
    assert (kun["blind"], kun["waits_until"]) == (
        "flood wait",
        "2026-05-04T12:10:00+00:00",
    )
    assert (uza["blind"], uza["waits_until"]) == (None, "2026-05-04T12:00:30+00:00")
    assert later["sources"][0]["waits_until"] is None


async def test_prometheus_is_answered(house: House) -> None:
    async with house.open():
        house.watch.collected(Collected(KUN.id, comments=Saved(3, 3, 0)))
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{house.port}/metrics") as answer,
        ):
            kind, text = answer.headers["Content-Type"], await answer.text()

    assert kind.startswith("text/plain; version=")
    assert f'kayfiyat_comments_total{{source="{KUN.id}"}} 3.0' in text


async def test_nobody_can_write(house: House) -> None:
    async with (
        house.open(),
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{house.port}/health") as answer,
    ):
        assert answer.status == 405


async def test_port_0_answers_nowhere(house: House) -> None:
    house.port = 0

    async with house.open(is_away):
        pass


async def test_a_port_in_use_is_one_sentence(house: House) -> None:
    with (
        socket.create_server(("127.0.0.1", house.port)),
        pytest.raises(ConfigError) as raised,
    ):
        async with house.open():
            pass

    assert str(raised.value) == (
        f"listener.health_port: 127.0.0.1:{house.port} cannot be used (Address already "
        "in use); choose another health_port or health_address, or 0 for none"
    )


async def test_an_address_that_is_not_ours_is_one_sentence(house: House) -> None:
    settings = ListenerSettings(health_port=house.port, health_address="192.0.2.1")

    with pytest.raises(ConfigError, match=r"192\.0\.2\.1.* cannot be used"):
        async with watched(settings, house.watch, ping=answers):
            pass


async def test_the_port_is_free_again_at_the_end(house: House) -> None:
    for _ in range(2):
        async with house.open():
            assert (await house.asked())[0] == 200
