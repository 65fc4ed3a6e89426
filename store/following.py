"""What the listener must remember of a source from one start to the next."""

from __future__ import annotations

from datetime import date, datetime

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from domain.sources import Chats, Completeness
from store.clients import DURABLE, Document
from store.documents import chats_document, chats_of
from store.errors import door
from store.turns import Turns, fence

SHORT = 20
"""So many incomplete posts are named."""


@door
class Following:
    """Where a source's chats are, how far its history is, how complete it is.

    With ``turns`` nothing is changed of a source that another listener has now.
    """

    def __init__(
        self, database: AsyncDatabase[Document], turns: Turns | None = None
    ) -> None:
        self._turns = turns
        self._db: AsyncDatabase[Document] = database.with_options(write_concern=DURABLE)

    async def chats(self, source_id: str) -> Chats | None:
        """The chats of a saved source, if they were found once."""
        found = await self._db.sources.find_one({"_id": source_id}, {"chats": 1}) or {}
        return chats_of(found["chats"]) if "chats" in found else None

    async def save_chats(self, source_id: str, chats: Chats) -> None:
        """With another group than before, its comments are read from the start."""
        document = chats_document(chats)
        ours, _ = await fence(self._turns, source_id)
        same = {"_id": source_id, **ours, "chats.group": document["group"]}
        done = await self._db.sources.update_one(same, {"$set": {"chats": document}})
        if not done.matched_count:
            await self._db.sources.update_one(
                {"_id": source_id, **ours},
                {"$set": {"chats": document}, "$unset": {"comments_cursor": ""}},
            )

    async def save_backfill(
        self, source_id: str, share: float, ends_at: datetime | None
    ) -> None:
        """``share`` of the history, 0 to 1, is read; ``ends_at`` is an estimate."""
        backfill = {"share": share, "ends_at": ends_at}
        ours, _ = await fence(self._turns, source_id)
        await self._db.sources.update_one(
            {"_id": source_id, **ours}, {"$set": {"backfill": backfill}}
        )

    async def completeness(self, source_id: str, since: datetime) -> Completeness:
        """Of the posts since then, under which the server says there are comments."""
        totals = {
            post["_id"]: post["comment_total"]
            async for post in self._db.posts.find(
                {
                    "source": source_id,
                    "at": {"$gte": since},
                    "comment_total": {"$gt": 0},
                },
                {"comment_total": 1},
            )
        }
        stored = await self._stored(list(totals))
        return Completeness.of(totals, stored, named=SHORT)

    async def save_completeness(
        self, source_id: str, complete: Completeness, *, now: datetime
    ) -> None:
        document = {
            "posts": complete.posts,
            "server": complete.server,
            "stored": complete.stored,
            "short": list(complete.short),
            "at": now,
        }
        ours, _ = await fence(self._turns, source_id)
        await self._db.coverage.update_one(
            {"_id": source_id, **ours}, {"$set": {"completeness": document}}
        )

    async def spend(self, service: str, day: date, *, limit: int) -> bool:
        """Take one unit of the day's quota; False, and none taken, if none is left.

        It is counted over all processes and restarts.
        """
        name, today = f"quota of {service}", day.isoformat()
        left = {"_id": name, "day": today, "units": {"$lt": limit}}
        taken = await self._db.meta.update_one(left, {"$inc": {"units": 1}})
        if taken.matched_count or not limit:
            return bool(taken.matched_count)
        earlier = {"_id": name, "day": {"$lt": today}}
        begun = {"$set": {"day": today, "units": 1}}
        try:
            await self._db.meta.update_one(earlier, begun, upsert=True)
        except DuplicateKeyError:  # today's count is there: spent, or just begun
            again = await self._db.meta.update_one(left, {"$inc": {"units": 1}})
            return bool(again.matched_count)
        return True

    async def spent(self, service: str, day: date) -> int:
        """The units of the day's quota that are gone."""
        found = await self._db.meta.find_one({"_id": f"quota of {service}"}) or {}
        return found["units"] if found.get("day") == day.isoformat() else 0

    async def _stored(self, posts: list[str]) -> dict[str, int]:
        # By the bare command, since Motor and PyMongo differ in `aggregate`.
        answer = await self._db.command(
            "aggregate",
            "comments",
            pipeline=[
                {"$match": {"post": {"$in": posts}}},
                {"$group": {"_id": "$post", "n": {"$sum": 1}}},
            ],
            cursor={"batchSize": len(posts) + 1},
        )
        groups = answer["cursor"]["firstBatch"]
        return {group["_id"]: group["n"] for group in groups}
