"""Look up the comments that share a wording, across all sources."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pymongo.database import Database

from domain.periods import Period
from store.campaigns import AUTHORS, WITHIN, Use
from store.clients import Document

_FIELDS = ["attitude.wording", "author", "at", "source", "day", "pending"]


def same_wording(
    database: Database[Document], wordings: Collection[str], period: Period
) -> list[Document]:
    """The public's comments with these wordings that may be of a campaign.

    They are near enough to ``period`` to be of one campaign with a comment of it,
    and their wording is used as often as a campaign uses one.
    """
    if not wordings:
        return []
    around = {"$gte": period.start_at - WITHIN, "$lt": period.end_at + WITHIN}
    # "$gt" says nothing new, but lets the planner take the partial index.
    chosen: Document = {
        "attitude.wording": {"$in": sorted(wordings), "$gt": ""},
        "at": around,
    }
    # Nearly all wordings are used once: the index alone tells so, no comment is read.
    counted = database.comments.aggregate(
        [
            {"$match": chosen},
            {"$group": {"_id": "$attitude.wording", "uses": {"$sum": 1}}},
            {"$match": {"uses": {"$gte": AUTHORS}}},
        ]
    )
    chosen["attitude.wording"] = {"$in": [each["_id"] for each in counted], "$gt": ""}
    return list(database.comments.find(chosen | {"official": False}, _FIELDS))


def use_of(comment: dict[str, Any]) -> Use:
    return Use(
        comment["_id"],
        comment["attitude"]["wording"],
        comment.get("author"),
        comment["at"],
    )
