"""The threads' door: what stands under a day's posts out, the sums of it in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from struct import pack

from pymongo import DeleteOne, ReplaceOne
from pymongo.database import Database

from domain.periods import day_of
from domain.threads import Heard, Most, Said, Thread, Turns
from store.clients import DURABLE, Document
from store.errors import door, translated
from store.guarding import Guard, unguarded
from store.published import posts_of
from store.stale import SourceDay, stale_id
from store.todo import ToDo

_FIELDS = [
    "post",
    "at",
    "author",
    "official",
    "reply_to",
    "campaign",
    "attitude.language",
    "attitude.p",
    "attitude.scorer",
]

_AT_ONCE = 10_000

_TO_MAKE: Document = {
    "post": {"$gt": ""},
    "official": False,
    "forgotten": {"$ne": True},
}
"""What a thread can be made of."""


@door
class Threads:
    """One document for each official page and day on which it published.

    ``todo`` are the days of comments whose threads are to be made again.
    """

    def __init__(self, database: Database[Document], guard: Guard = unguarded) -> None:
        self._db = database.with_options(write_concern=DURABLE)
        self._guard = guard
        self.todo = ToDo(self._db.unthreaded)

    def touched(self, days: Iterable[SourceDay]) -> set[SourceDay]:
        """The days of the posts under which anything of ``days`` stands or stood:
        those of official pages alone.
        """
        pages = set(self._db.sources.distinct("_id", {"official": True}))
        places: defaultdict[str, list[str]] = defaultdict(list)
        for source, day in days:
            if source in pages:
                places[source].append(day)
        return self._posted_on(places) | self._stood_on(places)

    def posts_on(self, days: Iterable[SourceDay]) -> dict[str, SourceDay]:
        """The posts of ``days``, each with its day."""
        chosen = [posts_of(*day) for day in days]
        if not chosen:
            return {}
        found = self._db.posts.find({"$or": chosen}, ["source", "at"])
        return {each["_id"]: _day_of(each) for each in found}

    def expired(self, posts: Collection[str]) -> set[str]:
        """Those of ``posts`` under which words have expired: authors and replies went
        with them, and what was made of them is final.
        """
        return self._posts_with({"forgotten": True}, posts)

    def answered(self, posts: Collection[str]) -> set[str]:
        """Those of ``posts`` under which the page itself says something."""
        return self._posts_with({"official": True}, posts)

    def said(self, posts: Collection[str]) -> Iterator[tuple[str, list[Said]]]:
        """What stands under each of ``posts``, one post after another."""
        for post, comments in self._under(posts, _FIELDS):
            yield post, [_said(each) for each in comments]

    def heard(self, posts: Collection[str]) -> Iterator[tuple[str, Heard]]:
        """As ``said``, but only how many spoke: there are millions to unpack."""
        for post, comments in self._under(posts, ["post", "author", "day"]):
            voices = [
                (each.get("author") or each["_id"], each["day"]) for each in comments
            ]
            days = Counter(day for _, day in set(voices))
            yield post, Heard(len(voices), _dated(days))

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
            self._guard(
                lambda session: self._db.threads.bulk_write(
                    writes, ordered=False, session=session
                )
            )

    def ask_all(self, *, now: datetime) -> int:
        """Ask for the threads of official pages of which none was ever made: those from
        before there were threads. The number of days.
        """
        pages = set(self._db.sources.distinct("_id", {"official": True}))
        without = sorted(pages - set(self._db.threads.distinct("source")))
        found = self._db.comments.aggregate(
            [
                {"$match": {"source": {"$in": without}} | _TO_MAKE},
                {"$group": {"_id": {"source": "$source", "day": "$day"}}},
            ]
        )
        days = [stale_id(each["_id"]["source"], each["_id"]["day"]) for each in found]
        self.todo.ask(days, now=now)
        return len(days)

    def _posts_with(self, what: Document, posts: Collection[str]) -> set[str]:
        chosen = what | {"post": {"$in": list(posts)}}
        return set(self._db.comments.distinct("post", chosen))

    def _under(
        self, posts: Collection[str], fields: Sequence[str]
    ) -> Iterator[tuple[str, Iterator[Document]]]:
        """The comments under each post: those of all at once would be gigabytes."""
        found = self._db.comments.find({"post": {"$in": list(posts)}}, list(fields))
        with translated():
            yield from groupby(found.sort("post").batch_size(_AT_ONCE), _post_of)

    def _posted_on(self, places: Mapping[str, list[str]]) -> set[SourceDay]:
        """The days of the posts under which the comments of ``places`` stand."""
        if not places:
            return set()
        written = [
            {"source": source, "day": {"$in": days}} for source, days in places.items()
        ]
        groups = self._db.comments.aggregate(
            [{"$match": {"$or": written}}, {"$group": {"_id": "$post"}}]
        )
        posts = [each["_id"] for each in groups if each["_id"]]
        found = self._db.posts.find({"_id": {"$in": posts}}, ["source", "at"])
        return {_day_of(each) for each in found}

    def _stood_on(self, places: Mapping[str, list[str]]) -> set[SourceDay]:
        """What was erased is in no comment any more, but in its thread."""
        if not places:
            return set()
        stood = [
            {"source": source, "days": {"$in": days}} for source, days in places.items()
        ]
        found = self._db.threads.find({"$or": stood}, ["source", "day"])
        return {(each["source"], each["day"]) for each in found}


def _dated(days: Mapping[str, int]) -> dict[date, int]:
    return {date.fromisoformat(day): voices for day, voices in days.items()}


def _post_of(comment: Document) -> str:
    post: str = comment["post"]
    return post


def _day_of(post: Document) -> SourceDay:
    return post["source"], day_of(post["at"]).isoformat()


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
        "waits": packed(each.waits for each in threads if each.waits),
        "strata": [[language, *scorers] for language, scorers in turns.strata],
        "turns": turns.rows,
    }


def packed(lists: Iterable[Sequence[int]]) -> bytes:
    """Lists of numbers, each after its length: a year of them is read in a moment."""
    numbers = [n for some in lists for n in (len(some), *some)]
    return pack(f"<{len(numbers)}i", *numbers)


def _most(found: Iterable[Most]) -> bytes:
    """Of each day, as an ordinal, the most voices that one thread had."""
    most: dict[int, int] = {}
    for each in found:
        if each.day:
            day = each.day.toordinal()
            most[day] = max(most.get(day, 0), each.voices)
    return packed([day, most[day]] for day in sorted(most))


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
