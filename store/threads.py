"""The threads' door: what stands under a day's posts out, the sums of it in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pymongo import DeleteOne, ReplaceOne
from pymongo.database import Database

from domain.periods import Period, day_of
from domain.threads import Most, Said, Thread, Turns
from store.clients import DURABLE, Document
from store.errors import door
from store.stale import SourceDay, marks, stale_id

_FIELDS = [
    "post",
    "at",
    "author",
    "official",
    "reply_to",
    "campaign",
    "forgotten",
    "attitude.language",
    "attitude.p",
    "attitude.scorer",
]

_TO_MAKE: Document = {"post": {"$gt": ""}, "forgotten": {"$ne": True}}
"""What a thread can be made of."""


@door
class Threads:
    """One document for each official page and day on which it published."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database.with_options(write_concern=DURABLE)

    def touched(self, days: Iterable[SourceDay]) -> set[SourceDay]:
        """The days of the posts under which anything of ``days`` stands or stood:
        those of official pages alone.
        """
        pages = set(self._db.sources.distinct("_id", {"official": True}))
        places: defaultdict[str, list[str]] = defaultdict(list)
        for source, day in days:
            if source in pages:
                places[source].append(day)
        return {
            (source, day)
            for source, some in places.items()
            for day in self._posted_on(source, some)
        }

    def said(self, source: str, day: str) -> dict[str, list[Said]] | None:
        """What stands under each post of the day; None once words of it have expired.

        Authors and replies went with the words: what was made of them is final.
        """
        found: defaultdict[str, list[Said]] = defaultdict(list)
        on = date.fromisoformat(day)
        times = {"$gte": Period(on, on).start_at, "$lt": Period(on, on).end_at}
        posts = self._db.posts.find({"source": source, "at": times}, ["_id"])
        ids = {"$in": [post["_id"] for post in posts]}
        for each in self._db.comments.find({"post": ids}, _FIELDS):
            if each.get("forgotten"):
                return None
            found[each["post"]].append(_said(each))
        return found

    def save(
        self, days: Iterable[tuple[SourceDay, Sequence[Thread]]], *, now: datetime
    ) -> None:
        """Replace days whole; without threads nothing is left. Safe to repeat."""
        writes: list[ReplaceOne[Document] | DeleteOne] = []
        for (source, day), threads in days:
            key = {"_id": stale_id(source, day)}
            document = key | day_document(source, day, threads) | {"saved_at": now}
            writes.append(
                ReplaceOne(key, document, upsert=True) if threads else DeleteOne(key)
            )
        if writes:
            self._db.threads.bulk_write(writes, ordered=False)

    def mark_all(self) -> int:
        """Mark the days of official pages stale of which no thread was ever made:
        those from before there were threads. The number of days.
        """
        pages = set(self._db.sources.distinct("_id", {"official": True}))
        without = sorted(pages - set(self._db.threads.distinct("source")))
        found = self._db.comments.aggregate(
            [
                {"$match": {"source": {"$in": without}} | _TO_MAKE},
                {"$group": {"_id": {"source": "$source", "day": "$day"}}},
            ]
        )
        days = [(each["_id"]["source"], each["_id"]["day"]) for each in found]
        if days:
            self._db.stale.bulk_write(marks(days), ordered=False)
        return len(days)

    def _posted_on(self, source: str, days: Sequence[str]) -> set[str]:
        written = {"source": source, "day": {"$in": list(days)}}
        groups = self._db.comments.aggregate(
            [{"$match": written}, {"$group": {"_id": "$post"}}]
        )
        posts = [each["_id"] for each in groups if each["_id"]]
        found = self._db.posts.find({"_id": {"$in": posts}}, ["at"])
        # What was erased is in no comment any more, but in its thread.
        known = self._db.threads.find(
            {"source": source, "days": {"$in": list(days)}}, ["day"]
        )
        stood = {each["day"] for each in known}
        return stood | {day_of(each["at"]).isoformat() for each in found}


def day_document(source: str, day: str, threads: Sequence[Thread]) -> Document:
    """All sums of a day's threads; those that are compared with themselves each."""
    turns = Turns.of(each.turn for each in threads)
    counts = [(each.comments, each.answered) for each in threads]
    return {
        "source": source,
        "day": day,
        "days": sorted({one.isoformat() for each in threads for one in each.days}),
        "talk": [
            len(threads),
            sum(n for n, _ in counts),
            sum(a for _, a in counts),
            sum(n * n for n, _ in counts),
            sum(a * a for _, a in counts),
            sum(n * a for n, a in counts),
        ],
        "voices": _most(each.most for each in threads),
        "answered_voices": _most(each.answered_most for each in threads),
        "waits": [list(each.waits) for each in threads if each.waits],
        "strata": [[language, *scorers] for language, scorers in turns.strata],
        "turns": turns.rows,
    }


def _most(found: Iterable[Most]) -> list[list[str | int]]:
    """Of each day the most voices that one thread had."""
    most: dict[str, int] = {}
    for each in found:
        if each.day:
            day = each.day.isoformat()
            most[day] = max(most.get(day, 0), each.voices)
    return [[day, most[day]] for day in sorted(most)]


def _said(found: Document) -> Said:
    attitude = found.get("attitude", {})
    p = attitude.get("p")
    return Said(
        id=found["_id"],
        at=found["at"],
        author=found.get("author"),
        official=found["official"],
        reply_to=found.get("reply_to"),
        language=attitude.get("language", ""),
        p=tuple(p) if p else None,
        scorer=attitude.get("scorer", ""),
        campaign="campaign" in found,
    )
