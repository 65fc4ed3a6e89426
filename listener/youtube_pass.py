"""Retrieves YouTube channels: the `youtube` kind. Videos are posts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from domain.comments import FoundComment, FoundPost
from domain.coverage import Ledger, Reason
from domain.errors import SourceError
from domain.settings import Settings
from domain.sources import Source
from listener.deciding import EVER, due
from listener.fetching import Fetcher
from listener.harvest import Harvest
from listener.patience import Visits
from listener.retrieving import Reached, first_seen
from listener.rounds import Round, Rounds
from listener.youtube import (
    DisabledError,
    answer_in,
    channel_of,
    replies_in,
    threads_in,
    uploads_of,
    video_ids_in,
    videos_in,
)
from store.arrivals import Arrivals
from store.following import Following
from store.kept_posts import KeptPost

PACIFIC = ZoneInfo("America/Los_Angeles")
"""Where YouTube's days of quota begin."""

SERVICE = "youtube"

VIDEOS, THREADS = 50, 100
"""The most that one answer holds; each costs one unit of quota."""


@dataclass(slots=True)
class _Read:
    """What was read of a video's comments, and whether that is the ``whole``."""

    ids: set[str] = field(default_factory=set)
    whole: bool = True

    def turn(self, answer: Mapping[str, Any], *, new: bool) -> bool:
        """Note whether a page showed anything ``new``; whether a page follows.

        Pages may be empty or repeat what was there: then no more come, and what
        they should have shown is not gone for that.
        """
        self.whole = self.whole and new
        return new and bool(answer.get("nextPageToken"))


class YouTube:
    """A ``Retriever``; what is shared by the passes over all channels."""

    def __init__(
        self,
        settings: Settings,
        arrivals: Arrivals,
        following: Following,
        fetcher: Fetcher,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._arrivals = arrivals
        self._following = following
        self._fetcher = fetcher
        self._clock = clock
        self._rounds = Rounds()
        self._failures: Counter[str] = Counter()

    async def retrieve(
        self,
        source: Source,
        ledger: Ledger,
        harvest: Harvest,
        *,
        sweep: bool,
        until: datetime | None,
    ) -> Reached:
        now = self._clock()
        one = self._rounds.of(source.id, now, sweep=sweep)
        await self._videos(source, harvest, sweep=sweep)
        posts = await self._arrivals.posts_since(source.id, source.since_at or EVER)
        more = await self._visit(source, self._due(posts, now), harvest, one, until)
        await harvest.flush()
        self._rounds.note(source.id, one, more=more)
        if more:
            return Reached(None, more=True)
        oldest = posts[-1].at if posts else None
        since = source.since_at or first_seen(ledger) or oldest
        return Reached(since, seen_until=one.began)

    def wakes(self, source: Source) -> Sequence[asyncio.Event]:  # noqa: ARG002
        """None: nobody tells us."""
        return ()

    async def _videos(self, source: Source, harvest: Harvest, *, sweep: bool) -> None:
        """Read the list of videos, newest first, until all are known and old.

        With ``sweep``, down to ``since_at``.
        """
        fresh = self._clock() - timedelta(days=self._settings.listener.refresh_days)
        pages = self._pages(
            "playlistItems",
            part="contentDetails",
            playlistId=uploads_of(channel_of(source)),
            maxResults=VIDEOS,
        )
        async with aclosing(pages):
            async for answer in pages:
                videos = await self._described(source, video_ids_in(answer))
                known = await self._arrivals.kept_posts(video.id for video in videos)
                await harvest.save_posts(_wanted(videos, source.since_at))
                times = [video.at for video in videos]
                if source.since_at and times and min(times) < source.since_at:
                    return
                old = bool(times) and min(times) < fresh
                if not sweep and old and len(known) == len(videos):
                    return

    async def _described(self, source: Source, ids: Sequence[str]) -> list[FoundPost]:
        if not ids:
            return []
        answer = await self._ask(
            "videos", part="snippet,statistics", id=",".join(ids), maxResults=VIDEOS
        )
        return videos_in(answer, source.name)

    def _due(self, posts: Sequence[KeptPost], now: datetime) -> list[KeptPost]:
        fresh = now - timedelta(days=self._settings.listener.refresh_days)
        return [
            post
            for post in posts
            if post.comment_total
            and (
                post.read_at is None
                or post.comment_total != post.read_total
                or (post.at >= fresh and due(post.at, post.read_at, now))
            )
        ]

    async def _visit(
        self,
        source: Source,
        due_now: Sequence[KeptPost],
        harvest: Harvest,
        one: Round,
        until: datetime | None,
    ) -> bool:
        """Read the comments of the videos that are due; True if some have to wait."""
        visits = Visits(self._failures, harvest, again=one.sweep)
        left = [post for post in due_now if post.id not in one.visited]
        for post in visits.in_order(left):
            if visits.begun and until is not None and self._clock() >= until:
                visits.check()
                return True
            async with visits.to(post.id, post.url or post.id):
                await self._comments(source, post, harvest)
            one.visited.add(post.id)
            await harvest.flush_some()
        visits.check()
        return False

    async def _comments(self, source: Source, post: KeptPost, harvest: Harvest) -> None:
        """Read a video's comments; what is stored and gone from the whole is erased."""
        asked_at = self._clock()
        stored = await self._arrivals.thread(post.id)
        read = _Read()
        try:
            await self._threads(source, post, harvest, read)
        except DisabledError:
            read.whole = False  # nothing is said to be gone; it is only not shown
        if read.whole:
            harvest.note_gone(stored - read.ids)
        harvest.thread_read(post.id, asked_at, post.comment_total)

    async def _threads(
        self, source: Source, post: KeptPost, harvest: Harvest, read: _Read
    ) -> None:
        pages = self._pages(
            "commentThreads",
            part="snippet,replies",
            videoId=post.id.rpartition(":")[2],
            maxResults=THREADS,
            order="time",
            textFormat="plainText",
        )
        of = {"name": source.name, "post": post.id, "channel": channel_of(source)}
        async with aclosing(pages):
            async for answer in pages:
                before = len(read.ids)
                for thread in threads_in(answer, **of):
                    comments = list(thread.comments)
                    if thread.more:
                        comments += await self._replies(thread.id, of, read)
                    await harvest.add(comments)
                    read.ids |= {comment.id for comment in comments}
                if not read.turn(answer, new=len(read.ids) > before):
                    return

    async def _replies(
        self, thread: str, of: Mapping[str, str], read: _Read
    ) -> list[FoundComment]:
        found: dict[str, FoundComment] = {}
        pages = self._pages(
            "comments",
            part="snippet",
            parentId=thread,
            maxResults=THREADS,
            textFormat="plainText",
        )
        async with aclosing(pages):
            async for answer in pages:
                new = {reply.id: reply for reply in replies_in(answer, **of)}
                more = not new.keys() <= found.keys()
                found |= new
                if not read.turn(answer, new=more):
                    break
        return list(found.values())

    async def _pages(
        self, method: str, **query: Any
    ) -> AsyncGenerator[dict[str, Any], None]:
        token: str | None = None
        while True:
            paging = {"pageToken": token} if token else {}
            answer = await self._ask(method, **query, **paging)
            yield answer
            following = answer.get("nextPageToken")
            if following and following == token:
                yield {}  # it leads to itself, and is as good as an empty one
                return
            if not following:
                return
            token = str(following)

    async def _ask(self, method: str, **query: Any) -> dict[str, Any]:
        """One question, one unit of quota, which is spent before it is asked."""
        settings = self._settings.youtube
        if not settings.key:
            raise SourceError(
                "youtube.key is not set; make one for the YouTube Data API v3",
                reason=Reason.LOGGED_OUT,
                permanent=True,
            )
        today = self._clock().astimezone(PACIFIC).date()
        if not await self._following.spend(SERVICE, today, limit=settings.quota):
            raise self._out_of_quota()
        # In a header, as an address may stand in a log.
        key = {"X-Goog-Api-Key": settings.key}
        url = f"{settings.base}/{method}?{urlencode(query)}"
        page = await self._fetcher.api(url, key)
        # What YouTube says of a key may repeat it.
        text = page.text.replace(settings.key, "…")
        try:
            return answer_in(text, f"YouTube {method}")
        except SourceError as error:
            if error.reason is Reason.QUOTA:
                raise self._out_of_quota() from None
            raise

    def _out_of_quota(self) -> SourceError:
        """It comes back at midnight on YouTube's clock."""
        now = self._clock().astimezone(PACIFIC)
        midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0)
        return SourceError(
            "YouTube's quota for today is spent; the rest waits until tomorrow",
            reason=Reason.QUOTA,
            retry_after=(midnight - now).total_seconds(),
        )


def _wanted(posts: Sequence[FoundPost], since: datetime | None) -> list[FoundPost]:
    return [post for post in posts if since is None or post.at >= since]
