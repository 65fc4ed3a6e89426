"""How often long work is done: the longer it takes, the more seldom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kayfiyat.commands.options import now

SELDOM = 10
"""So many times as long as a work took, the next waits: all other work stands still
meanwhile, and on a busy day it takes minutes."""


@dataclass(slots=True)
class Pace:
    """Of one work, which is due once in ``every`` at most."""

    every: timedelta = timedelta()
    took: timedelta = timedelta()
    done_at: datetime | None = None

    @property
    def is_due(self) -> bool:
        at = self.done_at
        return at is None or now() - at >= seldom(self.every, self.took)

    def done(self, began_at: datetime) -> None:
        """The work that began then has been done."""
        self.done_at = now()
        self.took = self.done_at - began_at


def seldom(at_least: timedelta, took: timedelta) -> timedelta:
    """How long a work waits that ``took`` so long the last time."""
    return max(at_least, SELDOM * took)
