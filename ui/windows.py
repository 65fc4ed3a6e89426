"""The windows that a sign-in has open, all closed at its end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from starlette.types import Message, Send

from ui import identity

POLICY = 1008
"""The code by which a socket is closed to who may not have it (RFC 6455, 7.4.1)."""

GRACE = 3.0
"""Seconds in which the window that signs out gets to the provider: told to leave
before that, it would never arrive."""

PATIENCE = 1.0
"""Seconds for a window to take its farewell; one that does not holds up nobody."""


class Windows:
    """The sockets of each sign-in, and the sign-ins that are over.

    Kept in this process: the cookies of a sign-in count again after a restart, until
    they end or their key is deleted.
    """

    def __init__(self) -> None:
        self._open: dict[str, set[Send]] = {}
        self._over: set[str] = set()

    def over(self, sign_in: str) -> bool:
        return sign_in in self._over

    @contextmanager
    def opened(self, sign_in: str, send: Send) -> Iterator[None]:
        """While it is open, a window is closed when its ``sign_in`` ends."""
        windows = self._open.setdefault(sign_in, set())
        windows.add(send)
        try:
            yield
        finally:
            windows.discard(send)
            if not windows:
                self._open.pop(sign_in, None)

    def end(self, sign_in: str) -> None:
        """Let no one in by it again."""
        self._over.add(sign_in)

    async def close(self, sign_in: str, *, to: str) -> None:
        """Every window of it that is still open leaves what it shows for ``to``."""
        await asyncio.sleep(GRACE)
        for send in list(self._open.get(sign_in, ())):
            await _told(send, {"type": "websocket.send", "bytes": identity.way_out(to)})
            await _told(send, {"type": "websocket.close", "code": POLICY})


async def _told(send: Send, message: Message) -> None:
    # RuntimeError: it is being opened or closed at this very moment.
    with suppress(OSError, RuntimeError):
        async with asyncio.timeout(PATIENCE):
            await send(message)
