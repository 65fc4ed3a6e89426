"""A real mail server in a thread, which does to each receiver what a test says.

aiosmtpd, by real sockets and real TLS. What it took stands in ``letters``.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "letters", "a password: ўзбек"

At = Literal["greeting", "mail", "rcpt", "data", "within", "end"]
"""``data`` is the command, ``within`` the first line after it, ``end`` the dot."""

DROP = "drop"  # the connection breaks there
HANG = "hang"  # no answer comes
GARBLE = "garble"  # what comes is no TLS, and the connection breaks by it
TAKE_AND_DROP = "take and drop"  # it takes the letter, and breaks before it says so


@dataclass(frozen=True)
class Taken:
    """A letter as it arrived."""

    sender: str
    to: str
    content: bytes
    by_tls: bool
    user: str

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=default)

    @property
    def id(self) -> str:
        return str(self.message["Message-ID"])


@dataclass
class MailServer:
    """What the server does, and what it saw. ``connections`` were ever opened.

    ``slow``: so many seconds pass before each answer, and what it takes it has by then.
    """

    port: int = 0
    asks_who: bool = False
    slow: float = 0.0
    letters: list[Taken] = field(default_factory=list)
    connections: int = 0
    _script: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _open: set[SMTP] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def answers(self, at: At, *lines: str, to: str = "") -> None:
        """Say these in turn at ``at``, to letters for ``to``; after that, yes."""
        self._script[at, to] = list(lines)

    def closes_all(self) -> None:
        """Close what is open, as servers do after a while, and wait until it is."""
        self._run(self._close())

    def is_left(self) -> bool:
        """Whether all connections end of themselves, within a while."""
        self._run(self._left())
        return not self._open

    def _run(self, steps: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(steps, self._loop).result(10)

    def stop(self) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._stopped.set)

    def line(self, at: At, to: str = "") -> str | None:
        for key in ((at, to), (at, "")):
            if self._script.get(key):
                return self._script[key].pop(0)
        return None

    async def _close(self) -> None:
        for each in list(self._open):
            if each.transport is not None:
                each.transport.close()
        await self._left()

    async def _left(self) -> None:
        while self._open:  # noqa: ASYNC110 - aiosmtpd has no event of it
            await asyncio.sleep(0.005)


class _Connection(SMTP):
    """One connection. aiosmtpd asks a handler; it is its own."""

    def __init__(self, world: MailServer, **options: Any) -> None:
        self._world = world
        super().__init__(_Handler(world), hostname="localhost", **options)

    @property
    def slow(self) -> float:
        return self._world.slow

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self not in self._world._open:
            self._world._open.add(self)
            self._world.connections += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._world._open.discard(self)
        super().connection_lost(error)

    async def push(self, status: Any) -> None:
        if str(status).startswith("220 localhost"):
            status = await _told(self, self._world.line("greeting"), status)
        if status is not None:
            await super().push(status)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """What no handler is asked about."""
        to = self.envelope.rcpt_tos[-1] if self.envelope else ""
        line = await _told(self, self._world.line("data", to), None)
        if line is not None:
            await self.push(line)
        elif within := self._world.line("within", to):
            await self.push("354 go on")
            await self._reader.readuntil(b"\r\n")
            await _told(self, within, None)
        else:
            await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, world: MailServer) -> None:
        self._world = world

    async def handle_MAIL(  # noqa: N802 - aiosmtpd\'s name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any
    ) -> str | None:
        if self._world.asks_who and not session.authenticated:
            return "530 5.7.0 who are you"
        line = self._world.line("mail")
        if line is None:
            envelope.mail_from = address
        return await _told(server, line, "250 2.1.0 OK")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd\'s name
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: Any
    ) -> str | None:
        line = self._world.line("rcpt", address)
        if line is None:
            envelope.rcpt_tos.append(address)
        return await _told(server, line, "250 2.1.5 OK")

    async def handle_DATA(  # noqa: N802 - aiosmtpd\'s name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str | None:
        line = self._world.line("end", envelope.rcpt_tos[-1])
        if line in {None, TAKE_AND_DROP}:
            self._world.letters.append(_taken(session, envelope, server))
        return await _told(server, line, "250 2.0.0 taken")


def _taken(session: Session, envelope: Envelope, server: SMTP) -> Taken:
    transport = server.transport
    return Taken(
        sender=envelope.mail_from or "",
        to=envelope.rcpt_tos[-1],
        content=envelope.original_content or b"",
        by_tls=bool(transport and transport.get_extra_info("ssl_object")),
        user=session.auth_data.login.decode() if session.auth_data else "",
    )


async def _told(server: SMTP, line: str | None, otherwise: str | None) -> str | None:
    if isinstance(server, _Connection):
        await asyncio.sleep(server.slow)
    if line is None:
        return otherwise
    if line in {DROP, TAKE_AND_DROP}:
        assert isinstance(server.transport, asyncio.WriteTransport)
        server.transport.abort()
    if line == GARBLE:
        beneath = server.transport._ssl_protocol._transport  # type: ignore[union-attr]
        beneath.write(b"this is no TLS\r\n")
    if line in {DROP, TAKE_AND_DROP, GARBLE, HANG}:
        await asyncio.Event().wait()  # until the connection ends
    return line


def _signs_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    given = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == given, handled=False, auth_data=data)


@contextmanager
def mail_server(
    *,
    security: Literal["starttls", "tls", "none"] = "none",
    certificate: tuple[Path, Path] | None = None,
    asks_who: bool = False,
) -> Iterator[MailServer]:
    """The server at ``127.0.0.1``; with ``asks_who`` it takes letters of USER alone."""
    world = MailServer(asks_who=asks_who)
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    options = {
        "tls_context": context if security == "starttls" else None,
        "require_starttls": security == "starttls",
        # For aiosmtpd TLS from the first byte is none.
        "auth_require_tls": security == "starttls",
        "authenticator": _signs_in,
    }
    ready = threading.Event()
    serving = _serve(world, ready, context if security == "tls" else None, options)
    thread = threading.Thread(target=asyncio.run, args=(serving,), name="mail server")
    thread.start()
    assert ready.wait(10)
    try:
        yield world
    finally:
        world.stop()
        thread.join(10)


async def _serve(
    world: MailServer,
    ready: threading.Event,
    context: ssl.SSLContext | None,
    options: dict[str, Any],
) -> None:
    world._loop = asyncio.get_running_loop()
    # A connection that breaks within a command is what tests are about: no news.
    world._loop.set_exception_handler(lambda *_: None)
    server = await world._loop.create_server(
        lambda: _Connection(world, loop=world._loop, **options),
        host="127.0.0.1",
        port=0,
        ssl=context,
    )
    world.port = server.sockets[0].getsockname()[1]
    ready.set()
    await world._stopped.wait()
    server.close()
    await world._close()
    await server.wait_closed()
