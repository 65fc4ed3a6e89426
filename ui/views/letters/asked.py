"""What the page asks: letters, and how their copies stand. Sums alone of readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.deliveries import State
from domain.letters import Edition, Kept
from store.clients import Database, Document
from store.deliveries import Deliveries
from store.digests import Digests
from ui.queries import kept

LISTED = 520
"""Ten years."""


@dataclass(frozen=True, slots=True)
class Stands:
    """How many copies of a letter stand how.

    ``waiting`` are also those that are being sent; ``doubtful``, of those sent, may
    have been sent twice.
    """

    sent: int
    waiting: int
    refused: int
    dropped: int
    doubtful: int

    @property
    def copies(self) -> int:
        return self.sent + self.waiting + self.refused + self.dropped


@kept(entries=4)
def letters(database: Database[Document]) -> list[Kept]:
    """All letters, the latest first."""
    return Digests(database).kept(LISTED)


@kept(entries=32)
def edition(database: Database[Document], week: date, tag: str) -> Edition | None:
    return Digests(database).edition(week, tag)


@kept()
def stands(database: Database[Document], week: date) -> Stands:
    door = Deliveries(database)
    counted = door.of_week(week)
    return Stands(
        sent=counted.get(State.SENT, 0),
        waiting=counted.get(State.WAITING, 0) + counted.get(State.TAKEN, 0),
        refused=counted.get(State.REFUSED, 0),
        dropped=counted.get(State.DROPPED, 0),
        doubtful=len(door.doubts(week)),
    )
