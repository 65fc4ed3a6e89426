"""Words expire, cells stay (P6)."""

from __future__ import annotations

from datetime import datetime

from pymongo.database import Database

from domain.periods import day_of
from store.clients import DURABLE, Document
from store.errors import translated

_WORDS = {
    "text": "",
    "author": "",
    "reply_to": "",
    "attitude.why": "",
    "attitude.wording": "",
}


def forget_text(database: Database[Document], *, before: datetime) -> int:
    """Forget words, author and address of the comments of days before ``before``.

    Their attitudes and their days' cells stay. Whole days expire, and a day only
    once all of it is counted: what is pending waits to be scored, a stale day
    waits for its cells. Returns how many comments lost their words.
    """
    with translated():
        kept = database.with_options(write_concern=DURABLE)
        last = day_of(before).isoformat()
        return sum(
            _forget(kept, source, day)
            for source, day in _days_with_words(kept, last)
            if _counted(kept, source, day)
        )


def _days_with_words(
    database: Database[Document], before: str
) -> list[tuple[str, str]]:
    groups = database.comments.aggregate(
        [
            {"$match": {"day": {"$lt": before}, "forgotten": {"$ne": True}}},
            {"$group": {"_id": {"source": "$source", "day": "$day"}}},
        ]
    )
    return [(group["_id"]["source"], group["_id"]["day"]) for group in groups]


def _counted(database: Database[Document], source: str, day: str) -> bool:
    chosen = {"source": source, "day": day}
    pending = database.comments.find_one(chosen | {"pending": True}, ["_id"])
    return not pending and not database.stale.find_one(chosen, ["_id"])


def _forget(database: Database[Document], source: str, day: str) -> int:
    chosen = {"source": source, "day": day, "pending": False}
    done = database.comments.update_many(
        chosen | {"forgotten": {"$ne": True}},
        {"$unset": _WORDS, "$set": {"forgotten": True}},
    )
    return done.modified_count
