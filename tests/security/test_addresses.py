"""No page, redirect or name makes us read an address inside a network (SSRF)."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.resolver import ThreadedResolver
from aiohttp.test_utils import TestServer

from domain.errors import SourceError
from domain.listening_settings import ListenerSettings
from listener.addresses import PrivateAddressError, is_public, public_socket
from listener.fetching import Fetcher, fetcher

SETTINGS = ListenerSettings(pause=0, jitter=0, timeout=5)

WRITTEN = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "0"),
    *("localhost", "LOCALHOST", "localhost.", "127.0.0.1.", "0.0.0.0"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]"),
    *("user@127.0.0.1", "example.com@127.0.0.1", "127.0.0.1#@example.com"),
    # Not an address for `ipaddress`, but one once its letters are normalised (NFKC).
    *("１２７.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1"),
    "127.0.0.1%00.example.com",
]
"""Ways to write this machine."""

INSIDE = [
    "::127.0.0.1",
    "::ffff:0:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::10.0.0.1",
    "2002:a9fe:a9fe::",
    "2001:470::5efe:10.0.0.1",
    "2001:470::200:5efe:10.0.0.1",
    "fec0::1",
    "fd00:ec2::254",
    "5f00::1",
    "100::1",
    "3fff::1",
    "169.254.169.254",
    "192.0.0.192",
    "168.63.129.16",
    "100.100.100.200",
]
"""Addresses that are not for us, the clouds' services of secrets among them."""


class Secret(TestServer):
    """A service inside, which counts who came."""

    def __init__(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{any:.*}", self._answer)
        super().__init__(app, host="0.0.0.0")
        self.came = 0

    async def _answer(self, _request: web.Request) -> web.Response:
        self.came += 1
        return web.Response(text="secret " * 200)


@pytest.fixture
async def inside() -> AsyncIterator[Secret]:
    server = Secret()
    async with server:
        yield server


@pytest.fixture
async def pages() -> AsyncIterator[Fetcher]:
    now = datetime.now(UTC)
    stop = asyncio.Event()
    async with fetcher(
        SETTINGS, clock=lambda: now, chance=random.random, stop=stop
    ) as reads:
        yield reads


@pytest.mark.parametrize("host", WRITTEN)
async def test_no_way_to_write_this_machine_leads_to_it(
    host: str, inside: Secret, pages: Fetcher
) -> None:
    with pytest.raises(SourceError):
        await pages.follow(f"http://{host}:{inside.port}/", known=bool)

    assert inside.came == 0


async def test_a_name_that_leads_elsewhere_the_second_time_is_refused(
    inside: Secret, pages: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: what was checked is what is connected to."""
    answers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1", "127.0.0.1"])

    async def resolve(*_asked: object, **_more: object) -> list[dict[str, object]]:
        found = {"hostname": "turns.example", "host": next(answers), "proto": 0}
        return [{**found, "port": inside.port, "family": socket.AF_INET, "flags": 0}]

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    for _ in range(3):
        with pytest.raises(SourceError):
            await pages.follow(f"http://turns.example:{inside.port}/", known=bool)

    assert inside.came == 0


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_has_no_socket(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    assert not is_public(address)
    with pytest.raises(PrivateAddressError):
        public_socket((family, socket.SOCK_STREAM, 0, "", (address, 80)))


def test_the_internet_has_one() -> None:
    public_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80))).close()
