"""What was erased at somebody's wish: when, how much, by whom; never whose it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Erased(StrEnum):
    """What is gone."""

    COMMENTS = "comments"  # of one author, who asked for it
    KEYS = "keys"  # of months: nobody's pseudonym can be made again
    WISHES = "wishes"  # taken back: who asked not to be heard may be heard again


@dataclass(frozen=True, slots=True)
class Erasure:
    """One line of the log; ``by`` is a user of the machine."""

    at: datetime
    what: Erased
    number: int
    by: str
