"""What posts drew, as sums: of a source's posts in a period, or on each day.

Interactions are reactions and the comments that the server counts (``drew``), or
else those that are stored (``heard``). Which of them holds is told by all posts that
are asked for together: a source of whose posts none has a server's count is measured
by what is stored. So a day without any such count keeps both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.periods import TASHKENT, Period
from domain.scorecards import Moments
from store.clients import Document

DAY = {
    "$dateToString": {"date": "$at", "format": "%Y-%m-%d", "timezone": str(TASHKENT)}
}
"""The day of a post, in Tashkent."""

BY_SOURCE = "$source"
BY_DAY = {"source": "$source", "day": DAY}

_GIVEN = {"$map": {"input": "$reactions", "in": {"$arrayElemAt": ["$$this", 1]}}}
_REACTIONS = {"$sum": _GIVEN}

_COUNTS = ("published", "told", "viewed")
_POWERS = ("views", "drew", "heard")


@dataclass(frozen=True, slots=True)
class Posted:
    """What a page published, and what it drew; None where it never tells."""

    posts: int
    views: Moments | None
    interactions: Moments | None


def posts_of(source: str, day: str) -> Document:
    """Finds a source's posts of a day."""
    of_day = date.fromisoformat(day)
    period = Period(of_day, of_day)
    return {"source": source, "at": {"$gte": period.start_at, "$lt": period.end_at}}


def posts_drew(match: Document, by: Any) -> list[Document]:
    """Sums of the posts that ``match``, of those in each group."""
    drew = {"$add": [_REACTIONS, {"$ifNull": ["$comment_total", 0]}]}
    return [{"$match": match}, _numbers(drew), *_grouped(by, "drew")]


def posts_heard(match: Document, by: Any) -> list[Document]:
    """As ``posts_drew``, with the comments that are stored: slower, for few posts.

    ``spoken`` holds, for each post, the days on which something was said under it.
    """
    count = {"$group": {"_id": None, "n": {"$sum": 1}, "days": {"$addToSet": "$day"}}}
    stored = {
        "from": "comments",
        "localField": "_id",
        "foreignField": "post",
        "pipeline": [{"$match": {"official": False}}, count],
        "as": "stored",
    }
    drew = {"$add": [_REACTIONS, {"$sum": "$stored.n"}]}
    return [
        {"$match": match},
        {"$lookup": stored},
        _numbers(drew, spoken={"$first": "$stored.days"}),
        *_grouped(by, "heard", spoken={"$push": "$spoken"}),
    ]


def day_fields(drew: Document, heard: Document | None) -> Document:
    """What is kept of a day: ``drew`` and, if no server counts there, ``heard``."""
    kept = {name: drew[name] for name in (*_COUNTS, "views", "drew")}
    if heard is None:
        return kept
    days = sorted({day for some in heard["spoken"] for day in some or ()})
    return kept | {"heard": heard["heard"]} | ({"spoken": days} if days else {})


def days_drew(match: Document) -> list[Document]:
    """Sums by source of the days that ``match`` and were summed before."""
    return [
        {"$match": match | {"published": {"$gt": 0}}},
        {
            "$group": {
                "_id": BY_SOURCE,
                **{name: {"$sum": f"${name}"} for name in _COUNTS},
                **{
                    f"{name}{n}": {"$sum": {"$arrayElemAt": [f"${name}", n]}}
                    for name in _POWERS
                    for n in range(3)
                },
            }
        },
        _listed(*_POWERS),
    ]


def posted(found: Document) -> Posted:
    """What the sums of a source say of it."""
    posts, viewed = found["published"], found["viewed"]
    sums = found["drew"] if found["told"] else found["heard"]
    return Posted(
        posts=posts,
        views=Moments(viewed, *found["views"]) if viewed else None,
        interactions=Moments(posts, *sums) if found["told"] or sums[0] else None,
    )


def untold(found: Iterable[Document]) -> list[Any]:
    """The groups of whose posts no server counts the comments."""
    return [each["_id"] for each in found if not each["told"]]


def _numbers(drew: Document, **more: Any) -> Document:
    """What is told of each post; null where it is not."""
    total = {"$ifNull": ["$comment_total", None]}
    views = {"$ifNull": ["$views", None]}
    told = {"$ne": [total, None]}
    fields = {"source": 1, "at": 1, "views": views, "drew": drew, "told": told}
    return {"$project": fields | more}


def _grouped(by: Any, name: str, **more: Any) -> list[Document]:
    """One document a group: its counts, and the sums of three powers as lists."""
    seen = {"$ne": ["$views", None]}
    counts = {
        "published": {"$sum": 1},
        "told": {"$sum": {"$cond": ["$told", 1, 0]}},
        "viewed": {"$sum": {"$cond": [seen, 1, 0]}},
    }
    sums = _powers("views", "$views") | _powers(name, "$drew")
    kept = dict.fromkeys(more, 1)
    return [
        {"$group": {"_id": by, **counts, **sums, **more}},
        _listed("views", name, **kept),
    ]


def _powers(name: str, field: str) -> Document:
    number = {"$toDouble": {"$ifNull": [field, 0]}}
    return {f"{name}{n}": {"$sum": {"$pow": [number, n + 1]}} for n in range(3)}


def _listed(*names: str, **more: int) -> Document:
    lists = {name: [f"${name}{n}" for n in range(3)] for name in names}
    return {"$project": dict.fromkeys(_COUNTS, 1) | lists | more}
