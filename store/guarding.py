"""How a door writes: at once, or only while the one who asks may still write."""

from __future__ import annotations

from collections.abc import Callable

from pymongo.client_session import ClientSession

Write = Callable[[ClientSession | None], object]
"""Writes, in the session that it is given; to be repeated without harm."""

Guard = Callable[[Write], None]
"""Does a write, or raises and leaves all as it was."""

AT_ONCE = 1_000
"""Documents that are written under guard together.

A guarded write is a transaction, which MongoDB ends after a time: 10 seconds on the
private mongod, 60 elsewhere.
"""


def unguarded(write: Write) -> None:
    """For who is alone, as in tests, or may write at any time."""
    write(None)
