"""How long after it was written a comment was stored: a bounded look at the newest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from store.clients import Database, Document
from store.errors import translated

MOST = 300
"""Of each source so many comments are looked at, the newest: a page must not wait."""

_SECONDS: Document = {
    "$dateDiff": {"startDate": "$at", "endDate": "$first_at", "unit": "second"}
}


def lags(
    database: Database[Document], since: date, *, most: int = MOST
) -> dict[str, list[timedelta]]:
    """By source, of its ``most`` newest comments since that day, in order of length.

    Only what was written since the source is followed counts: what is caught up of
    its history is late by nature. One index of source and day answers.
    """
    with translated():
        followed = database["sources"].find({"kind": {"$exists": True}}, ["first_at"])
        found = {
            source["_id"]: _of_source(database, source, since, most)
            for source in followed
        }
    return {source: told for source, told in found.items() if told}


def _of_source(
    database: Database[Document], source: Document, since: date, most: int
) -> list[timedelta]:
    groups = database["comments"].aggregate(
        pipeline(source["_id"], source["first_at"], since, most)
    )
    return sorted(timedelta(seconds=max(0, each["lag"])) for each in groups)


def pipeline(
    source: str, followed_at: datetime, since: date, most: int
) -> list[Document]:
    """The question to MongoDB: first the newest, then which of them count."""
    return [
        {"$match": {"source": source, "day": {"$gte": since.isoformat()}}},
        {"$sort": {"day": -1}},
        {"$limit": most},
        {"$match": {"at": {"$gte": followed_at}}},
        {"$project": {"_id": 0, "lag": _SECONDS}},
    ]
