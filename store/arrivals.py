"""What the listener brings: the one async door, for Motor and PyMongo alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial

from bson.codec_options import CodecOptions
from pymongo.asynchronous.database import AsyncDatabase

from domain.comments import Comment, Post
from domain.coverage import Ledger, Stretch
from domain.periods import day_of
from domain.sources import Cursor, Source, Stream
from store.bulk import Saved, known, until_won, write
from store.changes import (
    COMMENT_KNOWN_BY,
    POST_KNOWN_BY,
    batches,
    comments_to_write,
    last_of_each,
    posts_that_say_something_else,
    posts_to_write,
)
from store.clients import DURABLE, Document
from store.documents import (
    comment_document,
    cursor_document,
    cursor_of,
    post_document,
    source_document,
    stretch_document,
    stretches_of,
)
from store.errors import door
from store.kept_posts import KEPT, KeptPost, kept_post
from store.stale import marks, stale_id
from store.todo import asking
from store.turns import Turns, set_fields, set_ours

__all__ = ["BATCH", "Arrivals", "Saved"]

BATCH = 1_000

_FIXED = {"at", "day", "author"}
"""A comment that shows no time has that of its first reading, and is counted there."""

_CURSORS = {Stream.POSTS: "cursor", Stream.COMMENTS: "comments_cursor"}


@door
class Arrivals:
    """Saves what was collected. Every write is on disk when its call returns.

    With ``turns`` it writes only of sources that are ours; else ClaimLostError.
    """

    def __init__(
        self, database: AsyncDatabase[Document], turns: Turns | None = None
    ) -> None:
        self._turns = turns
        self._db: AsyncDatabase[Document] = database.with_options(
            codec_options=CodecOptions(tz_aware=True, tzinfo=UTC),
            write_concern=DURABLE,
        )

    async def ping(self) -> None:
        """Raises StoreError if MongoDB does not answer."""
        await self._db.command("ping")

    async def save_source(self, source: Source, *, now: datetime) -> None:
        """Of a page that becomes official, the threads of all its days are made."""
        becomes = source.official and await self._was_not_official(source.id)
        if becomes:  # before, as until then nobody would know that they are wanted
            await self._ask_for_threads(source.id, now)
        await set_ours(
            self._db.sources, source.id, source_document(source), now, self._turns
        )
        if becomes:  # and after: they may have been struck out as nobody's
            await self._ask_for_threads(source.id, now)

    async def _was_not_official(self, source_id: str) -> bool:
        known = await self._db.sources.find_one({"_id": source_id}, {"official": 1})
        return known is not None and not known.get("official")

    async def _ask_for_threads(self, source_id: str, now: datetime) -> None:
        days = await self._db.comments.distinct("day", {"source": source_id})
        if writes := asking((stale_id(source_id, day) for day in days), now):
            await self._db.unthreaded.bulk_write(writes, ordered=False)

    async def save_posts(self, posts: Sequence[Post], *, now: datetime) -> Saved:
        """Save the posts that are new or changed; safe to repeat."""
        saved = Saved(read=len(posts))
        for batch in batches(last_of_each(posts), BATCH):
            saved += await until_won(partial(self._save_posts, batch, now))
        return saved

    async def save_comments(
        self, comments: Sequence[Comment], *, now: datetime
    ) -> Saved:
        """Save the comments that are new or changed; safe to repeat.

        New ones, and those that say something else now, become pending.
        """
        saved = Saved(read=len(comments))
        for batch in batches(last_of_each(comments), BATCH):
            saved += await until_won(partial(self._save_comments, batch, now))
        return saved

    async def cursor(
        self, source_id: str, stream: Stream = Stream.POSTS
    ) -> Cursor | None:
        field = _CURSORS[stream]
        found = await self._db.sources.find_one({"_id": source_id}, {field: 1})
        return cursor_of(found[field]) if found and field in found else None

    async def save_cursor(
        self,
        source_id: str,
        cursor: Cursor,
        *,
        now: datetime,
        stream: Stream = Stream.POSTS,
    ) -> None:
        """Call it only after what the cursor stands for has been saved."""
        fields = {_CURSORS[stream]: cursor_document(cursor), "cursor_at": now}
        await set_ours(self._db.sources, source_id, fields, now, self._turns)

    async def posts_since(self, source_id: str, at: datetime) -> list[KeptPost]:
        """The source's posts written at ``at`` or later, newest first."""
        found = self._db.posts.find({"source": source_id, "at": {"$gte": at}}, KEPT)
        return [kept_post(post) async for post in found.sort("at", -1)]

    async def save_thread_read(
        self, post_id: str, *, now: datetime, total: int | None
    ) -> None:
        """Note that the thread under a stored post was read whole at ``now``.

        What was read later stays: this may come from a process that slept.
        """
        fields: Document = {"read_at": now, "read_total": total}
        if total is not None:
            fields["comment_total"] = total
        earlier = {"_id": post_id, "read_at": {"$not": {"$gt": now}}}
        await self._db.posts.update_one(earlier, {"$set": fields})

    async def thread(self, post_id: str) -> set[str]:
        """The ids of the stored comments under the post."""
        found = self._db.comments.find({"post": post_id}, {"_id": 1})
        return {comment["_id"] async for comment in found}

    async def stored(self, ids: Iterable[str]) -> set[str]:
        """Those of the comments named that are stored."""
        found = self._db.comments.find({"_id": {"$in": list(ids)}}, {"_id": 1})
        return {comment["_id"] async for comment in found}

    async def kept_posts(self, ids: Iterable[str]) -> dict[str, KeptPost]:
        """Those of the posts named that are stored, by id."""
        found = self._db.posts.find({"_id": {"$in": list(ids)}}, KEPT)
        return {post["_id"]: kept_post(post) async for post in found}

    async def has_posts(self, source_id: str) -> bool:
        return await self._db.posts.find_one({"source": source_id}, ["_id"]) is not None

    async def had_any(self, ids: Iterable[str], at: datetime) -> bool:
        """Whether one of the posts named was stored by ``at``."""
        chosen = {"_id": {"$in": list(ids)}, "first_at": {"$lte": at}}
        return await self._db.posts.find_one(chosen, ["_id"]) is not None

    async def erase_comments(self, ids: Iterable[str], *, now: datetime) -> int:  # noqa: ARG002
        """Erase comments deleted at their source; returns how many there were."""
        chosen = {"_id": {"$in": list(ids)}}
        found = self._db.comments.find(chosen, {"source": 1, "day": 1, "post": 1})
        gone = [comment async for comment in found]
        if not gone:
            return 0
        days = [(comment["source"], comment["day"]) for comment in gone]
        # Before, so that a crash in between cannot hide the change; and after,
        # as the cells may have been made again in between.
        await self._db.stale.bulk_write(marks(days), ordered=False)
        await self._db.labels.delete_many(chosen)
        erased = await self._db.comments.delete_many(chosen)
        await self._db.stale.bulk_write(marks(days), ordered=False)
        await self._count_again({comment["post"] for comment in gone})
        return erased.deleted_count

    async def _count_again(self, posts: Iterable[str | None]) -> None:
        """What is erased may have been the last of its day under these posts."""
        chosen = {"_id": {"$in": list(posts)}}
        found = self._db.posts.find(chosen, {"source": 1, "at": 1})
        days = [
            (post["source"], day_of(post["at"]).isoformat()) async for post in found
        ]
        if days:
            await self._db.uncounted.bulk_write(marks(days), ordered=False)

    async def ledger(self, source_id: str) -> list[Stretch]:
        return stretches_of(await self._db.coverage.find_one({"_id": source_id}))

    async def seen_at(self, source_id: str) -> datetime | None:
        """The end of the latest time in which the source was seen."""
        ledger = await self.ledger(source_id)
        return max((s.end_at for s in ledger if s.seen), default=None)

    async def save_ledger(
        self, source_id: str, ledger: Ledger, *, now: datetime
    ) -> None:
        stretches = [stretch_document(stretch) for stretch in ledger]
        fields = {"stretches": stretches}
        await set_ours(self._db.coverage, source_id, fields, now, self._turns)

    async def save_followers(self, source_id: str, day: date, count: int) -> None:
        fields = {"source": source_id, "day": day.isoformat(), "count": count}
        await self._db.followers.update_one(
            {"_id": f"{source_id}|{day}"}, {"$set": fields}, upsert=True
        )

    async def set_aside(
        self, source_id: str, place: str, reason: str, *, now: datetime
    ) -> None:
        """Remember where something unreadable lies (a link, a line), not its words."""
        fields = {"source": source_id, "place": place, "reason": reason}
        await set_fields(self._db.aside, f"{source_id}|{place}", fields, now)

    async def validators(self, url: str) -> tuple[str | None, str | None]:
        """The ETag and Last-Modified that ``url`` was last read with."""
        found = await self._db.validators.find_one({"_id": url}) or {}
        return found.get("etag"), found.get("last_modified")

    async def save_validators(
        self, url: str, etag: str | None, last_modified: str | None
    ) -> None:
        fields = {"etag": etag, "last_modified": last_modified}
        await self._db.validators.update_one(
            {"_id": url}, {"$set": fields}, upsert=True
        )

    async def _save_posts(self, posts: Sequence[Post], now: datetime) -> Saved:
        await self._still_ours(post.source for post in posts)
        ids = [post.id for post in posts]
        stored = await known(self._db.posts, ids, POST_KNOWN_BY)
        writes = list(posts_to_write(posts, stored))
        documents = [(post.id, post_document(post)) for post in writes]
        changed = posts_that_say_something_else(writes, stored)
        # Before, as after a crash in between nobody would know that they changed.
        await self._score_again(changed)
        try:
            return await write(self._db.posts, documents, stored, now=now)
        finally:  # also of those that were written before another writer won
            await self._score_again(changed)

    async def _score_again(self, posts: Sequence[str]) -> None:
        """A comment that names no reform speaks of its post's."""
        if not posts:
            return
        await self._db.comments.update_many(
            {"post": {"$in": posts}, "pending": False, "forgotten": {"$ne": True}},
            {"$set": {"pending": True}},
        )

    async def _save_comments(self, comments: Sequence[Comment], now: datetime) -> Saved:
        await self._still_ours(comment.source for comment in comments)
        ids = [comment.id for comment in comments]
        stored = await known(self._db.comments, ids, COMMENT_KNOWN_BY)
        documents = (
            (one.comment.id, comment_document(one.comment, pending=one.pending))
            for one in comments_to_write(comments, stored)
        )
        return await write(self._db.comments, documents, stored, now=now, fixed=_FIXED)

    async def _still_ours(self, sources: Iterable[str]) -> None:
        """A process that was stopped for long must not save what was read before."""
        if self._turns is not None:
            for source_id in set(sources):
                await self._turns.of(source_id)
