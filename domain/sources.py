"""A source that we follow, and the cursor that says where to resume in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What kind of source; each has one retriever."""

    TELEGRAM = "telegram"
    TELEGRAM_WEB = "telegram_web"
    FEED = "feed"
    PAGE = "page"
    YOUTUBE = "youtube"
    FILE = "file"  # imported by hand; never listened to


@dataclass(frozen=True, slots=True)
class Source:
    """A channel or page. ``id`` is ``<kind>:<name>`` and never changes."""

    kind: Kind
    name: str
    url: str = ""
    institution: str = ""
    official: bool = False
    language: str | None = None
    since_at: datetime | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The posts from ``oldest`` to ``newest`` are stored with their comments.

    ``complete`` says that nothing older is wanted: the beginning of the channel
    or the source's ``since_at`` was reached. Numbers are the source's own.
    """

    newest: int
    oldest: int
    complete: bool = False
