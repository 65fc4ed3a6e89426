"""What the scorecard reads of official pages: sums by page, made on the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from struct import unpack
from typing import Any

from pymongo.database import Database

from domain.periods import Period
from domain.scorecards import Talk
from domain.threads import Scored, Turns
from store.clients import Document
from store.collected import SUMMED
from store.errors import door
from store.published import (
    BY_SOURCE,
    Posted,
    days_drew,
    posted,
    posts_drew,
    posts_heard,
    untold,
)
from store.threads import packed

TITLE = ["name", "institution"]

FIRST = date(2000, 1, 1)
"""Before any count."""

_TALK = (
    *("threads", "comments", "answered"),
    *("squares", "answered_squares", "products"),
)
_LISTS = ("voices", "answered_voices", "waits", "strata", "turns")


@dataclass(frozen=True, slots=True)
class KnownPage:
    """An official source."""

    source: str
    name: str
    institution: str


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
        They are as of when the scorer's process last looked.
        """
        if self._db.meta.find_one(SUMMED):
            found = self._db.collected.aggregate(days_drew(_within(sources, period)))
            return {each["_id"]: posted(each) for each in found}
        return self.posted_unsummed(sources, period)

    def posted_unsummed(
        self, sources: Sequence[str], period: Period
    ) -> dict[str, Posted]:
        """The same of the posts themselves, for as long as they are not summed."""
        match = _published(sources, period)
        drew = list(self._db.posts.aggregate(posts_drew(match, BY_SOURCE)))
        silent = _published(untold(drew), period)
        heard = {
            each["_id"]: each
            for each in self._db.posts.aggregate(posts_heard(silent, BY_SOURCE))
        }
        return {each["_id"]: posted(each | heard.get(each["_id"], {})) for each in drew}

    def followers(self, sources: Sequence[str], period: Period) -> dict[str, Followed]:
        """The followers of the sources that tell them.

        The beginning is the latest count before the period, or else the first in it.
        """
        told = ((source, self._followed(source, period)) for source in sources)
        return {source: each for source, each in told if each}

    def talks(self, sources: Sequence[str], period: Period) -> dict[str, Talked]:
        """What was said under the posts of ``period``, and answered."""
        found = self._db.threads.aggregate(talked(_within(sources, period)))
        return {each["_id"]: _talked(each) for each in found}

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
    return {"source": {"$in": list(sources)}, "at": times}


def talked(match: Document) -> list[Document]:
    """The sums of all days of a source, in the order of days."""
    talk = {
        f"talk{n}": {"$sum": {"$arrayElemAt": ["$talk", n]}} for n in range(len(_TALK))
    }
    lists = {name: {"$push": f"${name}"} for name in _LISTS}
    return [
        {"$match": match},
        {"$sort": {"source": 1, "day": 1}},
        {"$group": {"_id": "$source", **talk, **lists}},
    ]


def _talked(found: Document) -> Talked:
    sums = {name: int(found[f"talk{n}"]) for n, name in enumerate(_TALK)}
    return Talked(
        talk=Talk(
            **sums,
            voices=_voices(found["voices"]),
            answered_voices=_voices(found["answered_voices"]),
        ),
        waits=tuple(tuple(each) for each in _unpacked(found["waits"])),
        turns=tuple(_turns(found)),
    )


def _turns(found: Document) -> Iterator[Turns]:
    known: dict[str, tuple[Scored, ...]] = {}
    for strata, turns in zip(found["strata"], found["turns"], strict=True):
        if turns:
            key = str(strata)
            if key not in known:
                known[key] = tuple((name, tuple(by)) for name, *by in strata)
            yield Turns(known[key], turns)


def _voices(days: Sequence[bytes | list[Any]]) -> int:
    """So many voices there are at the least.

    Who writes in two threads on one day is one voice, so of each day one thread
    counts, that with the most.
    """
    most: dict[int, int] = {}
    for day, n in _unpacked(days):
        most[day] = max(most.get(day, 0), n)
    return sum(most.values())


def _unpacked(days: Iterable[bytes | list[Any]]) -> list[Sequence[int]]:
    """The lists that ``store.threads.packed`` packed, of all days."""
    whole = b"".join(each if isinstance(each, bytes) else _old(each) for each in days)
    numbers = unpack(f"<{len(whole) // 4}i", whole)
    found: list[Sequence[int]] = []
    at = 0
    while at < len(numbers):
        after = at + 1 + numbers[at]
        found.append(numbers[at + 1 : after])
        at = after
    return found


def _old(lists: list[Any]) -> bytes:
    """Lists as they were kept before they were packed; days were written out."""
    return packed(
        [date.fromisoformat(n).toordinal() if isinstance(n, str) else n for n in some]
        for some in lists
    )
