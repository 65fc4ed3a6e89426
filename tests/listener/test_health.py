"""`/health` and `/metrics` over a real socket."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from domain.errors import ConfigError, StoreError
from domain.settings import ListenerSettings
from listener.collecting import Collected
from listener.health import health_told
from listener.watching import Watch
from store.arrivals import Saved

KUN = "telegram:kun"


def watch(*, every: float = 60.0) -> Watch:
    return Watch([KUN], every=timedelta(seconds=every), clock=lambda: datetime.now(UTC))


def free() -> ListenerSettings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return ListenerSettings(health_port=probe.getsockname()[1])


async def answers() -> None:
    """MongoDB is well."""


async def is_silent() -> None:
    raise StoreError("MongoDB does not answer")


async def asked(address: str | None, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{address}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def test_who_is_well_says_so() -> None:
    async with health_told(free(), watch(), answers) as address:
        status, told = await asked(address, "/health")

    assert status == 200
    assert '"ok": true' in told
    assert KUN in told


async def test_without_mongodb_it_is_unwell() -> None:
    async with health_told(free(), watch(), is_silent) as address:
        status, told = await asked(address, "/health")

    assert status == 503
    assert "does not answer" in told


async def test_who_has_seen_nothing_for_long_is_unwell() -> None:
    async with health_told(free(), watch(every=0.0), answers) as address:
        status, _ = await asked(address, "/health")

    assert status == 503


async def test_metrics_are_told_in_prometheus_own_words() -> None:
    told = watch()
    told.collected(Collected(KUN, comments=Saved(7, 7)))
    async with health_told(free(), told, answers) as address:
        status, text = await asked(address, "/metrics")

    line = 'kayfiyat_comments_total{source="telegram:kun",what="added"} 7.0'
    assert status == 200
    assert line in text
    assert "# HELP kayfiyat_lag_seconds" in text


async def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = ListenerSettings(health_port=taken.getsockname()[1])

        with pytest.raises(ConfigError, match="health_port"):
            async with health_told(settings, watch(), answers):
                pass


async def test_it_is_off_unless_asked_for() -> None:
    async with health_told(ListenerSettings(), watch(), answers) as address:
        assert address is None
