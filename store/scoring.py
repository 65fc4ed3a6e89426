"""The scorer's door: comments to score, what was said of them, stale days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pymongo.database import Database

from domain.attitudes import Verdict
from domain.periods import Period
from store.clients import DURABLE, Document
from store.errors import door
from store.stale import SourceDay, StaleDay, clearing, marks, place_of, stale_day
from store.todo import ToDo

BATCH = 2_000
"""Comments that are scored at once."""

Stretch = tuple[datetime, datetime]
"""From one moment to another, both in it."""

NOT_YET: Document = {"pending": True}
_FIELDS = ["source", "day", "at", "text", "post", "author", "official", "words"]


@dataclass(frozen=True, slots=True)
class Pending:
    """A comment to score. ``words`` tells whether its words changed meanwhile."""

    id: str
    source: str
    day: date
    text: str
    post: str | None
    post_text: str | None
    author: str | None
    official: bool
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored comment.

    ``reforms`` are its own, else its post's; ``wording`` the print of its words, if
    there are enough of them to know a campaign by.
    """

    pending: Pending
    verdict: Verdict
    reforms: tuple[str, ...] = ()
    wording: bytes | None = None


@door
class Scoring:
    """Pending comments out, attitudes in."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database.with_options(write_concern=DURABLE)

    def pending(
        self,
        limit: int = BATCH,
        *,
        within: Period | None = None,
        but: Iterable[Stretch] = (),
    ) -> list[Pending]:
        """Comments to score, the newest first, each with the words of its post.

        With ``within``, those of that period alone; none that was written in ``but``.
        """
        wanted = dict(NOT_YET)
        if left := [{"at": {"$gte": oldest, "$lte": last}} for oldest, last in but]:
            wanted["$nor"] = left
        if within:  # by time and not by day: of what waits, the time has an index
            wanted["at"] = {"$gte": within.start_at, "$lt": within.end_at}
        comments = self._db.comments.find(wanted, _FIELDS)
        found = list(comments.sort("at", -1).limit(limit))
        posts = {comment["post"] for comment in found if comment["post"]}
        texts = {
            post["_id"]: post["text"]
            for post in self._db.posts.find({"_id": {"$in": list(posts)}}, ["text"])
        }
        return [_pending(comment, texts.get(comment["post"])) for comment in found]

    def save(self, scored: Sequence[Scored], *, scorer: str, now: datetime) -> None:
        """Save what ``scorer`` said; safe to repeat, and to break off anywhere.

        The comments stay pending until their days are marked stale. One whose words
        changed since it was read, or its post, or that post's words, is pending still.
        What another has scored meanwhile is left as it is.
        """
        if not scored:
            return
        ids = [one.pending.id for one in scored]
        said = [_attitude(one, scorer, now) for one in scored]
        these: Document = {"_id": {"$in": ids}} | NOT_YET
        # By its id and not by what waits: the planner would try both.
        done = self._db.comments.update_many(these, _saying(ids, said), hint="_id_")
        if not done.matched_count:
            return
        self._mark(_days(scored))
        self._db.comments.update_many(
            these | {"$expr": _is_as_read(scored)},
            {"$set": {"pending": False}},
            hint="_id_",
        )
        self._score_again(self._changed_posts(scored))

    def expire(self, scorer: str) -> int:
        """Make every comment that another scorer scored pending again."""
        others = {
            "attitude.scorer": {"$gt": "", "$ne": scorer},
            "pending": False,
            "forgotten": {"$ne": True},
        }
        done = self._db.comments.update_many(others, {"$set": NOT_YET})
        return done.modified_count

    def count_pending(self) -> int:
        return self._db.comments.count_documents(NOT_YET)

    def pending_days(self) -> dict[str, int]:
        """How many comments of each day wait, the newest day first."""
        counted = self._db.comments.aggregate(
            [
                {"$match": NOT_YET},
                {"$group": {"_id": "$day", "n": {"$sum": 1}}},
                {"$sort": {"_id": -1}},
            ]
        )
        return {found["_id"]: found["n"] for found in counted}

    def pending_in(self, period: Period) -> int:
        """How many comments written in ``period`` wait."""
        inside = {"$gte": period.start_at, "$lt": period.end_at}
        return self._db.comments.count_documents({**NOT_YET, "at": inside})

    def is_moving_in(self, period: Period, *, searched_by: datetime) -> bool:
        """Whether cells or threads of these days are still to be made, or a search for
        campaigns that was asked for before ``searched_by``: old days change now and
        then for ever, and a search comes some minutes later.
        """
        inside = {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}
        cells = self._db.stale.find_one({"day": inside}, ["_id"])
        asked = {"_id": inside, "asked_at": {"$lte": searched_by}}
        campaigns = self._db.unsearched.find_one(asked, ["_id"])
        return bool(cells or campaigns) or self._is_threaded_in(period)

    def _is_threaded_in(self, period: Period) -> bool:
        days = (place_of(key)[1] for key in ToDo(self._db.unthreaded).waiting())
        return any(date.fromisoformat(day) in period for day in days)

    def stale(self, limit: int = 500) -> list[StaleDay]:
        """Days whose cells must be made again, the newest first."""
        return [
            stale_day(found)
            for found in self._db.stale.find().sort("day", -1).limit(limit)
        ]

    def fresh(self, days: Sequence[StaleDay]) -> None:
        """Clear the marks of ``days``, but for those marked again meanwhile.

        What their comments answer is still to be counted (``store.collected``).
        """
        if days:
            self._db.uncounted.bulk_write(
                marks((each.source, each.day.isoformat()) for each in days),
                ordered=False,
            )
            self._db.stale.bulk_write(clearing(days), ordered=False)

    def _changed_posts(self, scored: Iterable[Scored]) -> list[str]:
        """The posts that say something else than when these comments were read."""
        read = {
            one.pending.post: one.pending.post_text
            for one in scored
            if one.pending.post is not None
        }
        found = self._db.posts.find({"_id": {"$in": list(read)}}, ["text"])
        return [post["_id"] for post in found if post["text"] != read[post["_id"]]]

    def _score_again(self, posts: Sequence[str]) -> None:
        if posts:
            answering = {"post": {"$in": posts}, "pending": False}
            self._db.comments.update_many(
                answering | {"forgotten": {"$ne": True}}, {"$set": NOT_YET}
            )

    def _mark(self, days: Iterable[SourceDay]) -> None:
        writes = marks(days)
        if writes:
            self._db.stale.bulk_write(writes, ordered=False)


def _pending(comment: Document, post_text: str | None) -> Pending:
    return Pending(
        id=comment["_id"],
        source=comment["source"],
        day=date.fromisoformat(comment["day"]),
        text=comment["text"],
        post=comment["post"],
        post_text=post_text,
        author=comment["author"],
        official=comment["official"],
        words=comment["words"],
        at=comment["at"],
    )


def _saying(ids: Sequence[str], said: Sequence[Document]) -> list[Document]:
    """The update that gives each comment its own attitude, if its words are the same.

    MongoDB plans every one of many small updates anew, which took twice as long as
    the writing. It looks an id up in a constant list by a hash table.
    """
    place = {"$indexOfArray": [{"$literal": ids}, "$_id"]}
    own = {"$arrayElemAt": [{"$literal": said}, place]}
    same = {"$eq": ["$words", "$$own.words"]}
    kept = {"$cond": [same, "$$own", "$attitude"]}
    return [{"$set": {"attitude": {"$let": {"vars": {"own": own}, "in": kept}}}}]


def _is_as_read(scored: Sequence[Scored]) -> Document:
    """Whether a comment was scored as it is now: its words, its post, who speaks."""
    ids = [one.pending.id for one in scored]
    read = [[one.pending.post, one.pending.official] for one in scored]
    place = {"$indexOfArray": [{"$literal": ids}, "$_id"]}
    own = {"$arrayElemAt": [{"$literal": read}, place]}
    same = {"$eq": [["$post", "$official"], own]}
    return {"$and": [{"$eq": ["$words", "$attitude.words"]}, same]}


def _attitude(one: Scored, scorer: str, now: datetime) -> Document:
    verdict = one.verdict
    attitude: Document = {
        "scorer": scorer,
        "words": one.pending.words,
        "language": str(verdict.language),
        "script": str(verdict.script),
        "p": list(verdict.p) if verdict.p else None,
        "label": str(verdict.attitude) if verdict.attitude else None,
        "reforms": list(one.reforms),
        "why": [word for word, _ in verdict.why],
        "at": now,
    }
    if one.wording:
        attitude["wording"] = one.wording
    return attitude


def _days(scored: Iterable[Scored]) -> set[SourceDay]:
    return {(one.pending.source, one.pending.day.isoformat()) for one in scored}
