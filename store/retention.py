"""Words expire, cells stay (P6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pymongo.client_session import ClientSession
from pymongo.database import Database

from domain.periods import day_of, starts_at
from store.changes import batches
from store.clients import DURABLE, Document
from store.errors import translated
from store.guarding import AT_ONCE, Guard, unguarded
from store.stale import stale_id

_WORDS = {
    "text": "",
    "author": "",
    "reply_to": "",
    "attitude.why": "",
    "attitude.wording": "",
}


def forget_text(
    database: Database[Document],
    *,
    before: datetime,
    quiet_since: datetime,
    kind: str = "",
    guard: Guard = unguarded,
) -> int:
    """Forget words, author and address of the comments of days before ``before``.

    Their attitudes and their days' cells stay. Whole days expire, and a day only
    once all of it is counted: what is pending waits to be scored, a day waits for its
    cells, its threads and its search for campaigns, and one to which a comment came
    after ``quiet_since`` may get more. What comes later still is not counted. With
    ``kind``, only of sources of that kind. Returns how many comments lost their words.
    """
    with translated():
        kept = database.with_options(write_concern=DURABLE)
        last = day_of(before).isoformat()
        return sum(
            _forget(kept, source, day, guard)
            for source, day in _days_with_words(kept, last, kind)
            if _counted(kept, source, day, quiet_since)
        )


def _days_with_words(
    database: Database[Document], before: str, kind: str
) -> list[tuple[str, str]]:
    # A source's id begins with its kind and a colon; the semicolon comes next.
    of_kind = {"source": {"$gte": f"{kind}:", "$lt": f"{kind};"}} if kind else {}
    # Only what still has its text lies in an index by day.
    words = {"text": {"$exists": True}, "forgotten": {"$ne": True}}
    groups = database.comments.aggregate(
        [
            {"$match": {"day": {"$lt": before}} | words | of_kind},
            {"$group": {"_id": {"source": "$source", "day": "$day"}}},
        ]
    )
    return [(group["_id"]["source"], group["_id"]["day"]) for group in groups]


def _counted(
    database: Database[Document], source: str, day: str, quiet_since: datetime
) -> bool:
    chosen = {"source": source, "day": day}
    moving = [{"pending": True}, {"first_at": {"$gt": quiet_since}}]
    waits = database.comments.find_one(chosen | {"$or": moving}, ["_id"])
    marks = (
        database.stale.find_one(chosen, ["_id"]),
        database.unthreaded.find_one({"_id": stale_id(source, day)}, ["_id"]),
        database.unsearched.find_one({"_id": day}, ["_id"]),
    )
    return not waits and not any(marks)


def _forget(database: Database[Document], source: str, day: str, guard: Guard) -> int:
    chosen = {"source": source, "day": day, "pending": False}
    kept = chosen | {"forgotten": {"$ne": True}}
    ids = [each["_id"] for each in database.comments.find(kept, ["_id"])]
    # A campaign's words are those of all its comments: they go with the first of them.
    begun = {"first_at": {"$lt": _end_of(day)}, "sources": source}
    for some in batches(ids, AT_ONCE):

        def write(session: ClientSession | None, some: Sequence[str] = some) -> None:
            database.campaigns.update_many(
                begun, {"$unset": {"words": ""}}, session=session
            )
            database.comments.update_many(
                {"_id": {"$in": some}, "pending": False},
                {"$unset": _WORDS, "$set": {"forgotten": True}},
                session=session,
            )

        guard(write)
    return len(ids)


def _end_of(day: str) -> datetime:
    return starts_at(date.fromisoformat(day) + timedelta(days=1))
