"""One host: whose turn it is, until when it is closed to us, and its rules."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from domain.coverage import Reason
from domain.errors import SourceError
from listener.robots import Rules

STRIKES = 3
"""So many blocks on end close a host: one channel's trouble is not another's."""

_CLOSED_FOR = 300.0
_CLOSED_AT_MOST = 3600.0


@dataclass(slots=True)
class Host:
    """What we remember of a host. Times are the event loop's, in seconds."""

    name: str
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0
    closed_until: float = 0.0
    closed_for: Reason | None = None
    strikes: int = 0
    rules: Rules | None = None
    rules_until: float = 0.0

    def check_open(self, now: float) -> None:
        """Raise SourceError while the host is closed to us."""
        if self.closed_for and now < self.closed_until:
            left = self.closed_until - now
            raise SourceError(
                f"{self.name} is left alone for another {left:.0f} seconds",
                reason=self.closed_for,
                retry_after=left,
            )

    def flooded(self, now: float, seconds: float) -> None:
        """The host asked for silence: it gets it from all sources."""
        self.closed_until = max(self.closed_until, now + seconds)
        self.closed_for = Reason.FLOOD_WAIT

    def blocked(self, now: float) -> None:
        """Count a block; several on end close the host, longer each time."""
        self.strikes += 1
        if self.strikes >= STRIKES:
            longer = _CLOSED_FOR * 2 ** min(self.strikes - STRIKES, 10)
            self.closed_until = now + min(longer, _CLOSED_AT_MOST)
            self.closed_for = Reason.BLOCKED

    def answered(self) -> None:
        self.strikes = 0
