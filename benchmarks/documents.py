"""Comments as the store keeps them, made up without a listener."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.periods import day_of


def pending(
    id_: str, *, source: str, author: str, at: datetime, text: str
) -> dict[str, Any]:
    """A comment that waits to be scored."""
    return kept(id_, source=source, author=author, at=at) | {
        "text": text,
        "pending": True,
    }


def kept(
    id_: str, *, source: str, author: str, at: datetime, post: str | None = None
) -> dict[str, Any]:
    """A comment whose words have expired, or are to be added; nothing waits."""
    return {
        "_id": id_,
        "source": source,
        "post": post,
        "author": author,
        "official": False,
        "at": at,
        "day": day_of(at).isoformat(),
        "words": "w",
        "fingerprint": "f",
        "edited": False,
        "reactions": [],
        "saved_at": at,
        "first_at": at,
        "pending": False,
    }
