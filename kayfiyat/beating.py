"""Signs of life of a loop: a file for health checks, and systemd's watchdog.

A loop that works asks again and again whether to stop. That it asks is the sign: one
that hangs asks no more, and a thread beside it could not give the sign in its place.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from domain.errors import ConfigError

HEARTBEAT = "KAYFIYAT_HEARTBEAT"
"""In the environment: the file to touch."""

EVERY = 5.0
"""Seconds between two signs, at the least."""

Beat = Callable[[], None]


class Beating(threading.Event):
    """Set to stop; gives a sign whenever it is asked, and while it is waited for."""

    def __init__(self, beat: Beat) -> None:
        super().__init__()
        self._beat, self._again_at = beat, 0.0

    def is_set(self) -> bool:
        if time.monotonic() >= self._again_at:
            self._again_at = time.monotonic() + EVERY
            self._beat()
        return super().is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """As an Event does, in slices."""
        ends_at = float("inf") if timeout is None else time.monotonic() + timeout
        while not self.is_set():
            left = ends_at - time.monotonic()
            if left <= 0 or super().wait(min(left, EVERY)):
                break
        return super().is_set()


def stopper(environment: Mapping[str, str]) -> threading.Event:
    """What is set to stop. It beats where the environment says who listens."""
    beats: list[Beat] = []
    if file := environment.get(HEARTBEAT):
        beats.append(_touching(Path(file)))
    address = environment.get("NOTIFY_SOCKET")
    if address and environment.get("WATCHDOG_USEC"):
        beats.append(lambda: notify(address))
    return Beating(lambda: _each(beats)) if beats else threading.Event()


def _each(beats: Sequence[Beat]) -> None:
    for beat in beats:
        beat()


def notify(address: str) -> None:
    """Tell systemd that we live: sd_notify(3), without its library."""
    name = f"\0{address[1:]}" if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(b"WATCHDOG=1", name)


def _touching(file: Path) -> Beat:
    def touch() -> None:
        try:
            file.touch()
        except OSError as error:
            raise ConfigError(
                f"{file}: no sign of life can be given there ({error.strerror}); "
                f"mend {HEARTBEAT}"
            ) from None

    return touch
