"""A week's letter as its readers get it, one edition a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """A letter in one language, ready to be read.

    ``pictures`` are PNG by their Content-ID, to which ``html`` points as ``cid:<id>``.
    """

    subject: str
    html: str
    text: str
    pictures: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the archive says of a letter without its words.

    ``week`` is its Monday. ``addressed_at`` is None until every reader's copy waits
    to be sent. ``subjects`` are by language.
    """

    week: date
    composed_at: datetime
    addressed_at: datetime | None
    public: bool
    synthetic: bool
    subjects: Mapping[str, str]
