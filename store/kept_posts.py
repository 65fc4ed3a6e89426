"""Stored posts, as far as their threads are concerned. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.clients import Document


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A stored post, as far as its thread is concerned.

    ``comment_total`` is the latest that the server said; ``read_total`` what it
    said when the thread was last read whole, at ``read_at``. A crash between
    saving a post and reading its thread leaves the two different.
    """

    id: str
    at: datetime
    comment_total: int | None
    read_at: datetime | None
    read_total: int | None = None
    url: str | None = None


KEPT = ["at", "comment_total", "read_at", "read_total", "url"]


def kept_post(post: Document) -> KeptPost:
    return KeptPost(
        post["_id"],
        post["at"],
        post.get("comment_total"),
        post.get("read_at"),
        post.get("read_total"),
        post.get("url"),
    )
