"""How many of the comments that servers count are stored, by the day of the post."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pymongo import ReplaceOne
from pymongo.database import Database

from domain.periods import TASHKENT, Period, day_of
from domain.sources import Completeness
from store.clients import DURABLE, Document
from store.errors import door
from store.stale import SourceDay, StaleDay, clearing, stale_day, stale_id

EVERYWHERE = ""
"""The source of the sums over all sources: a year of them is 365 documents."""

_LOOKED = {"_id": "collected"}
_TOLD = {"comment_total": {"$gt": 0}}
_DAY = {
    "$dateToString": {"date": "$at", "format": "%Y-%m-%d", "timezone": str(TASHKENT)}
}
_SUMS = {name: {"$sum": f"${name}"} for name in ("posts", "server", "stored")}


@door
class Collected:
    """Posts' totals out, sums by day in; the sums of any period out."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database.with_options(write_concern=DURABLE)

    def uncounted(self, limit: int = 500) -> list[StaleDay]:
        """Days whose comments changed since the posts that they answer were counted."""
        found = self._db.uncounted.find().sort("day", -1).limit(limit)
        return [stale_day(day) for day in found]

    def counted(self, days: Collection[StaleDay]) -> None:
        """Clear the marks of ``days``, but for those marked again meanwhile."""
        if days:
            self._db.uncounted.bulk_write(clearing(days), ordered=False)

    def answered(self, days: Collection[StaleDay]) -> set[SourceDay]:
        """The days of the posts under which the comments of ``days`` stand."""
        if not days:
            return set()
        places = [{"source": each.source, "day": each.day.isoformat()} for each in days]
        groups = self._db.comments.aggregate(
            [{"$match": {"$or": places}}, {"$group": {"_id": "$post"}}]
        )
        posts = [group["_id"] for group in groups if group["_id"]]
        return self._days({"_id": {"$in": posts}})

    def looked_at(self) -> datetime | None:
        """When it was last looked for posts that were saved or read again."""
        found = self._db.meta.find_one(_LOOKED)
        return found["since_at"] if found else None

    def looked(self, at: datetime) -> None:
        self._db.meta.update_one(_LOOKED, {"$set": {"since_at": at}}, upsert=True)

    def touched(self, since: datetime | None) -> set[SourceDay]:
        """The days of the posts that were saved or read ``since`` then, or ever."""
        if since is None:
            return self._days({})
        lately = {"$gte": since}
        return self._days({"$or": [{"saved_at": lately}, {"read_at": lately}]})

    def totals(self, days: Iterable[SourceDay]) -> dict[SourceDay, dict[str, int]]:
        """What the servers count under the posts of ``days``, by post."""
        totals: dict[SourceDay, dict[str, int]] = {day: {} for day in days}
        if totals:
            chosen: Document = {"$or": [_posts_of(*day) for day in totals]}
            fields = ["source", "at", "comment_total"]
            for post in self._db.posts.find(chosen | _TOLD, fields):
                day = post["source"], day_of(post["at"]).isoformat()
                totals[day][post["_id"]] = post["comment_total"]
        return totals

    def stored(self, posts: Sequence[str]) -> dict[str, int]:
        """How many comments are stored under each of ``posts``; of an index alone."""
        groups = self._db.comments.aggregate(
            [
                {"$match": {"post": {"$in": posts}}},
                {"$group": {"_id": "$post", "n": {"$sum": 1}}},
            ]
        )
        return {group["_id"]: group["n"] for group in groups}

    def save(self, sums: Mapping[SourceDay, Completeness], *, now: datetime) -> None:
        """Replace the sums of days, then those over all sources; safe to repeat."""
        if not sums:
            return
        self._db.collected.bulk_write(
            [_replacing(*day, found, now) for day, found in sums.items()], ordered=False
        )
        days = {"$in": sorted({day for _, day in sums})}
        together = self._grouped({"source": {"$gt": EVERYWHERE}, "day": days}, "$day")
        self._db.collected.bulk_write(
            [_replacing(EVERYWHERE, day, each, now) for day, each in together.items()],
            ordered=False,
        )

    def by_day(
        self, period: Period, *, sources: Sequence[str] | None = None
    ) -> dict[date, Completeness]:
        """The sums of each day of ``period``; no sources named means all."""
        named = [EVERYWHERE] if sources is None else list(sources)
        chosen = {"source": {"$in": named}, "day": _within(period)}
        if len(named) == 1:  # one document a day: nothing to add up
            fields = dict.fromkeys(("day", *_SUMS), 1) | {"_id": 0}
            found = self._db.collected.find(chosen, fields).batch_size(10_000)
            sums = {each["day"]: _sums_of(each) for each in found}
        else:
            sums = self._grouped(chosen, "$day")
        return {date.fromisoformat(day): each for day, each in sums.items()}

    def by_source(self, period: Period) -> dict[str, Completeness]:
        """The sums of each source over ``period``."""
        chosen = {"source": {"$gt": EVERYWHERE}, "day": _within(period)}
        return self._grouped(chosen, "$source")

    def _grouped(self, chosen: Document, key: str) -> dict[str, Completeness]:
        groups = self._db.collected.aggregate(
            [{"$match": chosen}, {"$group": {"_id": key} | _SUMS}]
        )
        return {group["_id"]: _sums_of(group) for group in groups}

    def _days(self, chosen: Document) -> set[SourceDay]:
        """The days of those of the posts chosen whose total the server told."""
        key = {"source": "$source", "day": _DAY}
        groups = self._db.posts.aggregate(
            [
                {"$match": chosen | {"comment_total": {"$exists": True}}},
                {"$group": {"_id": key}},
            ]
        )
        return {(each["_id"]["source"], each["_id"]["day"]) for each in groups}


def _posts_of(source: str, day: str) -> Document:
    of_day = date.fromisoformat(day)
    period = Period(of_day, of_day)
    return {"source": source, "at": {"$gte": period.start_at, "$lt": period.end_at}}


def _within(period: Period) -> Document:
    return {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}


def _replacing(
    source: str, day: str, sums: Completeness, now: datetime
) -> ReplaceOne[Document]:
    key = stale_id(source, day)
    document: dict[str, Any] = {
        "_id": key,
        "source": source,
        "day": day,
        "posts": sums.posts,
        "server": sums.server,
        "stored": sums.stored,
        "saved_at": now,
    }
    return ReplaceOne({"_id": key}, document, upsert=True)


def _sums_of(document: Document) -> Completeness:
    return Completeness(document["posts"], document["server"], document["stored"])
