"""Words of posts that their source asks to be refreshed or deleted in time."""

from __future__ import annotations

from datetime import datetime

from pymongo.client_session import ClientSession
from pymongo.database import Database

from store.changes import batches
from store.clients import DURABLE, Document
from store.errors import translated
from store.guarding import AT_ONCE, Guard, unguarded


def forget_titles(
    database: Database[Document],
    *,
    kind: str,
    before: datetime,
    guard: Guard = unguarded,
) -> int:
    """Empty the words of the posts of that kind that were last saved ``before``.

    One that is read again has its words again, and they are fresh: without its
    fingerprint it counts as changed. Returns how many lost their words.
    """
    with translated():
        kept = database.with_options(write_concern=DURABLE)
        # A source's id begins with its kind and a colon; the semicolon comes next.
        of_kind = {"source": {"$gte": f"{kind}:", "$lt": f"{kind};"}}
        stale: Document = {"saved_at": {"$lt": before}, "text": {"$ne": ""}}
        ids = [each["_id"] for each in kept.posts.find(of_kind | stale, ["_id"])]
        for some in batches(ids, AT_ONCE):
            chosen: Document = {"_id": {"$in": list(some)}, **stale}

            def write(session: ClientSession | None, chosen: Document = chosen) -> None:
                gone = {"$set": {"text": "", "fingerprint": ""}}
                kept.posts.update_many(chosen, gone, session=session)

            guard(write)
        return len(ids)
