"""What the app asks of the listener's process, and what it answers.

The app may neither fetch from outside nor write comments: it asks, and shows the
answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

HOURLY = 30
"""So many asks of one kind a person may make in an hour."""


class Asked(StrEnum):
    """What is asked for."""

    TRY = "try"  # look at an address
    IMPORT = "import"  # take in a file that was brought


class State(StrEnum):
    """How far it is."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post as a preview shows it: its words are redacted and short."""

    words: str
    at: datetime | None = None
    comments: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What was found at an address.

    ``source`` are the settings of the source that it can be, ``line`` the same as a
    line of the settings file. ``trouble`` is what is in the way, ``reason`` its kind.
    """

    posts: int = 0
    comments: int = 0
    newest: tuple[SeenPost, ...] = ()
    source: Mapping[str, Any] | None = None
    line: str = ""
    note: str = ""
    robots: str = ""
    reason: str | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file. ``why``: for what reason how many were set aside."""

    read: int
    added: int
    changed: int
    set_aside: int
    refused: int = 0
    why: tuple[tuple[str, int], ...] = ()

    @property
    def known(self) -> int:
        """How many were there already, as they are."""
        return max(0, self.read - self.added - self.changed)


Answer = Preview | Report


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask. ``read`` tells how far an import is; ``error`` why it failed."""

    id: str
    kind: Asked
    what: Mapping[str, str]
    by: str
    at: datetime
    state: State = State.WAITING
    read: int = 0
    answer: Answer | None = None
    error: str | None = None

    @property
    def ended(self) -> bool:
        return self.state in {State.DONE, State.FAILED}
