"""A mail server in a process of its own that takes letters, and makes trouble for some.

aiosmtpd with STARTTLS. Each letter that it took is a line of the log, written before
the answer: Message-ID and receiver. Who gets trouble, and which, follows from the
address alone, so that what must arrive is known beforehand.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections import Counter
from email.parser import BytesHeaderParser
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Trouble(StrEnum):
    """What befalls a letter; the last of all is none."""

    GONE = "550 5.1.1 at RCPT, always"
    BUSY = "451 4.7.1 at RCPT, once"
    LATER = "451 4.3.0 after the dot, once"
    REFUSED = "554 5.6.0 after the dot, always"
    BROKEN = "the connection breaks before the dot is answered, once; not taken"
    NONE = "none"


SHARES = {
    Trouble.GONE: 10,
    Trouble.BUSY: 30,
    Trouble.LATER: 15,
    Trouble.REFUSED: 5,
    Trouble.BROKEN: 5,
}
"""Of a thousand receivers."""

NEVER = {Trouble.GONE, Trouble.REFUSED}
"""With these a letter must not arrive."""


def trouble_of(address: str) -> Trouble:
    left = int(sha256(address.encode()).hexdigest()[:8], 16) % 1000
    for trouble, share in SHARES.items():
        if left < share:
            return trouble
        left -= share
    return Trouble.NONE


class _Sink:
    def __init__(self, log: IO[str], *, quiet: bool) -> None:
        self._log, self._quiet = log, quiet
        self._met: Counter[str] = Counter()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: Any
    ) -> str:
        trouble = self._trouble(address)
        if trouble is Trouble.GONE:
            return f"550 5.1.1 <{address}> is not here"
        if trouble is Trouble.BUSY and self._first(address):
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        address = envelope.rcpt_tos[-1]
        trouble = self._trouble(address)
        if trouble is Trouble.REFUSED:
            return "554 5.6.0 not this one"
        if trouble in {Trouble.LATER, Trouble.BROKEN} and self._first(address):
            if trouble is Trouble.BROKEN and server.transport is not None:
                server.transport.close()
            return "451 4.3.0 come back later"
        content = envelope.original_content or b""
        heads = BytesHeaderParser().parsebytes(content)
        self._log.write(f"{heads['Message-ID']}\t{address}\n")
        self._log.flush()
        return "250 2.0.0 taken"

    def _trouble(self, address: str) -> Trouble:
        return Trouble.NONE if self._quiet else trouble_of(address)

    def _first(self, address: str) -> bool:
        self._met[address] += 1
        return self._met[address] == 1


async def _serve(port: int, folder: Path, *, quiet: bool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "localhost.crt", folder / "localhost.key")
    loop = asyncio.get_running_loop()
    with (folder / "taken.log").open("a") as log:
        sink = _Sink(log, quiet=quiet)
        server = await loop.create_server(
            lambda: SMTP(
                sink,
                hostname="localhost",
                tls_context=context,
                require_starttls=True,
                loop=loop,
            ),
            host="127.0.0.1",
            port=port,
        )
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(
        _serve(int(sys.argv[1]), Path(sys.argv[2]), quiet="--quiet" in sys.argv)
    )
