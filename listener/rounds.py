"""What one pass had no time for, the next ones read: together they are a round."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.comments import FoundPost


@dataclass(slots=True)
class Round:
    """All that was due when it ``began``; ``visited`` are the posts read of it.

    Only a whole round says what was seen: since when was found out when its list was
    read, and up to when is its beginning. ``left`` are posts of the list that wait.
    """

    began: datetime
    sweep: bool
    visited: set[str] = field(default_factory=set)
    left: list[FoundPost] = field(default_factory=list)
    is_listed: bool = False
    since: datetime | None = None


class Rounds:
    """The rounds that are not through yet, by source."""

    def __init__(self) -> None:
        self._open: dict[str, Round] = {}

    def of(self, source_id: str, now: datetime, *, sweep: bool) -> Round:
        """The source's round, a new one if the last is through, or was broken off by
        an error: what it held back was not read.
        """
        one = self._open.pop(source_id, None) or Round(now, sweep)
        one.sweep = one.sweep or sweep
        return one

    def note(self, source_id: str, one: Round, *, more: bool) -> None:
        """Keep the round for the next pass if it has ``more`` to read."""
        if more:
            self._open[source_id] = one
