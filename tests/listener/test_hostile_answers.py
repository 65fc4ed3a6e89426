"""Hostile answers, byte by byte, and what becomes of each.

The table in docs/hostile.md says the same for people.
"""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from socket import AddressFamily

import aiohttp
import pytest
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver

from domain.coverage import Reason
from domain.errors import SourceError
from domain.listening_settings import ListenerSettings
from domain.pages import PageAt
from domain.settings import Settings
from listener.checking import Means
from listener.fetching import Fetcher
from listener.trying import Tried, try_address

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
PAGE = PageAt(posts="li", title=("b",), link=("a@href",))
CARD = "<main><ul><li><b>Xabar</b><a href='/a'>o'qish</a></li></ul>"
LIMIT = 100_000

Write = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Hostile:
    """What is sent; found: the titles that are read all the same; else why not."""

    name: str
    sent: bytes | Write
    blind: str | None = None
    says: str = ""
    found: tuple[str, ...] = ()


def answer(body: bytes | str, *headers: str, status: str = "200 OK") -> bytes:
    plain = body if isinstance(body, bytes) else body.encode()
    lines = [f"HTTP/1.1 {status}", "Connection: close", *headers]
    if not any(one.startswith("Content-Type") for one in headers):
        lines.append("Content-Type: text/html")
    if not any(one.startswith(("Content-Length", "Transfer")) for one in headers):
        lines.append(f"Content-Length: {len(plain)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + plain


def redirect(to: str) -> bytes:
    return answer("", f"Location: {to}", status="302 Found")


async def trickle(writer: asyncio.StreamWriter) -> None:
    """A byte now and then, for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.05)


async def endless(writer: asyncio.StreamWriter) -> None:
    """As much as is taken."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>x" * 10_000)
        await writer.drain()


BOMB = gzip.compress(b"0" * 200_000_000)
DEEP = "<div>" * 15_000 + CARD
HOSTILE = [
    Hostile("an endless page", endless, "changed format", "more than 100000 bytes"),
    Hostile("a byte now and then", trickle, "network", ""),
    Hostile(
        "a decompression bomb",
        answer(BOMB, "Content-Encoding: gzip"),
        "changed format",
        "more than 100000 bytes",
    ),
    Hostile(
        "a body that is not the gzip it claims to be",
        answer(CARD, "Content-Encoding: gzip"),
        "network",
        "not packed as it says",
    ),
    Hostile(
        "less than the length that it states",
        answer(CARD, "Content-Length: 9000"),
        "network",
        "breaks off",
    ),
    Hostile("no HTTP at all", b"\x00\x01 nonsense\r\n\r\n", "network", "no HTTP that"),
    Hostile(
        "a header without end",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
        "network",
    ),
    Hostile(
        "a redirect to a file",
        redirect("file:///etc/passwd"),
        "network",
        "leads elsewhere: 'file:///etc/passwd' is no web address",
    ),
    Hostile("a redirect in a circle", redirect("/"), "changed format", "redirected"),
    Hostile(
        "a challenge in place of the page",
        answer("<title>Just a moment...</title>" + "x" * 900),
        "blocked",
        "a challenge in place of the page",
    ),
    Hostile("an empty page", answer(""), "blocked", "only 0 bytes"),
    Hostile("forbidden", answer(CARD, status="403 Forbidden"), "blocked", "HTTP 403"),
    Hostile(
        "too many requests",
        answer("", "Retry-After: 120", status="429 Too Many Requests"),
        "flood wait",
        "120 seconds",
    ),
    Hostile(
        "too many requests, for a century",
        answer("", "Retry-After: 99999999999999", status="429 Too Many Requests"),
        "flood wait",
        "wait 86400 seconds",
    ),
    Hostile("a broken server", answer(CARD, status="500 Oops"), "network", "HTTP 500"),
    Hostile(
        "a charset that is a lie",
        answer(
            "<main><li><b>Янги тариф</b>", "Content-Type: text/html; charset=koi8-r"
        ),
        found=("Янги тариф",),
    ),
    Hostile(
        "a type that is a lie",
        answer(CARD, "Content-Type: image/png"),
        found=("Xabar",),
    ),
    Hostile("fifteen thousand open elements", answer(DEEP), found=("Xabar",)),
    Hostile(
        "scripts, forms of attack and control characters",
        answer(
            "<main><li><b>=cmd|'/c calc'!A0 <script>alert(1)</script>\x00\x1b[31m"
            "<img src=x onerror=alert(1)>Xabar</b><a href='javascript:alert(1)'>"
        ),
        found=("=cmd|'/c calc'!A0 [31mXabar",),
    ),
]


@asynccontextmanager
async def sending(sent: bytes | Write) -> AsyncIterator[str]:
    """A server that answers so to all but robots.txt, which it has not."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(
            ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError
        ):
            asked = await reader.readuntil(b"\r\n\r\n")
            if b"/robots.txt" in asked.split(b"\r\n")[0]:
                writer.write(answer("", status="404 Not Found"))
            elif isinstance(sent, bytes):
                writer.write(sent)
            else:
                await sent(writer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.close()


async def tried(url: str, folder: Path) -> Tried:
    settings = Settings(
        listener=ListenerSettings(
            pause=0, jitter=0, timeout=1, max_bytes=LIMIT, private_addresses=True
        )
    )
    means = Means(settings, folder, lambda: NOW, lambda: 0.5)
    return await try_address(url, PAGE, means)


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
async def test_a_hostile_answer_ends_in_a_sentence_or_is_read(
    case: Hostile, tmp_path: Path
) -> None:
    async with sending(case.sent) as url:
        found = await tried(url, tmp_path)

    assert found.reason == case.blind
    assert tuple(post.text for post in found.posts) == case.found
    if case.blind:
        assert case.says in (found.trouble or "")
        assert "\n" not in (found.trouble or "")


async def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    async with sending(answer(BOMB, "Content-Encoding: gzip")) as url:
        await tried(url, tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 20 * LIMIT


class _Everywhere(ThreadedResolver):
    """Resolves any name to this machine, as a public host's would be elsewhere."""

    async def resolve(
        self,
        host: str,  # noqa: ARG002
        port: int = 0,
        family: int = 0,
    ) -> list[ResolveResult]:
        return await super().resolve("127.0.0.1", port, AddressFamily(family))


@pytest.mark.parametrize(
    "inside",
    [
        "http://127.0.0.1:1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://10.0.0.1/",
    ],
)
async def test_a_redirect_to_an_inside_address_is_not_followed(inside: str) -> None:
    settings = ListenerSettings(pause=0, jitter=0, timeout=1)
    connector = aiohttp.TCPConnector(resolver=_Everywhere())
    async with (
        sending(redirect(inside)) as url,
        aiohttp.ClientSession(connector=connector) as session,
    ):
        pages = Fetcher(
            settings,
            session,
            clock=lambda: NOW,
            chance=lambda: 0.5,
            stop=asyncio.Event(),
        )
        with pytest.raises(SourceError, match=r"private network") as caught:
            await pages.follow(url.replace("127.0.0.1", "site.uz"), known=bool)

    assert (caught.value.reason, caught.value.permanent) == (Reason.BLOCKED, False)
