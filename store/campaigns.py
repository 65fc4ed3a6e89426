"""The campaigns' door: what people said around some days, which campaign each is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from pymongo import DeleteOne, ReplaceOne, UpdateMany
from pymongo.database import Database

from domain.campaigns import AUTHORS, Campaign, Use
from domain.periods import Period
from domain.uses import Row, Uses
from store.changes import batches
from store.clients import DURABLE, Document
from store.errors import door
from store.guarding import AT_ONCE, Guard, unguarded
from store.stale import SourceDay, marks
from store.todo import ToDo
from store.wordings import shared_words, shown_words

Write = ReplaceOne[Document] | DeleteOne

_FIELDS: Document = {
    "source": True,
    "day": True,
    "author": True,
    "ms": {"$toLong": "$at"},
    "wording": "$attitude.wording",
    "campaign": True,
}
"""Flat, and the time as a number: there are millions to unpack."""

_AT_ONCE = 10_000
_READ = 500
"""So many comments of a campaign are read to tell its words."""

COUNTED: Document = {
    "_id": "$campaign",
    "first_at": {"$min": "$at"},
    "last_at": {"$max": "$at"},
    "sources": {"$addToSet": "$source"},
    "comments": {"$sum": 1},
    "authors": {"$addToSet": "$author"},
    "forgotten": {"$max": {"$ifNull": ["$forgotten", False]}},
}


@door
class Campaigns:
    """A comment says which campaign it is of; each campaign is summed up once.

    ``todo`` are the days whose campaigns are to be found again.
    """

    def __init__(self, database: Database[Document], guard: Guard = unguarded) -> None:
        self._db = database.with_options(write_concern=DURABLE)
        self._guard = guard
        self.todo = ToDo(self._db.unsearched)

    def uses(self, start_at: datetime, end_at: datetime) -> Uses:
        """The public's comments of that time that are, or may be, of a campaign."""
        during = {"at": {"$gte": start_at, "$lt": end_at}, "official": False}
        # Each "$gt" lets the planner take a partial index.
        worded = during | {"attitude.wording": {"$gt": b""}}
        left = during | {
            "campaign": {"$gt": ""},
            "attitude.wording": {"$exists": False},
            "forgotten": {"$ne": True},
        }
        uses = Uses()
        for chosen in (worded, left):
            found = self._db.comments.find(chosen, _FIELDS, batch_size=_AT_ONCE)
            while some := list(islice(found, _AT_ONCE)):
                uses.add([_row(comment) for comment in some])
        return uses

    def mark(
        self, changes: Mapping[Use, str | None], *, stale: Collection[SourceDay]
    ) -> None:
        """Note which campaign each comment is of; the days ``stale`` are marked first.

        If broken off, repeating mends it: what was noted is a change no more, and
        its day is marked.
        """
        if stale:
            self._db.stale.bulk_write(marks(stale), ordered=False)
        for some in batches(list(changes.items()), 5 * AT_ONCE):
            self._note(list(_noting(dict(some))))

    def sum_up(
        self, named: Collection[str], *, start_at: datetime, end_at: datetime
    ) -> None:
        """Make the sums of the campaigns ``named`` again, and of those of that time.

        One without comments any more is gone; one whose words have expired in part
        stays as it is, as authors went with the words.
        """
        around = {"last_at": {"$gte": start_at}, "first_at": {"$lt": end_at}}
        kept = {one["_id"] for one in self._db.campaigns.find(around, ["_id"])}
        writes = list(self._summing(sorted(kept | set(named))))
        for some in batches(writes, AT_ONCE):
            self._write(some)

    def select(
        self, period: Period, *, sources: Sequence[str] | None = None, k: int = AUTHORS
    ) -> list[Campaign]:
        """The campaigns of ``period`` by at least ``k`` authors, the latest first.

        Of the words, those that ``k`` authors wrote; ``k`` is 5 at the least.
        """
        chosen: Document = {
            "last_at": {"$gte": period.start_at},
            "first_at": {"$lt": period.end_at},
            "authors": {"$gte": max(k, AUTHORS)},
        }
        if sources is not None:
            chosen["sources"] = {"$in": list(sources)}
        found = self._db.campaigns.find(chosen).sort([("first_at", -1), ("_id", 1)])
        return [_campaign(one, max(k, AUTHORS)) for one in found]

    def _note(self, writes: Sequence[UpdateMany]) -> None:
        self._guard(
            lambda session: self._db.comments.bulk_write(
                writes, ordered=False, session=session
            )
        )

    def _write(self, writes: Sequence[Write]) -> None:
        self._guard(
            lambda session: self._db.campaigns.bulk_write(
                writes, ordered=False, session=session
            )
        )

    def _summing(self, ids: Sequence[str]) -> Iterator[Write]:
        chosen: Document = {"campaign": {"$in": ids, "$gt": ""}}
        stages: list[Document] = [{"$match": chosen}, {"$group": COUNTED}]
        sums = {one["_id"]: one for one in self._db.comments.aggregate(stages)}
        yield from (DeleteOne({"_id": id_}) for id_ in ids if id_ not in sums)
        for id_, summed in sums.items():
            if not summed["forgotten"]:
                said = self._db.comments.find({"campaign": id_}, ["author", "text"])
                texts = [
                    (one.get("author"), one.get("text", ""))
                    for one in said.limit(_READ)
                ]
                yield ReplaceOne({"_id": id_}, _document(summed, texts), upsert=True)


def _document(summed: Document, texts: Sequence[tuple[str | None, str]]) -> Document:
    words = [list(pair) for pair in shared_words(texts)]
    return counted(summed) | {"words": words}


def counted(summed: Document) -> Document:
    """What is kept of a campaign that was summed by ``COUNTED``, but for its words."""
    return {
        "first_at": summed["first_at"],
        "last_at": summed["last_at"],
        "sources": sorted(summed["sources"]),
        "comments": summed["comments"],
        "authors": len(set(summed["authors"]) - {None}),
    }


def _row(comment: Document) -> Row:
    return (
        comment["_id"],
        comment["source"],
        comment["day"],
        comment.get("author"),
        comment["ms"] * 1000,
        comment.get("wording"),
        comment.get("campaign"),
    )


def _noting(changes: Mapping[Use, str | None]) -> Iterator[UpdateMany]:
    by_campaign: dict[str | None, list[str]] = defaultdict(list)
    for use, campaign in changes.items():
        by_campaign[campaign].append(use.comment)
    for campaign, ids in by_campaign.items():
        kept = {"campaign": campaign or ""}
        update = {"$set": kept} if campaign else {"$unset": kept}
        yield UpdateMany({"_id": {"$in": ids}}, update)


def _campaign(document: Document, k: int) -> Campaign:
    return Campaign(
        id=document["_id"],
        first_at=document["first_at"],
        last_at=document["last_at"],
        sources=tuple(document["sources"]),
        authors=document["authors"],
        comments=document["comments"],
        words=shown_words(document.get("words", ()), k),
    )
