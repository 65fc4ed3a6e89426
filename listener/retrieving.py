"""What all retrievers have in common: a retriever reads one kind of source."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.coverage import Ledger
from domain.sources import Source
from listener.harvest import Harvest


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a pass came.

    The source is seen from ``seen_since`` to ``seen_until``, which is when the pass
    began if it is None; nothing can be said without ``seen_since``. ``more``: there
    is history left for the next pass. ``next_in`` is the pause in seconds that suits
    the source's pace, if that is known.
    """

    seen_since: datetime | None
    more: bool = False
    next_in: float | None = None
    seen_until: datetime | None = None


class Retriever(Protocol):
    """Reads one kind of source."""

    async def retrieve(
        self,
        source: Source,
        ledger: Ledger,
        harvest: Harvest,
        *,
        sweep: bool,
        until: datetime | None,
    ) -> Reached:
        """One pass: what is new, what may have changed, what is older.

        ``sweep`` looks at all that may have been missed. After ``until`` history
        waits for the next pass. Raises SourceError if the source cannot be read.
        """
        ...

    def wakes(self, source: Source) -> Sequence[asyncio.Event]:
        """Events that are set when the source may have something new."""
        ...


def first_seen(ledger: Ledger) -> datetime | None:
    """The beginning of the earliest time that was seen."""
    return min((stretch.start_at for stretch in ledger if stretch.seen), default=None)
