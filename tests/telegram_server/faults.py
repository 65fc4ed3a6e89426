"""What a test lets go wrong at the server."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class RpcError(Exception):
    """An error that Telegram answers with."""

    code: int
    message: str


@dataclass
class Faults:
    """Each takes effect at the next answer, packet, push or connection."""

    errors: list[tuple[str | None, RpcError]] = field(default_factory=list)
    drop_at: int | None = None
    drop_inside: bool = False
    lost_updates: int = 0
    lose_all_updates: bool = False
    accept_and_close: bool = False
    half_open: bool = False
    revoked: bool = False
    delay: float = 0.0
    answers: int = 0
    told: Counter[str] = field(default_factory=Counter)

    def raise_for(self, method: str) -> None:
        """Raise what the test has in store for this method, once a time."""
        if self.revoked:
            raise RpcError(401, "AUTH_KEY_UNREGISTERED")
        for n, (wanted, fault) in enumerate(self.errors):
            if wanted in {None, method}:
                del self.errors[n]
                self.told[method] += 1
                raise fault

    def drops_now(self) -> bool:
        """Whether the connection is cut in place of this answer."""
        self.answers += 1
        if self.drop_at is not None and self.answers >= self.drop_at:
            self.drop_at = None
            return True
        return False

    def loses_update(self) -> bool:
        if self.lost_updates > 0:
            self.lost_updates -= 1
            return True
        return self.lose_all_updates

    async def wait(self) -> None:
        if self.delay:
            await asyncio.sleep(self.delay)
