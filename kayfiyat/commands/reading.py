"""What `kayfiyat read` prints: a post or comment as a line of JSON. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from domain.comments import FoundComment, FoundPost


def as_json(found: FoundPost | FoundComment) -> dict[str, Any]:
    """The post or comment as found, unredacted, but never who wrote it."""
    post = isinstance(found, FoundPost)
    return {
        "what": "post" if post else "comment",
        "id": found.id,
        "at": _iso(found.at),
        "edited": _edited(found.edited),
        "text": found.text,
        "author": not isinstance(found, FoundPost) and found.identity is not None,
        "official": isinstance(found, FoundPost) or found.official,
        "reply_to": found.reply_to,
        "views": found.views if isinstance(found, FoundPost) else None,
        "reactions": dict(found.reactions),
        "comments": found.comment_total if isinstance(found, FoundPost) else None,
        "url": found.url if isinstance(found, FoundPost) else None,
    }


def _edited(edited: datetime | bool) -> str | bool | None:
    if isinstance(edited, datetime):
        return _iso(edited)
    return edited or None


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
