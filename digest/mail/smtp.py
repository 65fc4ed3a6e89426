"""Letters leave through our mail server, one after the other on one connection."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from digest.mail.access import Access
from digest.mail.answers import (
    Later,
    Ours,
    Outcome,
    Stage,
    Withheld,
    answer,
    judged,
    lost,
)
from digest.mail.headers import address_alone, domain_of

PATIENCE = 10
"""Times the timeout for the body and the last answer; RFC 5321, 4.5.3.2.6: ten minutes,
since a letter given up there arrives twice."""

FLUSH = 0.01
"""Seconds between two looks whether the body has left."""

_DOTTED = re.compile(rb"(?m)^\.")

_LEAVE = 5.0
"""Seconds to say goodbye."""


class Outgoing:
    """A connection to our mail server, opened when there is something to send.

    It is kept for the next letter, and opened again if the server has closed it.
    One letter at a time: who wants several at once has several of these.
    """

    def __init__(self, access: Access, *, patience: int = PATIENCE) -> None:
        self._access = access
        self._timeout = access.settings.timeout
        self._long = self._timeout * patience
        self._sender = access.sender
        self._smtp: SMTP | None = None
        self._transport: asyncio.BaseTransport | None = None
        self._stage = Stage.CONNECT

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Say goodbye, if there is a connection."""
        if self._smtp is not None and self._smtp.is_connected:
            with suppress(OSError, SMTPException):
                await self._smtp.quit(timeout=min(self._timeout, _LEAVE))
        self._drop()
        await asyncio.sleep(0)  # asyncio closes the socket in its next round

    async def send(
        self, message: bytes, to: str, *, before_data: Callable[[], Awaitable[bool]]
    ) -> Outcome:
        """Hand one message to the server, for the address ``to``.

        ``before_data`` is awaited when the server would take it, and nothing of it is
        sent yet; if it says False, nothing will be. What it raises goes through.
        """
        refusal = await self._announced(address_alone("To", to))
        if refusal is not None:
            return refusal
        if not await self._allowed(before_data):
            await self._reset()
            return Withheld()
        outcome = await self._outcome(self._hand(message))
        assert outcome is not None  # noqa: S101 - the end always has one
        return outcome

    async def _announced(self, to: str) -> Outcome | None:
        """Name sender and receiver; None if the server takes both.

        A connection that was kept may have been closed meanwhile, or had its number
        of letters: that says nothing about this one, so it is asked on a new one.
        """
        kept = self._is_open
        refusal = await self._outcome(self._announce(to))
        if kept and isinstance(refusal, Later) and not self._is_open:
            refusal = await self._outcome(self._announce(to))
        return refusal

    async def _allowed(self, before_data: Callable[[], Awaitable[bool]]) -> bool:
        try:
            return await before_data()
        except BaseException:
            self._drop()
            raise

    async def _outcome(
        self, steps: Coroutine[Any, Any, Outcome | None]
    ) -> Outcome | None:
        """What came of the steps. The one place where foreign errors become ours."""
        try:
            return await steps
        except SMTPResponseException as error:
            await self._reset()
            return judged(self._stage, answer(error.code, error.message))
        except OSError as error:
            self._drop()
            return _broken(self._stage, error)
        except SMTPException:  # it does not offer TLS, or no way to sign in
            self._drop()
            return Ours(f"the mail server does not offer {self._stage}")
        except BaseException:
            self._drop()
            raise

    async def _announce(self, to: str) -> None:
        smtp = self._smtp if self._smtp and self._is_open else await self._opened()
        await self._say(smtp, Stage.SENDER, b"MAIL", f"FROM:<{self._sender}>".encode())
        await self._say(smtp, Stage.RECEIVER, b"RCPT", f"TO:<{to}>".encode())

    async def _hand(self, message: bytes) -> Outcome:
        """Only when the final dot leaves, the letter may have been taken."""
        smtp = self._smtp
        if smtp is None or smtp.protocol is None:
            raise SMTPServerDisconnected("Connection lost")
        await self._say(smtp, Stage.DATA, b"DATA", hoped={354})
        smtp.protocol.write(_stuffed(message))
        await self._flushed(smtp)
        smtp.protocol.write(b".\r\n")
        self._stage = Stage.END
        reply = await smtp.protocol.read_response(timeout=self._long)
        if reply.code == 421:
            self._drop()
        return judged(Stage.END, answer(reply.code, reply.message))

    async def _say(
        self,
        smtp: SMTP,
        stage: Stage,
        *words: bytes,
        hoped: frozenset[int] | set[int] = frozenset({250, 251}),
    ) -> None:
        self._stage = stage
        reply = await smtp.execute_command(*words)
        if reply.code not in hoped:
            raise SMTPResponseException(reply.code, reply.message)

    async def _flushed(self, smtp: SMTP) -> None:
        async with asyncio.timeout(self._long):
            while _unsent(smtp):  # noqa: ASYNC110 - no event of asyncio's says so
                await asyncio.sleep(FLUSH)

    async def _opened(self) -> SMTP:
        """A new connection; TLS is not asked for, it is demanded."""
        settings = self._access.settings
        self._stage = Stage.CONNECT
        self._smtp = smtp = SMTP(
            hostname=settings.host,
            port=settings.port,
            timeout=self._timeout,
            use_tls=settings.security == "tls",
            start_tls=False,  # below, so that a trouble with it is known as such
            tls_context=self._access.trust,
            local_hostname=domain_of(self._sender),
        )
        await smtp.connect()
        self._transport = smtp.transport
        await smtp.ehlo()
        if settings.security == "starttls":
            self._stage = Stage.TLS
            await smtp.starttls()
            self._transport = smtp.transport
            await smtp.ehlo()
        if settings.user:
            self._stage = Stage.LOGIN
            await smtp.login(settings.user, self._access.password)
        return smtp

    @property
    def _is_open(self) -> bool:
        return self._smtp is not None and self._smtp.is_connected

    async def _reset(self) -> None:
        """Make the connection ready for another letter, or give it up."""
        if self._smtp is None or self._stage not in _WITHIN:
            return self._drop()
        try:
            await self._smtp.rset()
        except (OSError, SMTPException):
            self._drop()

    def _drop(self) -> None:
        """End the connection at once: TLS would wait for a server that is silent."""
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.abort()
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = self._transport = None


_WITHIN = {Stage.SENDER, Stage.RECEIVER, Stage.DATA}
"""Stages of a letter on a connection that is open."""


_BEGINNING = {Stage.CONNECT, Stage.TLS}
"""Stages at which TLS is agreed on. Later it breaks as any connection does."""


def _stuffed(message: bytes) -> bytes:
    """The message as DATA has it (RFC 5321, 4.5.2), without the final dot."""
    whole = message if message.endswith(b"\r\n") else message + b"\r\n"
    return _DOTTED.sub(b"..", whole)


def _unsent(smtp: SMTP) -> bool:
    """Whether part of what was written has not left."""
    transport = smtp.transport
    if not isinstance(transport, asyncio.WriteTransport) or not smtp.is_connected:
        raise SMTPServerDisconnected("Connection lost")
    return transport.get_write_buffer_size() > 0


def _broken(stage: Stage, error: OSError) -> Outcome:
    cause = error.__cause__ or error
    if stage in _BEGINNING and isinstance(cause, ssl.SSLCertVerificationError):
        return Ours("the mail server's certificate is not trusted; see mail.ca_file")
    if stage in _BEGINNING and isinstance(cause, ssl.SSLError):
        return Ours(f"TLS failed at {stage}; see mail.security and mail.port")
    timed_out = isinstance(error, TimeoutError)
    return lost(stage, "no answer in time" if timed_out else "connection lost")
