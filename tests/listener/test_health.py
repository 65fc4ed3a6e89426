"""`/health` and `/metrics` over a real socket."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from domain.errors import ConfigError, StoreError
from domain.settings import ListenerSettings
from domain.sources import Kind, Source
from listener.collecting import Collected
from listener.health import watched
from listener.watching import Watch
from store.arrivals import Saved

KUN = Source(Kind.TELEGRAM, "kun")


def watch() -> Watch:
    return Watch([KUN], clock=lambda: datetime.now(UTC))


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
