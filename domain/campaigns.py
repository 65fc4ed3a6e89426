"""Campaigns: near-identical comments by many authors in a short time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

AUTHORS = 5
"""Fewer make no campaign."""

WITHIN = timedelta(hours=48)


class Use(NamedTuple):
    """One comment by the public, by which campaigns are found.

    ``wording`` is the print of its words, None if they are too few or a greeting;
    ``campaign`` the campaign that it is known to belong to. A tuple, as there
    are a million of them.
    """

    comment: str
    source: str
    day: str
    author: str | None
    at: datetime
    wording: bytes | None
    campaign: str | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign; its id is that of the comment that was its first when it was found.

    ``words`` are those of its most frequent text, each only if enough authors
    wrote it, with … in place of the others; None once the words have expired.
    """

    id: str
    first_at: datetime
    last_at: datetime
    sources: tuple[str, ...]
    authors: int
    comments: int
    words: str | None
