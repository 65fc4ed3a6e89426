"""One pass over one source: nothing lost, nothing doubled, blindness visible."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from domain.coverage import Reason
from domain.errors import ConfigError
from domain.listening_settings import ListenerSettings
from domain.settings import Settings
from domain.source_settings import Outage
from domain.sources import Kind, Source
from listener.collecting import Collected, Collector
from listener.fetching import fetcher
from listener.pseudonyms import Pseudonyms
from listener.web_channels import WebChannels
from store.arrivals import Arrivals
from store.motor import connected

from .telegram_site import (
    GROUP,
    NOON,
    TelegramSite,
    Trouble,
    always,
    hangs_up,
    kth_request,
)

Documents = Database[dict[str, Any]]

QUICK = ListenerSettings(
    pause=0, jitter=0, timeout=5, private_addresses=True, contact="https://x.example"
)


@dataclass
class Desk:
    """A site, a store, and a clock that a test may turn."""

    site: TelegramSite
    arrivals: Arrivals
    database: Documents
    keys: Path
    now: datetime = NOON
    settings: Settings = field(default_factory=lambda: Settings(listener=QUICK))

    async def collect(self, name: str = "kun", **kwargs: Any) -> Collected:
        """One pass by a listener that was started just now."""
        since = kwargs.pop("since", None)
        source = Source(
            Kind.TELEGRAM_WEB, name, self.site.base, since_at=since, official=True
        )
        async with self.collector() as collector:
            return await collector.collect(source, **kwargs)

    @asynccontextmanager
    async def collector(self) -> AsyncIterator[Collector]:
        stop = asyncio.Event()
        async with fetcher(
            self.settings.listener, clock=self.clock, chance=lambda: 0.5, stop=stop
        ) as pages:
            yield Collector(
                self.settings,
                self.arrivals,
                Pseudonyms(self.keys),
                {
                    Kind.TELEGRAM_WEB: WebChannels(
                        self.settings.listener, self.arrivals, pages, clock=self.clock
                    )
                },
                clock=self.clock,
            )

    def clock(self) -> datetime:
        return self.now

    def held(self, name: str = "") -> dict[str, str]:
        """The ids and texts of the stored comments, of one channel or of all."""
        chosen = {"source": f"telegram_web:{name}"} if name else {}
        return {one["_id"]: one["text"] for one in self.database.comments.find(chosen)}

    def seen(self, name: str = "kun") -> list[tuple[datetime, datetime, str | None]]:
        found = self.database.coverage.find_one({"_id": f"telegram_web:{name}"}) or {}
        return [
            (one["start_at"], one["end_at"], one["reason"])
            for one in found.get("stretches", [])
        ]

    def asked(self, *parts: str) -> list[str]:
        return [line for line in self.site.asked if all(part in line for part in parts)]


@pytest.fixture
async def desk(
    uri_and_db: tuple[str, str], database: Documents, tmp_path: Path
) -> AsyncIterator[Desk]:
    site = TelegramSite()
    async with site.served(), connected(*uri_and_db) as db:
        yield Desk(site, Arrivals(db), database, tmp_path / "keys")


async def test_a_first_pass_brings_all_posts_and_all_comments(desk: Desk) -> None:
    desk.site.channel("kun", posts=45, comments=2)

    collected = await desk.collect()

    assert desk.held() == desk.site.world("kun")
    assert collected.posts.added == 45
    assert collected.comments.added == 90
    assert not collected.more


async def test_a_second_pass_adds_nothing_and_changes_nothing(desk: Desk) -> None:
    desk.site.channel("kun", posts=25, comments=2)
    await desk.collect()

    again = await desk.collect()

    assert (again.posts.added, again.comments.added) == (0, 0)
    assert (again.posts.changed, again.comments.changed) == (0, 0)


async def test_a_later_pass_goes_forward_page_after_page(desk: Desk) -> None:
    desk.site.channel("kun", posts=5, comments=1)
    await desk.collect()
    for n in range(6, 80):
        desk.site.comment(desk.site.post("kun", id=n * 2))
    desk.now += timedelta(hours=1)

    collected = await desk.collect()

    assert desk.held() == desk.site.world("kun")
    assert collected.comments.added == 74
    assert desk.asked("after=5")
    assert not desk.asked("before=1&")


async def test_a_thread_longer_than_a_page_is_read_whole(desk: Desk) -> None:
    desk.site.channel("kun", posts=1, comments=286)

    await desk.collect()

    assert len(desk.held()) == 286
    assert len(desk.asked("POST /api/method")) == 4


async def test_nothing_older_than_since_is_kept(desk: Desk) -> None:
    desk.site.channel("kun", posts=60, comments=1)

    await desk.collect(since=NOON - timedelta(hours=30))

    assert len(desk.held()) == 30
    assert desk.database.posts.count_documents({}) == 30


async def test_more_history_is_read_when_since_is_set_back(desk: Desk) -> None:
    desk.site.channel("kun", posts=60, comments=1)
    await desk.collect(since=NOON - timedelta(hours=30))

    await desk.collect(since=NOON - timedelta(hours=50))

    assert len(desk.held()) == 50


async def test_history_waits_for_the_next_pass_when_time_is_up(desk: Desk) -> None:
    desk.site.channel("kun", posts=60, comments=1)

    first = await desk.collect(until=NOON)
    held = len(desk.held())
    await desk.collect()

    assert first.more
    assert held == 20
    assert desk.held() == desk.site.world("kun")


async def test_comments_stand_under_their_posts_and_answers(desk: Desk) -> None:
    desk.site.channel("kun", posts=1)
    post = desk.site.channels["kun"].posts[0]
    first = desk.site.comment(post, link="ali_uz")
    desk.site.comment(post, reply_to=first.id)
    desk.site.comment(post, reply_to=5001)

    await desk.collect()

    stored = list(desk.database.comments.find().sort("_id"))
    assert {one["post"] for one in stored} == {"telegram:kun:1"}
    answers = [None, f"telegram:700:{first.id}", "telegram:kun:1"]
    assert [one["reply_to"] for one in stored] == answers


async def test_the_channels_own_comments_are_official(desk: Desk) -> None:
    desk.site.channel("kun", posts=1)
    desk.site.comment(desk.site.channels["kun"].posts[0], author="Kun", link="Kun")

    await desk.collect()

    stored = desk.database.comments.find_one() or {}
    assert stored["official"]
    assert stored["author"] is None


async def test_names_never_reach_the_store(desk: Desk) -> None:
    desk.site.channel("kun", posts=1)
    post = desk.site.channels["kun"].posts[0]
    desk.site.comment(post, author="Zulfiya Karimova", link="zulfiya_k")

    await desk.collect()

    assert "ulfiya" not in str(list(desk.database.comments.find()))


async def test_an_edited_comment_is_written_again(desk: Desk) -> None:
    desk.site.channel("kun", posts=2, comments=2)
    await desk.collect()
    desk.site.channels["kun"].posts[0].comments[1].text = "I think again"

    collected = await desk.collect()

    assert collected.comments.changed == 1
    assert desk.held() == desk.site.world("kun")


async def test_a_comment_deleted_at_its_source_is_erased(desk: Desk) -> None:
    desk.site.channel("kun", posts=2, comments=150)
    await desk.collect()
    del desk.site.channels["kun"].posts[1].comments[10]

    collected = await desk.collect()

    assert collected.erased == 1
    assert desk.held() == desk.site.world("kun")


async def test_an_emptied_thread_is_emptied_here(desk: Desk) -> None:
    desk.site.channel("kun", posts=2, comments=1)
    await desk.collect()
    desk.site.channels["kun"].posts[1].comments.clear()

    await desk.collect()

    assert desk.held() == desk.site.world("kun")


@pytest.mark.parametrize("how", ["closed", "refused", "gone"])
async def test_a_thread_that_is_not_shown_erases_nothing(desk: Desk, how: str) -> None:
    channel = desk.site.channel("kun", posts=3, comments=2)
    await desk.collect()
    if how == "closed":
        channel.posts[1].closed = True
    elif how == "refused":
        channel.posts[1].refused = "This group can’t be displayed"
    else:
        del channel.posts[1]

    collected = await desk.collect()

    assert not collected.error
    assert collected.erased == 0
    assert len(desk.held()) == 6


async def test_a_refused_thread_is_recorded_and_left_for_today(desk: Desk) -> None:
    channel = desk.site.channel("kun", posts=3, comments=2)
    channel.posts[1].refused = "This channel can’t be displayed"
    await desk.collect()
    asked = len(desk.asked("/kun/2?"))

    await desk.collect()
    aside = desk.database.aside.find_one() or {}

    assert "can’t be displayed" in aside["reason"]
    assert len(desk.asked("/kun/2?")) == asked == 1


async def test_threads_without_a_comment_group_are_asked_once_a_day(desk: Desk) -> None:
    channel = desk.site.channel("kun", posts=3)
    for post in channel.posts:
        post.closed = True
    await desk.collect()
    asked = len(desk.asked("discussion=1"))
    await desk.collect()
    same_day = len(desk.asked("discussion=1"))
    desk.now += timedelta(days=1)
    await desk.collect()

    assert (asked, same_day) == (3, 3)
    assert len(desk.asked("discussion=1")) == 6


async def test_old_threads_are_not_read_again(desk: Desk) -> None:
    desk.site.channel("kun", posts=3, comments=1)
    await desk.collect()
    asked = len(desk.asked("discussion=1"))
    desk.now += timedelta(days=8)

    await desk.collect()

    assert len(desk.asked("discussion=1")) == asked


async def test_an_unchanged_page_is_not_sent_again(desk: Desk) -> None:
    desk.site.channel("kun", posts=3, comments=1)
    desk.site.etags = True
    for _ in range(3):
        desk.now += timedelta(days=8)
        collected = await desk.collect()

    assert not collected.error
    assert "If-None-Match" in desk.site.headers[-1]
    assert desk.seen()[-1][1] == desk.now


async def test_a_new_post_after_an_unchanged_page_is_read(desk: Desk) -> None:
    desk.site.channel("kun", posts=3, comments=1)
    desk.site.etags = True
    for _ in range(3):
        desk.now += timedelta(days=8)
        await desk.collect()
    desk.site.comment(desk.site.post("kun", id=9, at=desk.now))

    await desk.collect()

    assert desk.held() == desk.site.world("kun")


async def test_service_messages_are_passed_over(desk: Desk) -> None:
    channel = desk.site.channel("kun", posts=4, comments=1)
    for number in (0, 3):
        channel.posts[number].service = True
        channel.posts[number].comments.clear()

    await desk.collect()
    cursor = (desk.database.sources.find_one() or {})["cursor"]

    assert desk.database.posts.count_documents({}) == 2
    assert cursor == {"newest": 4, "oldest": 1, "complete": True}


async def test_followers_are_counted_day_by_day(desk: Desk) -> None:
    desk.site.channel("kun", posts=1).subscribers = "109K"

    await desk.collect()

    assert (desk.database.followers.find_one() or {})["count"] == 109_000


async def test_an_empty_channel_is_no_error(desk: Desk) -> None:
    desk.site.channel("kun")

    collected = await desk.collect()

    assert not collected.error


TROUBLES: dict[str, Trouble] = {
    "fails": always(500),
    "floods": always(429, Retry_After="1"),
    "blocks": always(403),
    "answers little": always(200, "go away"),
    "answers nonsense": always(200, "<p>tgme_ was here</p>" * 99),
    "answers half": always(200, '<div class="tgme_widget_message" data-post-id="' * 30),
    "hangs up": hangs_up,
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_after_any_trouble_at_any_request_a_clean_pass_has_all(
    desk: Desk, trouble: str
) -> None:
    # robots.txt, the latest page, threads and their pages, the page before, a thread
    for k in (1, 2, 3, 4, 5, 15, 25, 26):
        name = f"kun{k}"
        desk.site.channel(name, posts=22, comments=1)
        for _ in range(120):
            desk.site.comment(desk.site.channels[name].posts[21])
        desk.site.trouble = kth_request(k, TROUBLES[trouble])
        await desk.collect(name)
        desk.site.trouble = None

        await desk.collect(name)

        assert desk.held(name) == desk.site.world(name), k


@pytest.mark.parametrize("k", range(1, 16))
async def test_whoever_is_killed_at_any_request_goes_on_where_it_was(
    desk: Desk, k: int
) -> None:
    desk.site.channel("kun", posts=8, comments=1)
    desk.site.post("kun", id=9)
    for _ in range(120):
        desk.site.comment(desk.site.channels["kun"].posts[8])
    task: list[asyncio.Task[Collected]] = []
    desk.site.trouble = kth_request(k, _killing(task))
    task.append(asyncio.create_task(desk.collect()))
    await asyncio.gather(*task, return_exceptions=True)
    desk.site.trouble = None

    await desk.collect()

    assert desk.held() == desk.site.world("kun")


def _killing(task: list[asyncio.Task[Collected]]) -> Trouble:
    async def kill(_request: object) -> None:
        task[0].cancel()

    return kill


async def test_a_cursor_never_stands_for_what_is_not_stored(desk: Desk) -> None:
    desk.site.channel("kun", posts=30, comments=3)
    total = 3
    for k in range(3, 20):
        desk.site.trouble = kth_request(k, always(500))
        await desk.collect()
        cursor = (desk.database.sources.find_one() or {}).get("cursor")
        if cursor:
            total = (cursor["newest"] - cursor["oldest"] + 1) * 3
            inside = desk.database.comments.count_documents(
                {"post": {"$in": _posts(cursor["oldest"], cursor["newest"])}}
            )
            assert inside == total


def _posts(first: int, last: int) -> list[str]:
    return [f"telegram:kun:{n}" for n in range(first, last + 1)]


async def test_one_broken_thread_does_not_hold_up_the_others(desk: Desk) -> None:
    desk.site.channel("kun", posts=3, comments=1)
    broken = _only("/kun/2", always(200, "<p>tgme_</p>" * 99))
    desk.site.trouble = broken

    collected = await desk.collect()
    aside = desk.database.aside.find_one() or {}
    desk.site.trouble = None
    await desk.collect()

    assert not collected.error
    assert "/kun/2" in aside["place"]
    assert desk.held() == desk.site.world("kun")


async def test_a_thread_that_fails_pass_after_pass_is_set_aside(desk: Desk) -> None:
    desk.site.channel("kun", posts=3, comments=1)
    desk.site.trouble = _only("/kun/2", always(500))

    source = Source(Kind.TELEGRAM_WEB, "kun", desk.site.base)

    async with desk.collector() as collector:
        passes = [await collector.collect(source) for _ in range(3)]

    assert [done.reason for done in passes] == [Reason.NETWORK, Reason.NETWORK, None]
    assert len(desk.held()) == 2
    assert "/kun/2" in (desk.database.aside.find_one() or {})["place"]


async def test_a_broken_thread_of_old_is_read_by_the_next_listener(desk: Desk) -> None:
    desk.site.channel("kun", posts=300, comments=1)
    desk.site.trouble = _only("/kun/2?", always(200, "<p>tgme_</p>" * 99))
    await desk.collect()
    desk.site.trouble = None

    await desk.collect(sweep=False)
    without = len(desk.held())
    await desk.collect(sweep=True)

    assert without == 299
    assert desk.held() == desk.site.world("kun")


async def test_a_thread_of_which_a_part_is_missing_is_read_again_at_any_age(
    desk: Desk,
) -> None:
    desk.site.channel("kun", posts=300, comments=1)
    for _ in range(149):
        desk.site.comment(desk.site.channels["kun"].posts[1])
    desk.site.trouble = _only("/api/method", always(404))
    collected = await desk.collect()
    held = len(desk.held())
    desk.site.trouble = None

    await desk.collect()

    assert not collected.error
    assert held == 299 + 100
    assert desk.held() == desk.site.world("kun")


async def test_what_is_missing_is_asked_for_three_times_and_by_age_from_then_on(
    desk: Desk,
) -> None:
    desk.site.channel("kun", posts=60, comments=1)
    for _ in range(149):
        desk.site.comment(desk.site.channels["kun"].posts[1])
    desk.site.trouble = _only("/api/method", always(404))
    source = Source(Kind.TELEGRAM_WEB, "kun", desk.site.base)

    async with desk.collector() as collector:
        for _ in range(5):
            await collector.collect(source)

    assert len(desk.asked("/kun/2?")) == 3
    assert "are missing" in (desk.database.aside.find_one() or {})["reason"]
    kept = desk.database.posts.find_one({"_id": "telegram:kun:2"}) or {}
    assert kept["comment_total"] == 150


def _only(path: str, trouble: Trouble) -> Trouble:
    async def troubled(request: Any) -> Any:
        return await trouble(request) if path in request.path_qs else None

    return troubled


async def test_a_format_that_changed_everywhere_makes_the_source_blind(
    desk: Desk,
) -> None:
    desk.site.channel("kun", posts=3, comments=1)
    desk.site.trouble = _only("discussion=1", always(200, "<p>tgme_</p>" * 99))

    collected = await desk.collect()

    assert collected.reason is Reason.CHANGED_FORMAT


async def test_a_page_without_any_known_mark_makes_the_source_blind(
    desk: Desk,
) -> None:
    desk.site.channel("kun", posts=3, comments=1)
    desk.site.trouble = _only("/s/kun", always(200, "<p>hello</p>" * 99))

    collected = await desk.collect()

    assert collected.reason is Reason.CHANGED_FORMAT


@pytest.mark.parametrize(
    "landing, said",
    [(GROUP, "is a group"), ("", "nobody is known")],
)
async def test_a_redirect_is_explained_and_not_followed(
    desk: Desk, landing: str, said: str
) -> None:
    if landing:
        desk.site.channel("kun").landing = landing

    collected = await desk.collect()

    assert collected.reason is Reason.NOT_PUBLIC
    assert collected.permanent
    assert said in (collected.error or "")
    assert desk.site.asked == ["GET /robots.txt", "GET /s/kun", "GET /kun"]


async def test_a_whole_pass_is_seen_from_the_first_post_to_its_start(
    desk: Desk,
) -> None:
    channel = desk.site.channel("kun", posts=30)

    await desk.collect()

    assert desk.seen() == [(channel.posts[0].at, NOON, None)]


async def test_what_failed_is_blind_until_it_is_caught_up(desk: Desk) -> None:
    since = NOON - timedelta(days=1)
    desk.site.channel("kun", posts=3)
    await desk.collect(since=since)
    desk.now = NOON + timedelta(hours=2)
    desk.site.trouble = always(500)
    await desk.collect(since=since)
    blind = desk.seen()
    desk.site.trouble = None
    desk.now = NOON + timedelta(hours=3)
    await desk.collect(since=since)

    assert blind == [(since, NOON, None), (NOON, NOON + timedelta(hours=2), "network")]
    assert desk.seen() == [(since, NOON + timedelta(hours=3), None)]


async def test_a_pass_that_failed_in_the_middle_has_seen_nothing(desk: Desk) -> None:
    desk.site.channel("kun", posts=3, comments=1)
    desk.site.trouble = kth_request(4, always(500))

    await desk.collect()

    assert all(reason for _, _, reason in desk.seen())


async def test_a_declared_outage_stays_a_gap(desk: Desk) -> None:
    start, end = NOON - timedelta(hours=5), NOON - timedelta(hours=3)
    outages = (Outage(start=start, end=end),)
    desk.settings = Settings(listener=QUICK, outages=outages)
    desk.site.channel("kun", posts=10)

    await desk.collect()

    assert [reason for _, _, reason in desk.seen()] == [None, "outage", None]
    assert desk.seen()[1][:2] == (start, end)


async def test_kinds_that_are_not_built_are_named(desk: Desk) -> None:
    async with desk.collector() as collector:
        with pytest.raises(ConfigError, match="youtube:abc"):
            await collector.collect(Source(Kind.YOUTUBE, "abc"))


async def test_a_source_beside_a_broken_one_is_collected(desk: Desk) -> None:
    desk.site.channel("kun", posts=3, comments=1)
    desk.site.channel("uza", posts=3, comments=1)
    desk.site.trouble = _only("kun", always(500))

    broken, whole = await asyncio.gather(desk.collect(), desk.collect("uza"))

    assert broken.error
    assert not whole.error
    assert desk.held() == desk.site.world("uza")


def test_collected_add_up() -> None:
    first: Callable[..., Collected] = Collected
    assert (first("a", erased=1) + first("a", erased=2, error="x")).erased == 3
