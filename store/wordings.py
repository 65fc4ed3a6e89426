"""Look up the comments that share a wording, across all sources."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pymongo.database import Database

from domain.periods import Period
from store.campaigns import WITHIN, Use
from store.clients import Document

_FIELDS = ["attitude.wording", "author", "at", "source", "day", "pending"]


def same_wording(
    database: Database[Document], wordings: Collection[str], period: Period
) -> list[Document]:
    """The public's comments with these wordings, near enough to ``period``.

    Near enough: a comment of the period may be of one campaign with them.
    """
    if not wordings:
        return []
    around = {"$gte": period.start_at - WITHIN, "$lt": period.end_at + WITHIN}
    chosen = {
        # "$gt" says nothing new, but lets the planner take the partial index.
        "attitude.wording": {"$in": sorted(wordings), "$gt": ""},
        "at": around,
        "official": False,
    }
    return list(database.comments.find(chosen, _FIELDS))


def use_of(comment: dict[str, Any]) -> Use:
    return Use(
        comment["_id"],
        comment["attitude"]["wording"],
        comment.get("author"),
        comment["at"],
    )
