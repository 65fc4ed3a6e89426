"""What posts drew and how much of it is stored, by the day of the post."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from pymongo import ReplaceOne
from pymongo.database import Database

from domain.periods import Period, day_of
from domain.sources import Completeness
from store.clients import DURABLE, Document
from store.errors import door
from store.guarding import Guard, unguarded
from store.published import BY_DAY, day_fields, posts_drew, posts_heard, posts_of
from store.stale import SourceDay, StaleDay, clearing, stale_day, stale_id

EVERYWHERE = ""
"""The source of the sums over all sources: a year of them is 365 documents."""

SUMMED = {"_id": "summed posts"}
"""When it was last looked for posts; without it days are not all summed."""

_TOLD = {"comment_total": {"$gt": 0}}
_A_DAY = {"_id": BY_DAY}
_SUMS = {name: {"$sum": f"${name}"} for name in ("posts", "server", "stored")}


@door
class Collected:
    """Posts' totals out, sums by day in; the sums of any period out."""

    def __init__(self, database: Database[Document], guard: Guard = unguarded) -> None:
        self._db = database.with_options(write_concern=DURABLE)
        self._guard = guard

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
        return self._days({"_id": {"$in": posts}}) | self._spoken(places)

    def looked_at(self) -> datetime | None:
        """When it was last looked for posts that were saved or read again."""
        found = self._db.meta.find_one(SUMMED)
        return found["since_at"] if found else None

    def looked(self, at: datetime) -> None:
        self._db.meta.update_one(SUMMED, {"$set": {"since_at": at}}, upsert=True)

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
            chosen: Document = {"$or": [posts_of(*day) for day in totals]}
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

    def drew(self, days: Iterable[SourceDay]) -> dict[SourceDay, Document]:
        """What the posts of ``days`` drew: the fields of ``store.published``."""
        chosen = [posts_of(*day) for day in days]
        if not chosen:
            return {}
        drew = self._grouped_posts(posts_drew({"$or": chosen}, BY_DAY))
        silent = [posts_of(*day) for day, each in drew.items() if not each["told"]]
        heard = {}
        if silent:
            heard = self._grouped_posts(posts_heard({"$or": silent}, BY_DAY))
        return {day: day_fields(each, heard.get(day)) for day, each in drew.items()}

    def save(
        self,
        sums: Mapping[SourceDay, Completeness],
        *,
        now: datetime,
        drew: Mapping[SourceDay, Document] = MappingProxyType({}),
    ) -> None:
        """Replace the sums of days, then those over all sources; safe to repeat."""
        if not sums:
            return
        self._replace(
            [
                _replacing(*day, found, now, drew.get(day, {}))
                for day, found in sums.items()
            ]
        )
        days = {"$in": sorted({day for _, day in sums})}
        together = self._grouped({"source": {"$gt": EVERYWHERE}, "day": days}, "$day")
        self._replace(
            [
                _replacing(EVERYWHERE, day, each, now, {})
                for day, each in together.items()
            ]
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
        found = self._grouped(chosen, "$source")
        return {source: each for source, each in found.items() if each.posts}

    def _replace(self, writes: list[ReplaceOne[Document]]) -> None:
        self._guard(
            lambda session: self._db.collected.bulk_write(
                writes, ordered=False, session=session
            )
        )

    def _grouped(self, chosen: Document, key: str) -> dict[str, Completeness]:
        groups = self._db.collected.aggregate(
            [{"$match": chosen}, {"$group": {"_id": key} | _SUMS}]
        )
        return {group["_id"]: _sums_of(group) for group in groups}

    def _grouped_posts(self, asked: list[Document]) -> dict[SourceDay, Document]:
        found = self._db.posts.aggregate(asked)
        return {(each["_id"]["source"], each["_id"]["day"]): each for each in found}

    def _days(self, chosen: Document) -> set[SourceDay]:
        """The days of the posts chosen."""
        groups = self._db.posts.aggregate([{"$match": chosen}, {"$group": _A_DAY}])
        return {(each["_id"]["source"], each["_id"]["day"]) for each in groups}

    def _spoken(self, places: Collection[Document]) -> set[SourceDay]:
        """The days under whose posts something stood that may be erased since."""
        stood = [{"source": each["source"], "spoken": each["day"]} for each in places]
        found = self._db.collected.find({"$or": stood}, ["source", "day"])
        return {(each["source"], each["day"]) for each in found}


def _within(period: Period) -> Document:
    return {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}


def _replacing(
    source: str, day: str, sums: Completeness, now: datetime, drew: Document
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
        **drew,
    }
    return ReplaceOne({"_id": key}, document, upsert=True)


def _sums_of(document: Document) -> Completeness:
    return Completeness(document["posts"], document["server"], document["stored"])
