"""Read pages over HTTP, politely: one connection a host, pauses, robots.txt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from importlib.metadata import version
from urllib.parse import urljoin

import aiohttp

from domain.coverage import Reason
from domain.errors import SourceError
from domain.listening_settings import ListenerSettings
from listener.addresses import PublicResolver, is_private_literal, public_socket
from listener.answers import Known, Page, Request, Validators, refusal
from listener.hosts import Host
from listener.http_errors import private, translated, web_address
from listener.robots import AGENT, KEPT_FOR, Rules, robots_url, rules_from

Headers = Mapping[str, str]

REDIRECTS = 4
"""So many in a row are followed."""

_CHUNK = 65_536

_NO_HEADERS: Headers = {}


class Fetcher:
    """Reads pages for all sources.

    Requests to one host wait for one another, in the order in which they came,
    so sources that share a host take turns. Only ``follow`` follows redirects. Every
    trouble is a SourceError. ``stop`` ends a pause at once.
    """

    def __init__(
        self,
        settings: ListenerSettings,
        session: aiohttp.ClientSession,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
        stop: asyncio.Event,
    ) -> None:
        self._settings = settings
        self._session = session
        self._clock = clock
        self._chance = chance
        self._stop = stop
        self._hosts: dict[str, Host] = {}

    async def get(
        self,
        url: str,
        *,
        validators: Validators = (None, None),
        known: Known,
        headers: Headers = _NO_HEADERS,
    ) -> Page:
        """Read a page; with ``validators``, only if it has changed since.

        ``known`` says whether a short body is a page of the kind asked for.
        """
        etag, modified = validators
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        given = {name: value for name, value in asked.items() if value}
        return await self._ask(Request(url, known, {**headers, **given}))

    async def follow(
        self,
        url: str,
        *,
        validators: Validators = (None, None),
        known: Known,
        headers: Headers = _NO_HEADERS,
    ) -> Page:
        """As ``get``, and on where redirects lead, each asked for like any page.

        Robots.txt and the ban on inside addresses hold for each of them. ``headers``
        stay with the first host.
        """
        page = await self.get(url, validators=validators, known=known, headers=headers)
        for _ in range(REDIRECTS):
            if not (page.redirected and page.location):
                return page
            onward = urljoin(page.url, page.location)
            page = await self._onward(page, onward, validators, known, headers)
        raise SourceError(
            f"{url}: redirected more than {REDIRECTS} times",
            reason=Reason.CHANGED_FORMAT,
        )

    async def _onward(
        self,
        page: Page,
        onward: str,
        validators: Validators,
        known: Known,
        headers: Headers,
    ) -> Page:
        """Where ``page`` leads to. A wrong turn is the server's, and may be mended."""
        try:
            same = web_address(onward).netloc == web_address(page.url).netloc
            kept = headers if same else _NO_HEADERS
            return await self.get(
                onward, validators=validators, known=known, headers=kept
            )
        except SourceError as error:
            if not error.permanent:
                raise
            raise SourceError(
                f"{page.url} leads elsewhere: {error}", reason=error.reason
            ) from None

    async def api(self, url: str, headers: Mapping[str, str]) -> Page:
        """Ask an interface made for programs, to which robots.txt does not speak.

        What it refuses it says in its answer: only floods and failures are raised.
        """
        host, request = self._host(url), Request(url, bool, headers)
        async with host.turn:
            page, got = await self._exchange(host, request)
            if page.status == 429 or page.status >= 500:
                return self._judged(host, page, got, request.known)
            return page

    async def post(
        self, url: str, form: Mapping[str, str], *, referer: str, known: Known
    ) -> Page:
        """Ask as the page at ``referer`` would, by its script."""
        headers = {
            "X-Requested-With": "XMLHttpRequest",
            "Accept": "application/json",
            "Referer": referer,
        }
        return await self._ask(Request(url, known, headers, form))

    async def _ask(self, request: Request) -> Page:
        host = self._host(request.url)
        async with host.turn:
            rules = await self._rules(host, request.url)
            if not rules.allow(request.url):
                raise SourceError(
                    f"{request.url}: the host's robots.txt forbids us to read it",
                    reason=Reason.BLOCKED,
                    permanent=True,
                )
            page, headers = await self._exchange(host, request)
            return self._judged(host, page, headers, request.known)

    async def _rules(self, host: Host, url: str) -> Rules:
        loop = asyncio.get_running_loop()
        if host.rules is None or loop.time() >= host.rules_until:
            request = Request(robots_url(url), known=bool)
            page, headers = await self._exchange(host, request)
            if page.status in {429, 503}:
                self._judged(host, page, headers, request.known)
            host.rules = rules_from(page.status, page.text)
            host.rules_until = loop.time() + KEPT_FOR.total_seconds()
        if host.rules is None:
            raise SourceError(
                f"{host.name}: its robots.txt cannot be read now, so nothing may be",
                reason=Reason.NETWORK,
            )
        return host.rules

    async def _exchange(self, host: Host, request: Request) -> tuple[Page, Headers]:
        """One request and its answer, in the host's turn, after its pause."""
        loop = asyncio.get_running_loop()
        host.check_open(loop.time())
        await self._pause(host.next_at - loop.time())
        try:
            return await self._send(request)
        finally:
            host.next_at = loop.time() + self._gap(host)

    def _judged(self, host: Host, page: Page, headers: Headers, known: Known) -> Page:
        """The page, if it is one; else the host remembers why it is none."""
        error = refusal(page, headers, known, self._clock())
        if error is None:
            host.answered()
            return page
        now = asyncio.get_running_loop().time()
        if error.reason is Reason.FLOOD_WAIT:
            host.flooded(now, error.retry_after or 0.0)
        elif error.reason is Reason.BLOCKED:
            host.blocked(now)
        raise error

    async def _send(self, request: Request) -> tuple[Page, Headers]:
        url = request.url
        self._check_address(url)
        with translated(url):
            async with self._session.request(
                request.method,
                url,
                headers=request.headers,
                data=request.form,
                allow_redirects=False,
            ) as answer:
                got = answer.headers
                validators = got.get("ETag"), got.get("Last-Modified")
                body = await self._body(answer, url)
                page = Page(
                    url,
                    answer.status,
                    _decoded(body, answer.charset),
                    validators,
                    body,
                    got.get("Content-Type", ""),
                    got.get("Location", ""),
                )
                return page, got

    async def _body(self, answer: aiohttp.ClientResponse, url: str) -> bytes:
        body = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > self._settings.max_bytes:
                raise SourceError(
                    f"{url}: more than {self._settings.max_bytes} bytes; "
                    "raise listener.max_bytes if that is right",
                    reason=Reason.CHANGED_FORMAT,
                )
        return bytes(body)

    async def _pause(self, seconds: float) -> None:
        if seconds > 0 and not self._stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), seconds)
        if self._stop.is_set():
            raise SourceError("told to stop", reason=Reason.STOPPED)

    def _gap(self, host: Host) -> float:
        asked = host.rules.pause if host.rules else 0.0
        return max(self._settings.pause, asked) + self._settings.jitter * self._chance()

    def _host(self, url: str) -> Host:
        parts = web_address(url)
        return self._hosts.setdefault(parts.netloc, Host(parts.netloc))

    def _check_address(self, url: str) -> None:
        # The resolver never sees a host that is written as an address.
        host = web_address(url).hostname or ""
        if not self._settings.private_addresses and is_private_literal(host):
            raise private(host)


def _decoded(body: bytes, charset: str | None) -> str:
    try:
        return body.decode(charset or "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


@asynccontextmanager
async def fetcher(
    settings: ListenerSettings,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[], float],
    stop: asyncio.Event,
) -> AsyncIterator[Fetcher]:
    """A fetcher whose connections are closed at the end."""
    inside = settings.private_addresses
    connector = aiohttp.TCPConnector(
        limit_per_host=1,
        resolver=None if inside else PublicResolver(),
        # Not all hosts are resolved: １２７.0.0.1 is an address once it is normalised.
        socket_factory=None if inside else public_socket,
    )
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=settings.timeout),
        headers={"User-Agent": user_agent(settings.contact), "Accept-Language": "en"},
    ) as session:
        yield Fetcher(settings, session, clock=clock, chance=chance, stop=stop)


def user_agent(contact: str) -> str:
    """Who we are, and whom to write to."""
    name = f"{AGENT}/{version('kayfiyat')}"
    plain = "".join(c for c in contact if c.isprintable() and c not in "()").strip()
    return f"{name} (+{plain})" if plain else name
