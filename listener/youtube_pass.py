"""Retrieves YouTube channels: the `youtube` kind. Videos are posts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from domain.comments import FoundPost
from domain.coverage import Ledger, Reason
from domain.errors import SourceError
from domain.settings import Settings
from domain.sources import Source
from listener.deciding import EVER, due
from listener.fetching import Fetcher
from listener.harvest import Harvest
from listener.retrieving import Reached, first_seen
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
from store.arrivals import Arrivals, KeptPost
from store.following import Following

PACIFIC = ZoneInfo("America/Los_Angeles")
"""Where YouTube's days of quota begin."""

SERVICE = "youtube"

VIDEOS, THREADS = 50, 100
"""The most that one answer holds; each costs one unit of quota."""


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
        await self._videos(source, harvest, sweep=sweep)
        posts = await self._arrivals.posts_since(source.id, source.since_at or EVER)
        for post in self._due(posts, now):
            await self._comments(source, post, harvest, now)
            await harvest.flush_some()
            if until is not None and self._clock() >= until:
                await harvest.flush()
                return Reached(first_seen(ledger), more=True)
        await harvest.flush()
        oldest = posts[-1].at if posts else None
        return Reached(source.since_at or first_seen(ledger) or oldest)

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
                if not sweep and len(known) == len(videos) and min(times) < fresh:
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

    async def _comments(
        self, source: Source, post: KeptPost, harvest: Harvest, now: datetime
    ) -> None:
        """Read a video's comments whole; what is stored and gone is erased."""
        stored = await self._arrivals.thread(post.id) if post.read_at else set()
        try:
            read = await self._threads(source, post, harvest)
        except DisabledError:
            read = stored  # nothing is said to be gone; it is only not shown
        harvest.thread_read(post.id, now, post.comment_total)
        await harvest.erase(stored - read)

    async def _threads(
        self, source: Source, post: KeptPost, harvest: Harvest
    ) -> set[str]:
        read: set[str] = set()
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
                before = len(read)
                for thread in threads_in(answer, **of):
                    comments = list(thread.comments)
                    if thread.more:
                        comments += await self._replies(thread.id, of)
                    await harvest.add(comments)
                    read |= {comment.id for comment in comments}
                if len(read) == before:  # pages may repeat what was there
                    return read
        return read

    async def _replies(self, thread: str, of: Mapping[str, str]) -> list[Any]:
        found: dict[str, Any] = {}
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
                if new.keys() <= found.keys():
                    break
                found |= new
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
            if not following or following == token:
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
