"""What the scorecard reads of official pages: sums by page, made on the server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from pymongo.database import Database

from domain.periods import Period
from domain.scorecards import Moments, Talk
from domain.threads import Turns
from store.clients import Document
from store.errors import door

TITLE = ["name", "institution"]

FIRST = date(2000, 1, 1)
"""Before any count."""

_GIVEN = {"$map": {"input": "$reactions", "in": {"$arrayElemAt": ["$$this", 1]}}}
_REACTIONS = {"$sum": _GIVEN}

_TALKED = ["source", "talk", "voices", "answered_voices", "waits", "strata", "turns"]


@dataclass(frozen=True, slots=True)
class KnownPage:
    """An official source."""

    source: str
    name: str
    institution: str


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page published, and what it drew; None where it never tells."""

    posts: int
    views: Moments | None
    interactions: Moments | None


@dataclass(frozen=True, slots=True)
class Followed:
    """The latest count of followers in a period, and that at its beginning."""

    latest: int
    earlier: int | None


@dataclass(frozen=True, slots=True)
class Talked:
    """What was said under a page's posts: sums, the waits by thread, and its turns."""

    talk: Talk
    waits: tuple[tuple[int, ...], ...]
    turns: tuple[Turns, ...]


@door
class Official:
    """Reads, never writes; nothing about an author leaves the server."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def pages(self) -> list[KnownPage]:
        """The official sources, in the order of names."""
        found = self._db.sources.find({"official": True, "kind": {"$gt": ""}}, TITLE)
        return [
            KnownPage(each["_id"], each["name"], each["institution"])
            for each in found.sort("name", 1)
        ]

    def posted(self, sources: Sequence[str], period: Period) -> dict[str, Posted]:
        """What each source published in ``period``.

        Interactions are reactions and the comments that the server counts, or else
        those that are stored. A source of whose posts none has either does not tell.
        """
        found = {
            each["_id"]: each
            for each in self._db.posts.aggregate(_posts(sources, period))
        }
        untold = [source for source, each in found.items() if not each["totals"]]
        for each in self._db.posts.aggregate(_posts_with_comments(untold, period)):
            found[each["_id"]] = each
        return {source: _posted(each) for source, each in found.items()}

    def followers(self, sources: Sequence[str], period: Period) -> dict[str, Followed]:
        """The followers of the sources that tell them.

        The beginning is the latest count before the period, or else the first in it.
        """
        told = ((source, self._followed(source, period)) for source in sources)
        return {source: each for source, each in told if each}

    def talks(self, sources: Sequence[str], period: Period) -> dict[str, Talked]:
        """What was said under the posts of ``period``, and answered."""
        days: defaultdict[str, list[Document]] = defaultdict(list)
        found = self._db.threads.find(_within(sources, period), _TALKED)
        for each in found.sort("day", 1).batch_size(10_000):
            days[each["source"]].append(each)
        return {source: _talked(each) for source, each in days.items()}

    def _followed(self, source: str, period: Period) -> Followed | None:
        latest = self._count(source, period.first, period.last, -1)
        if latest is None:
            return None
        eve = period.first - timedelta(days=1)
        before = self._count(source, FIRST, eve, -1)
        earlier = before or self._count(source, period.first, period.last, 1)
        since = earlier[1] if earlier and earlier[0] < latest[0] else None
        return Followed(latest[1], since)

    def _count(
        self, source: str, first: date, last: date, order: int
    ) -> tuple[str, int] | None:
        """A day and its count: the latest (-1) or the first (1)."""
        # The ids of a source's counts are in the order of days.
        days = {"$gte": f"{source}|{first}", "$lte": f"{source}|{last}"}
        found = self._db.followers.find_one({"_id": days}, sort=[("_id", order)])
        return (found["day"], found["count"]) if found else None


def _within(sources: Sequence[str], period: Period) -> Document:
    days = {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}
    return {"source": {"$in": list(sources)}, "day": days}


def _published(sources: Sequence[str], period: Period) -> Document:
    times = {"$gte": period.start_at, "$lt": period.end_at}
    return {"$match": {"source": {"$in": list(sources)}, "at": times}}


def _posts(sources: Sequence[str], period: Period) -> list[Document]:
    drew = {"$add": [_REACTIONS, {"$ifNull": ["$comment_total", 0]}]}
    return [_published(sources, period), _numbers(drew), _by_source()]


def _posts_with_comments(sources: Sequence[str], period: Period) -> list[Document]:
    """As ``_posts``, with the comments that are stored: slower, for few sources."""
    count = {"$count": "n"}
    stored = {
        "from": "comments",
        "localField": "_id",
        "foreignField": "post",
        "pipeline": [{"$match": {"official": False}}, count],
        "as": "stored",
    }
    drew = {"$add": [_REACTIONS, {"$sum": "$stored.n"}]}
    return [
        _published(sources, period),
        {"$lookup": stored},
        _numbers(drew),
        _by_source(),
    ]


def _numbers(drew: Document) -> Document:
    """What is told of each post; null where it is not."""
    total = {"$ifNull": ["$comment_total", None]}
    fields = {"source": 1, "views": {"$ifNull": ["$views", None]}}
    return {"$project": fields | {"drew": drew, "told": {"$ne": [total, None]}}}


def _by_source() -> Document:
    seen = {"$ne": ["$views", None]}
    return {
        "$group": {
            "_id": "$source",
            "posts": {"$sum": 1},
            "totals": {"$sum": {"$cond": ["$told", 1, 0]}},
            "viewed": {"$sum": {"$cond": [seen, 1, 0]}},
            **_powers("views"),
            **_powers("drew"),
        }
    }


def _powers(field: str) -> Document:
    number = {"$toDouble": {"$ifNull": [f"${field}", 0]}}
    powers = {f"{field}{n}": {"$pow": [number, n]} for n in (1, 2, 3)}
    return {name: {"$sum": power} for name, power in powers.items()}


def _posted(found: Document) -> Posted:
    posts, viewed = found["posts"], found["viewed"]
    told = found["totals"] or found["drew1"]
    return Posted(
        posts=posts,
        views=_moments(found, "views", viewed) if viewed else None,
        interactions=_moments(found, "drew", posts) if told else None,
    )


def _moments(found: Document, field: str, count: int) -> Moments:
    return Moments(count, *(found[f"{field}{n}"] for n in (1, 2, 3)))


def _talked(days: Sequence[Document]) -> Talked:
    sums: list[int] = np.sum([day["talk"] for day in days], axis=0).tolist()
    threads, comments, answered, squares, answered_squares, products = sums
    return Talked(
        talk=Talk(
            threads=threads,
            comments=comments,
            answered=answered,
            squares=squares,
            answered_squares=answered_squares,
            products=products,
            voices=_voices(days, "voices"),
            answered_voices=_voices(days, "answered_voices"),
        ),
        waits=tuple(tuple(waits) for day in days for waits in day["waits"]),
        turns=tuple(_turns(day) for day in days if day["turns"]),
    )


def _voices(days: Sequence[Document], field: str) -> int:
    """So many voices there are at the least.

    Who writes in two threads on one day is one voice, so of each day one thread
    counts, that with the most.
    """
    most: dict[str, int] = {}
    for each in days:
        for day, n in each[field]:
            most[day] = max(most.get(day, 0), n)
    return sum(most.values())


def _turns(day: Document) -> Turns:
    strata = ((language, tuple(scorers)) for language, *scorers in day["strata"])
    return Turns(tuple(strata), day["turns"])
