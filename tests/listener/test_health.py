"""`/health` and `/metrics` over a real socket."""

from __future__ import annotations

import asyncio
import json
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from domain.coverage import Reason
from domain.errors import ConfigError, StoreError
from domain.listening_settings import ListenerSettings
from domain.sources import Kind, Source
from listener.collecting import Collected
from listener.health import health, watched
from listener.watching import Watch
from store.arrivals import Saved

KUN = Source(Kind.TELEGRAM, "kun")
NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)


def watch(*times: datetime) -> Watch:
    """A watch whose clock shows these times, the last for ever; none: the real."""
    left = list(times)

    def clock() -> datetime:
        return left.pop(0) if len(left) > 1 else (left or [datetime.now(UTC)])[0]

    return Watch([KUN], clock=clock)


def somewhere(**fields: Any) -> ListenerSettings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return ListenerSettings(health_port=port, **fields)


async def answers() -> None:
    """MongoDB is well."""


async def is_silent() -> None:
    raise StoreError("MongoDB does not answer")


async def asked(settings: ListenerSettings, path: str) -> tuple[int, str]:
    address = f"http://127.0.0.1:{settings.health_port}{path}"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def test_who_is_well_says_so() -> None:
    settings = somewhere()
    async with watched(settings, watch(), ping=answers):
        status, text = await asked(settings, "/health")

    told = json.loads(text)
    assert (status, told["ok"]) == (200, True)
    assert told["sources"][0]["source"] == KUN.id


async def test_without_mongodb_it_is_unwell() -> None:
    settings = somewhere()
    async with watched(settings, watch(), ping=is_silent):
        status, text = await asked(settings, "/health")

    assert status == 503
    assert "MongoDB does not answer" in text


async def test_who_has_seen_nothing_for_long_is_unwell() -> None:
    settings, told = somewhere(every=0.000_001), watch()
    async with watched(settings, told, ping=answers):
        status, text = await asked(settings, "/health")

    assert status == 503
    assert "no source was seen" in text


async def test_metrics_are_told_in_prometheus_own_words() -> None:
    settings, told = somewhere(), watch()
    told.collected(Collected(KUN.id, comments=Saved(7, 7)))
    async with watched(settings, told, ping=answers):
        status, text = await asked(settings, "/metrics")

    assert status == 200
    assert 'kayfiyat_comments_total{source="telegram:kun"} 7.0' in text
    assert "# HELP kayfiyat_lag_seconds" in text


async def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = ListenerSettings(health_port=taken.getsockname()[1])

        with pytest.raises(ConfigError, match="health_port"):
            async with watched(settings, watch(), ping=answers):
                pass


async def test_it_is_off_unless_asked_for() -> None:
    async with watched(ListenerSettings(), watch(), ping=is_silent):
        pass


async def test_a_mongodb_that_hangs_is_asked_once_for_all_who_wait() -> None:
    settings, times = somewhere(), 0

    async def hangs() -> None:
        nonlocal times
        times += 1
        await asyncio.Event().wait()

    async with watched(settings, watch(), ping=hangs, patience=0.05):
        told = await asyncio.gather(*(asked(settings, "/health") for _ in range(8)))

    assert {status for status, _ in told} == {503}
    assert times == 1


async def test_why_a_source_is_blind_and_until_when_it_waits() -> None:
    settings, told = somewhere(), watch(NOON)
    told.collected(
        Collected(KUN.id, reason=Reason.FLOOD_WAIT, error="wait", retry_after=600.0)
    )
    async with watched(settings, told, ping=answers):
        _, text = await asked(settings, "/health")

    assert json.loads(text)["sources"] == [
        {
            "source": KUN.id,
            "last_seen_at": None,
            "lag_seconds": None,
            "blind": "flood wait",
            "waits_until": "2026-05-10T12:10:00+00:00",
        }
    ]


def test_a_listener_that_has_just_begun_is_given_time() -> None:
    told = Watch([KUN], clock=lambda: NOON, seen={KUN.id: NOON - timedelta(days=3)})
    _, tallies = told.tallies()

    def well(seconds: float) -> bool:
        now = NOON + timedelta(seconds=seconds)
        return bool(health(tallies, now, every=300, store=True)["ok"])

    assert (well(899), well(901)) == (True, False)


def test_a_long_pass_that_brings_comments_is_no_illness() -> None:
    told = watch(NOON, NOON + timedelta(hours=3))
    told.holds(KUN.id, 20)
    now, tallies = told.tallies()

    assert health(tallies, now, every=300, store=True)["ok"]


async def test_an_address_that_is_not_ours_is_one_sentence() -> None:
    settings = somewhere(health_address="192.0.2.1")

    with pytest.raises(ConfigError, match=r"192\.0\.2\.1.* cannot be used"):
        async with watched(settings, watch(), ping=answers):
            pass
