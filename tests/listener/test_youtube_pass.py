"""Collecting a YouTube channel from a local server with the API's shapes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pymongo.database import Database

from domain.coverage import Reason
from domain.listening_settings import ListenerSettings, YouTubeSettings
from domain.settings import Settings
from domain.sources import Kind, Source
from listener.collecting import Collected, Collector
from listener.fetching import Fetcher, fetcher
from listener.pseudonyms import Pseudonyms
from listener.youtube_pass import YouTube
from store.arrivals import Arrivals
from store.following import Following
from store.motor import connected

from .test_youtube import CHANNEL, said, thread

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
KEY = "secret-key"
LISTENER = ListenerSettings(pause=0, jitter=0, timeout=2, private_addresses=True)
Documents = Database[dict[str, Any]]


@dataclass
class Tube:
    """A channel's videos and what is said under them, served as the API does."""

    arrivals: Arrivals
    following: Following
    database: Documents
    keys: Path
    base: str = ""
    quota: int = 1_000
    now: datetime = NOON
    threads: dict[str, list[Any]] = field(default_factory=dict)
    replies: dict[str, list[Any]] = field(default_factory=dict)
    disabled: set[str] = field(default_factory=set)
    page: int = 2
    error: dict[str, Any] | None = None
    asked: list[str] = field(default_factory=list)
    keys_seen: set[str | None] = field(default_factory=set)
    hiccup: str = ""
    broken: dict[str, int] = field(default_factory=dict)
    fetcher: Fetcher = field(init=False)
    youtube: YouTube | None = None

    async def collect(self, *, key: str = KEY, **kwargs: Any) -> Collected:
        settings = Settings(
            listener=LISTENER,
            youtube=YouTubeSettings(key=key, base=self.base, quota=self.quota),
        )
        if self.youtube is None or self.youtube._settings != settings:
            self.youtube = YouTube(
                settings,
                self.arrivals,
                self.following,
                self.fetcher,
                clock=lambda: self.now,
            )
        collector = Collector(
            settings,
            self.arrivals,
            Pseudonyms(self.keys),
            {Kind.YOUTUBE: self.youtube},
            clock=lambda: self.now,
        )
        return await collector.collect(
            Source(Kind.YOUTUBE, CHANNEL, official=True), **kwargs
        )

    @asynccontextmanager
    async def listened_to(self) -> AsyncIterator[None]:
        async with fetcher(
            LISTENER,
            clock=lambda: self.now,
            chance=lambda: 0.5,
            stop=asyncio.Event(),
        ) as self.fetcher:
            yield

    def held(self) -> set[str]:
        prefix = f"youtube:{CHANNEL}:c-"
        found = self.database.comments.find({}, ["_id"])
        return {one["_id"].removeprefix(prefix) for one in found}

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_get("/playlistItems", self._playlist)
        app.router.add_get("/videos", self._videos)
        app.router.add_get("/commentThreads", self._threads)
        app.router.add_get("/comments", self._comments)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.base = site.name
        yield
        await runner.cleanup()

    async def _playlist(self, request: web.Request) -> web.Response:
        items = [{"contentDetails": {"videoId": video}} for video in self.threads]
        return self._paged(request, items)

    async def _videos(self, request: web.Request) -> web.Response:
        items = [
            {
                "id": video,
                "snippet": {"title": video, "publishedAt": "2026-05-10T09:00:00Z"},
                "statistics": {"commentCount": str(self._total(video))},
            }
            for video in request.query["id"].split(",")
        ]
        return self._answer(request, {"items": items})

    async def _threads(self, request: web.Request) -> web.Response:
        video = request.query["videoId"]
        if video in self.broken:
            return web.Response(status=self.broken[video])
        if video in self.disabled:
            errors = [{"reason": "commentsDisabled"}]
            return web.json_response({"error": {"errors": errors}}, status=403)
        return self._paged(request, self.threads[video])

    async def _comments(self, request: web.Request) -> web.Response:
        return self._paged(request, self.replies[request.query["parentId"]])

    def _paged(self, request: web.Request, items: list[Any]) -> web.Response:
        start = int(request.query.get("pageToken", 0))
        if start and self.hiccup:
            return self._hiccup(request, items)
        end = start + self.page
        answer: dict[str, Any] = {"items": items[start:end]}
        if end < len(items):
            answer["nextPageToken"] = str(end)
        return self._answer(request, answer)

    def _hiccup(self, request: web.Request, items: list[Any]) -> web.Response:
        """A page that does not go on where the one before it ended."""
        token = request.query["pageToken"]
        answers = {
            "empty": {"items": [], "nextPageToken": "99"},
            "empty and last": {"items": []},
            "repeated": {"items": items[: self.page], "nextPageToken": "99"},
            "in a circle": {"items": items[self.page :][:1], "nextPageToken": token},
        }
        return self._answer(request, answers[self.hiccup])

    def _answer(self, request: web.Request, answer: Any) -> web.Response:
        self.asked.append(request.path_qs)
        self.keys_seen.add(request.headers.get("X-Goog-Api-Key"))
        if self.error:
            return web.json_response({"error": self.error}, status=403)
        return web.json_response(answer)

    def _total(self, video: str) -> int:
        return sum(1 + len(self.replies.get(t["id"], [])) for t in self.threads[video])


@pytest.fixture
async def tube(
    uri_and_db: tuple[str, str], database: Documents, tmp_path: Path
) -> AsyncIterator[Tube]:
    async with connected(*uri_and_db) as db:
        tube = Tube(Arrivals(db), Following(db), database, tmp_path)
        async with tube.served(), tube.listened_to():
            yield tube


async def test_videos_are_posts_and_all_pages_of_comments_are_read(tube: Tube) -> None:
    tube.threads = {
        "v1": [thread(said(f"c{n}")) for n in range(5)],
        "v2": [thread(said("d1"))],
        "v3": [],
    }

    collected = await tube.collect()

    assert (collected.posts.added, collected.error) == (3, None)
    assert tube.held() == {"c0", "c1", "c2", "c3", "c4", "d1"}


async def test_answers_beyond_the_first_five_are_asked_for(tube: Tube) -> None:
    replies = [said(f"c1.r{n}", parentId="c1") for n in range(7)]
    tube.threads = {"v1": [thread(said("c1"), *replies[:5], total=7)]}
    tube.replies = {"c1": replies}

    await tube.collect()

    assert len(tube.held()) == 8


async def test_pages_that_repeat_themselves_end(tube: Tube) -> None:
    tube.threads = {"v1": [thread(said("c1")), thread(said("c2"))] * 50}

    await tube.collect()

    assert tube.held() == {"c1", "c2"}
    assert len(tube.asked) < 10


async def test_what_did_not_grow_is_not_asked_for_again(tube: Tube) -> None:
    tube.threads = {"v1": [thread(said("c1"))]}
    await tube.collect()
    tube.now = NOON + timedelta(days=30)
    tube.asked.clear()

    await tube.collect(sweep=False)

    assert not [asked for asked in tube.asked if "commentThreads" in asked]


async def test_a_deleted_comment_is_erased(tube: Tube) -> None:
    tube.threads = {"v1": [thread(said("c1")), thread(said("c2"))]}
    await tube.collect()
    del tube.threads["v1"][0]

    collected = await tube.collect()

    assert tube.held() == {"c2"}
    assert collected.erased == 1


@pytest.mark.parametrize(
    "hiccup", ["empty", "empty and last", "repeated", "in a circle"]
)
async def test_pages_that_do_not_go_on_erase_nothing(tube: Tube, hiccup: str) -> None:
    replies = [said(f"d1.r{n}", parentId="d1") for n in range(7)]
    tube.threads = {
        "v1": [thread(said(f"c{n}")) for n in range(5)],
        "v2": [thread(said("d1"), *replies[:5], total=7)],
    }
    tube.replies = {"d1": replies}
    await tube.collect()
    tube.hiccup = hiccup

    collected = await tube.collect()

    assert (collected.error, collected.erased) == (None, 0)
    assert len(tube.held()) == 5 + 8


async def test_a_video_that_stays_broken_is_set_aside_and_the_rest_goes_on(
    tube: Tube,
) -> None:
    tube.threads = {"v1": [thread(said("c1"))], "v2": [thread(said("d1"))]}
    tube.broken = {"v1": 500}

    passes = [await tube.collect() for _ in range(3)]

    assert passes[0].reason is Reason.NETWORK
    assert not passes[2].error
    assert tube.held() == {"d1"}
    (aside,) = tube.database.aside.find()
    assert aside["place"] == "https://www.youtube.com/watch?v=v1"


async def test_videos_that_are_all_broken_are_the_trouble_of_the_source(
    tube: Tube,
) -> None:
    tube.threads = {f"v{n}": [thread(said(f"c{n}"))] for n in range(3)}
    tube.broken = dict.fromkeys(tube.threads, 400)

    assert (await tube.collect()).reason is Reason.CHANGED_FORMAT


async def test_what_was_not_read_in_time_is_not_said_to_be_seen(tube: Tube) -> None:
    tube.threads = {"v1": [thread(said("c1"))], "v2": [thread(said("d1"))]}
    first = await tube.collect(until=NOON)
    said_then = tube.database.coverage.find_one()
    tube.asked.clear()
    tube.now = NOON + timedelta(hours=1)

    second = await tube.collect(until=NOON)

    assert (first.more, said_then) == (True, None)
    assert not second.more
    assert len([asked for asked in tube.asked if "commentThreads" in asked]) == 1
    assert tube.held() == {"c1", "d1"}
    (seen,) = (tube.database.coverage.find_one() or {})["stretches"]
    assert (seen["end_at"], seen["reason"]) == (NOON, None)


async def test_a_channel_may_have_no_videos(tube: Tube) -> None:
    assert not (await tube.collect(sweep=False)).error


async def test_comments_switched_off_hold_up_no_other_video(tube: Tube) -> None:
    tube.threads = {"v1": [thread(said("c1"))], "v2": [thread(said("d1"))]}
    tube.disabled = {"v1"}

    collected = await tube.collect()

    assert not collected.error
    assert tube.held() == {"d1"}


async def test_the_quota_is_never_exceeded_and_said_to_be_spent(tube: Tube) -> None:
    tube.threads = {f"v{n}": [thread(said(f"c{n}"))] for n in range(20)}
    tube.quota = 7

    collected = await tube.collect()
    again = await tube.collect()

    assert collected.reason is Reason.QUOTA
    assert again.reason is Reason.QUOTA
    assert len(tube.asked) == 7
    assert collected.retry_after is not None
    assert 0 < collected.retry_after <= 86_400


async def test_the_next_day_it_goes_on(tube: Tube) -> None:
    tube.threads = {f"v{n}": [thread(said(f"c{n}"))] for n in range(3)}
    tube.quota = 6
    await tube.collect()
    tube.now, tube.quota = NOON + timedelta(days=1), 7

    collected = await tube.collect()

    assert not collected.error
    assert tube.held() == {"c0", "c1", "c2"}
    assert len(tube.asked) == 6 + 7


async def test_a_quota_that_others_spent_waits_too(tube: Tube) -> None:
    tube.threads = {"v1": []}
    tube.error = {"code": 403, "errors": [{"reason": "quotaExceeded"}]}

    assert (await tube.collect()).reason is Reason.QUOTA


async def test_the_key_stands_in_no_address_and_no_error(tube: Tube) -> None:
    tube.threads = {"v1": []}
    tube.error = {"code": 400, "message": "API key not valid", "errors": []}

    collected = await tube.collect()

    assert tube.keys_seen == {KEY}
    assert not [asked for asked in tube.asked if KEY in asked]
    assert "check youtube.key" in (collected.error or "")
    assert KEY not in (collected.error or "")


async def test_without_a_key_it_says_so_and_asks_nothing(tube: Tube) -> None:
    collected = await tube.collect(key="")

    assert collected.reason is Reason.LOGGED_OUT
    assert tube.asked == []


async def test_names_of_people_are_not_kept(tube: Tube) -> None:
    tube.threads = {"v1": [thread(said("c1"))]}

    await tube.collect()

    assert "Valiyev" not in str(tube.database.comments.find_one())
    assert "UCali" not in str(tube.database.comments.find_one())
