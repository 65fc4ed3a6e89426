"""`kayfiyat listen`, as it runs for months: what it tells while it listens."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from kayfiyat.ports import free_port
from tests.listener.telegram_site import TelegramSite

SETTINGS = """
[listener]
pause = 0.0
jitter = 0.0
every = 0.5
private_addresses = true
health_port = {port}

[[sources]]
kind = "telegram_web"
name = "kun"
url = "{site}"

[[sources]]
kind = "telegram_web"
name = "nobody"
url = "{site}"
"""


@dataclass
class House:
    """A folder with settings, a site to listen to, a database."""

    folder: Path
    site: TelegramSite
    environment: dict[str, str]
    port: int

    @asynccontextmanager
    async def listening(self, *args: str) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kayfiyat", "listen", *args),
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    async def told(self, path: str) -> tuple[int, str]:
        """The answer, as soon as there is one."""
        async with aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.get(
                        f"http://127.0.0.1:{self.port}{path}"
                    ) as one:
                        return one.status, await one.text()
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)

    async def health_when_seen(self) -> dict[str, Any]:
        while True:
            _, text = await self.told("/health")
            health: dict[str, Any] = json.loads(text)
            kun, nobody = health["sources"]
            if kun["last_seen_at"] and nobody["blind"]:
                return health
            await asyncio.sleep(0.05)


@pytest.fixture
async def house(uri_and_db: tuple[str, str], tmp_path: Path) -> AsyncIterator[House]:
    site, (uri, db), port = TelegramSite(), uri_and_db, free_port()
    site.channel("kun", posts=3, comments=2)
    environment = os.environ | {"MONGODB_URI": uri, "MONGODB_DB": db}
    async with site.served() as base:
        settings = SETTINGS.format(port=port, site=base)
        (tmp_path / "kayfiyat.toml").write_text(settings)
        yield House(tmp_path, site, environment, port)


async def test_a_listener_tells_how_it_goes(house: House) -> None:
    async with house.listening() as process:
        health = await house.health_when_seen()
        _, metrics = await house.told("/metrics")
        process.send_signal(signal.SIGTERM)
        _, log = await process.communicate()

    assert process.returncode == 0
    assert health["mongodb"] is True
    assert [one["blind"] for one in health["sources"]] == [None, "not public"]
    assert health["sources"][1]["waits_until"] is not None
    assert 'kayfiyat_comments_total{source="telegram_web:kun"} 6.0' in metrics
    assert (
        'kayfiyat_errors_total{reason="not public",source="telegram_web:nobody"} 1.0'
        in metrics
    )
    lines = [json.loads(one) for one in log.decode().splitlines() if one[0] == "{"]
    assert {line["source"] for line in lines} == {
        "telegram_web:kun",
        "telegram_web:nobody",
    }


async def test_a_port_in_use_ends_it_with_one_sentence(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.port)):
        async with house.listening() as process:
            _, log = await process.communicate()

    assert process.returncode == 2
    assert f"listener.health_port: 127.0.0.1:{house.port} cannot be" in log.decode()
    assert log.decode().count("\n") == 1


async def test_once_may_run_beside_a_listener_that_has_the_port(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.port)):
        async with house.listening("--once", "--json") as process:
            out, _ = await process.communicate()

    kun = json.loads(out.decode().splitlines()[0])
    assert (kun["source"], kun["comments"]) == ("telegram_web:kun", 6)
