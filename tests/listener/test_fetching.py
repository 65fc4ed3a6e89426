"""Polite reading: one connection a host, pauses, robots.txt, floods, blocks."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from domain.coverage import Reason
from domain.errors import SourceError
from domain.listening_settings import ListenerSettings
from listener.addresses import PrivateAddressError, PublicResolver, is_public
from listener.answers import retry_after
from listener.fetching import Fetcher, fetcher, user_agent
from listener.robots import rules_from

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Host:
    """A server whose answers a test writes, path by path."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[web.Request] = []
        self.at_once = self.most_at_once = 0
        self.base = ""

    def says(self, path: str, text: str = "", **how: Any) -> None:
        async def answer(_request: web.Request) -> web.Response:
            return web.Response(text=text, **how)

        self.answers[path] = answer

    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if request.path not in self.answers:
                return web.Response(status=404)
            return await self.answers[request.path](request)
        finally:
            self.at_once -= 1


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    made = Host()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    async with TestServer(app) as server:
        made.base = str(server.make_url("/")).rstrip("/")
        yield made


@asynccontextmanager
async def reading(
    stop: asyncio.Event | None = None, **settings: Any
) -> AsyncIterator[Fetcher]:
    plain: dict[str, Any] = {"pause": 0, "jitter": 0, "private_addresses": True}
    async with fetcher(
        ListenerSettings(**(plain | settings)),
        clock=lambda: NOW,
        chance=lambda: 1.0,
        stop=stop or asyncio.Event(),
    ) as made:
        yield made


def anything(_text: str) -> bool:
    return True


def nothing(_text: str) -> bool:
    return False


async def failing(pages: Fetcher, url: str, **how: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await pages.get(url, **({"known": anything} | how))
    return caught.value


async def test_it_says_who_it_is_and_whom_to_write_to(host: Host) -> None:
    host.says("/page", "hello")
    async with reading(contact="https://example.org/about") as pages:
        await pages.get(f"{host.base}/page", known=anything)

    agent = host.asked[-1].headers["User-Agent"]
    assert agent.startswith("Kayfiyat/")
    assert agent.endswith(" (+https://example.org/about)")


def test_a_contact_cannot_break_out_of_the_header() -> None:
    assert "\n" not in user_agent("a\r\nX-Evil: 1")
    assert user_agent("") == user_agent("  ")


async def test_requests_to_a_host_go_one_at_a_time(host: Host) -> None:
    async def slowly(_request: web.Request) -> web.Response:
        await asyncio.sleep(0.01)
        return web.Response(text="hello")

    host.answers["/page"] = slowly
    async with reading() as pages:
        await asyncio.gather(
            *(pages.get(f"{host.base}/page", known=anything) for _ in range(5))
        )

    assert host.most_at_once == 1
    assert host.paths() == ["/robots.txt"] + ["/page"] * 5


async def test_a_pause_and_a_jitter_lie_between_requests(host: Host) -> None:
    host.says("/page", "hello")
    loop = asyncio.get_running_loop()
    async with reading(pause=0.05, jitter=0.05) as pages:
        start = loop.time()
        await pages.get(f"{host.base}/page", known=anything)
        await pages.get(f"{host.base}/page", known=anything)

    assert loop.time() - start >= 0.2


async def test_to_be_told_to_stop_ends_a_pause(host: Host) -> None:
    stop = asyncio.Event()
    async with reading(stop, pause=600) as pages:
        asking = asyncio.create_task(failing(pages, f"{host.base}/page"))
        await asyncio.sleep(0.05)
        stop.set()

        assert (await asking).reason is Reason.STOPPED


async def test_a_path_that_robots_txt_forbids_is_not_asked_for(host: Host) -> None:
    host.says("/robots.txt", "User-agent: *\nDisallow: /s/")
    async with reading() as pages:
        error = await failing(pages, f"{host.base}/s/kun")

    assert error.permanent
    assert "robots.txt" in str(error)
    assert host.paths() == ["/robots.txt"]


async def test_robots_txt_is_asked_once_for_many_pages(host: Host) -> None:
    host.says("/page", "hello")
    async with reading() as pages:
        for _ in range(3):
            await pages.get(f"{host.base}/page", known=anything)

    assert host.paths().count("/robots.txt") == 1


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_while_robots_txt_fails_nothing_is_read(host: Host, status: int) -> None:
    host.says("/page", "hello")
    host.says("/robots.txt", status=status)
    async with reading() as pages:
        await failing(pages, f"{host.base}/page")
        host.says("/robots.txt", status=404)
        page = await pages.get(f"{host.base}/page", known=anything)

    assert page.text == "hello"
    assert host.paths() == ["/robots.txt", "/robots.txt", "/page"]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 302])
def test_a_host_without_robots_txt_forbids_nothing(status: int) -> None:
    rules = rules_from(status, "User-agent: *\nDisallow: /")

    assert rules is not None
    assert rules.allow("https://t.me/s/kun")


def test_rules_for_us_go_before_rules_for_all() -> None:
    text = (
        "User-agent: *\nDisallow: /\n\nUser-agent: kayfiyat\nCrawl-delay: 7\nAllow: /"
    )
    rules = rules_from(200, text)

    assert rules is not None
    assert rules.allow("https://t.me/s/kun")
    assert rules.pause == 7


async def test_a_flood_wait_silences_the_whole_host(host: Host) -> None:
    host.says("/flooded", status=429, headers={"Retry-After": "120"})
    host.says("/page", "hello")
    async with reading() as pages:
        first = await failing(pages, f"{host.base}/flooded")
        second = await failing(pages, f"{host.base}/page")

    assert first.reason is second.reason is Reason.FLOOD_WAIT
    assert first.retry_after == 120
    assert 100 < (second.retry_after or 0) <= 120
    assert host.paths() == ["/robots.txt", "/flooded"]


async def test_a_flood_wait_ends(host: Host) -> None:
    host.says("/page", status=503, headers={"Retry-After": "0"})
    async with reading() as pages:
        await failing(pages, f"{host.base}/page")
        host.says("/page", "hello")

        assert (await pages.get(f"{host.base}/page", known=anything)).text == "hello"


@pytest.mark.parametrize(
    "value, seconds",
    [
        ("17", 17),
        ("Mon, 04 May 2026 12:01:00 GMT", 60),
        ("Mon, 04 May 2026 11:00:00 GMT", 0),
        ("soon", 60),
        (None, 60),
        ("-5", 60),
        ("99999999999999", 86_400),
        ("Fri, 04 May 2126 12:00:00 GMT", 86_400),
        ("Mon, 99 May 2026", 60),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: int) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize("status", [403, 503])
async def test_a_block_is_reported(host: Host, status: int) -> None:
    host.says("/page", status=status)
    async with reading() as pages:
        error = await failing(pages, f"{host.base}/page")

    assert error.reason is Reason.BLOCKED
    assert not error.permanent


async def test_a_challenge_is_a_block(host: Host) -> None:
    challenge = "<title>Just a moment...</title>" + "." * 999
    host.says("/page", challenge)
    async with reading() as pages:
        error = await failing(pages, f"{host.base}/page", known=nothing)

    assert error.reason is Reason.BLOCKED


async def test_a_short_body_that_nobody_knows_is_a_block(host: Host) -> None:
    host.says("/page", "go away")
    async with reading() as pages:
        error = await failing(pages, f"{host.base}/page", known=nothing)
        page = await pages.get(f"{host.base}/page", known=anything)

    assert error.reason is Reason.BLOCKED
    assert page.text == "go away"


async def test_blocks_on_end_close_the_host(host: Host) -> None:
    host.says("/page", status=403)
    async with reading() as pages:
        for _ in range(5):
            error = await failing(pages, f"{host.base}/page")

    assert error.reason is Reason.BLOCKED
    assert error.retry_after
    assert host.paths().count("/page") == 3


async def test_a_redirect_is_told_and_not_followed(host: Host) -> None:
    host.says("/page", status=302, headers={"Location": "/elsewhere"})
    async with reading() as pages:
        page = await pages.get(f"{host.base}/page", known=anything)

    assert page.redirected
    assert "/elsewhere" not in host.paths()


async def test_a_page_is_asked_for_only_if_it_changed(host: Host) -> None:
    async def conditional(request: web.Request) -> web.Response:
        same = request.headers.get("If-None-Match") == '"v1"'
        return web.Response(status=304 if same else 200, headers={"ETag": '"v1"'})

    host.answers["/page"] = conditional
    async with reading() as pages:
        first = await pages.get(f"{host.base}/page", known=anything)
        second = await pages.get(
            f"{host.base}/page", validators=first.validators, known=anything
        )

    assert not first.unchanged
    assert second.unchanged


async def test_a_bomb_is_not_unpacked(host: Host) -> None:
    bomb = gzip.compress(bytes(200_000_000), compresslevel=1)

    async def explode(_request: web.Request) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    host.answers["/page"] = explode
    async with reading(max_bytes=1_000_000) as pages:
        await pages.get(f"{host.base}/other", known=anything)
        tracemalloc.start()
        error = await failing(pages, f"{host.base}/page")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert error.reason in {Reason.CHANGED_FORMAT, Reason.NETWORK}
    assert peak < 80_000_000


async def test_a_page_of_too_many_bytes_is_named(host: Host) -> None:
    host.says("/page", "x" * 2000)
    async with reading(max_bytes=1000) as pages:
        error = await failing(pages, f"{host.base}/page")

    assert "max_bytes" in str(error)


async def test_a_silent_server_is_left_after_the_timeout(host: Host) -> None:
    async def silent(_request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    host.answers["/page"] = silent
    async with reading(timeout=0.2) as pages:
        error = await failing(pages, f"{host.base}/page")

    assert error.reason is Reason.NETWORK
    assert "in time" in str(error)


async def test_a_refused_connection_is_the_networks_trouble() -> None:
    async with reading() as pages:
        error = await failing(pages, "http://127.0.0.1:1/page")

    assert error.reason is Reason.NETWORK


@pytest.mark.parametrize(
    "url",
    ["ftp://t.me/x", "t.me/s/kun", "http://[::1", "http://", "file:///etc/passwd"],
)
async def test_what_is_no_web_address_is_named(url: str) -> None:
    async with reading() as pages:
        error = await failing(pages, url)

    assert error.permanent
    assert "mend" in str(error)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "127.1", "[::1]", "0"])
async def test_a_private_address_is_refused(host: Host, name: str) -> None:
    port = host.base.rpartition(":")[2]
    async with reading(private_addresses=False) as pages:
        error = await failing(pages, f"http://{name}:{port}/page")

    assert error.permanent
    assert host.asked == []


@pytest.mark.parametrize(
    "address, public",
    [
        ("8.8.8.8", True),
        ("2a00:1450:4001::1", True),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("not an address", False),
    ],
)
def test_only_the_public_internet_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_names_that_lead_inside_are_not_resolved() -> None:
    resolver = PublicResolver()
    with pytest.raises(PrivateAddressError):
        await resolver.resolve("localhost", 80)
    await resolver.close()


async def test_a_form_is_sent_as_the_page_would_send_it(host: Host) -> None:
    sent: dict[str, str] = {}

    async def form(request: web.Request) -> web.Response:
        sent.update({key: str(value) for key, value in (await request.post()).items()})
        return web.Response(text="{}")

    host.answers["/api"] = form
    async with reading() as pages:
        await pages.post(
            f"{host.base}/api", {"before_id": "7"}, referer="x", known=anything
        )

    assert sent == {"before_id": "7"}
    assert host.asked[-1].headers["X-Requested-With"] == "XMLHttpRequest"
    assert host.asked[-1].headers["Referer"] == "x"
