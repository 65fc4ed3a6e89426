"""Listening to many sources: none waits for another, all end when told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database
from structlog.testing import capture_logs

from domain.coverage import Reason
from domain.listening_settings import ListenerSettings
from domain.settings import Settings
from domain.source_settings import SourceSettings
from domain.sources import Kind
from listener.collecting import Collected
from listener.listening import TRIES, gives_up, listen, pause_after
from store.arrivals import Arrivals
from store.following import Following
from store.motor import connected

from .telegram_site import TelegramSite, Trouble, always, kth_request

QUICK = ListenerSettings(
    pause=0, jitter=0, timeout=0.5, every=0.05, private_addresses=True
)

Documents = Database[dict[str, Any]]


@dataclass
class Ear:
    """A listener over a site, and what it told so far."""

    site: TelegramSite
    arrivals: Arrivals
    db: AsyncDatabase[dict[str, Any]]
    database: Documents
    data_dir: Path
    told: list[Collected] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(
        self, *names: str, once: bool = True, settings: ListenerSettings = QUICK
    ) -> list[Collected]:
        sources = tuple(self.source(name) for name in names)
        return await listen(
            Settings(sources=sources, listener=settings),
            self.arrivals,
            Following(self.db),
            self.data_dir,
            once=once,
            clock=lambda: datetime.now(UTC),
            on_collected=self.told.append,
            stop=self.stop,
        )

    def source(self, name: str) -> SourceSettings:
        kind, _, plain = name.rpartition(":")
        kinds = Kind(kind) if kind else Kind.TELEGRAM_WEB
        return SourceSettings(kind=kinds, name=plain, url=self.site.base)

    def held(self, name: str) -> dict[str, str]:
        found = self.database.comments.find({"source": f"telegram_web:{name}"})
        return {one["_id"]: one["text"] for one in found}

    async def until(self, passes: int) -> None:
        while len(self.told) < passes:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


@pytest.fixture
async def ear(
    uri_and_db: tuple[str, str], database: Documents, tmp_path: Path
) -> AsyncIterator[Ear]:
    site = TelegramSite()
    async with site.served(), connected(*uri_and_db) as db:
        yield Ear(site, Arrivals(db), db, database, tmp_path)


def only(part: str, trouble: Trouble) -> Trouble:
    async def troubled(request: web.Request) -> web.StreamResponse | None:
        return await trouble(request) if part in request.path_qs else None

    return troubled


async def test_once_brings_all_there_is_of_all_sources(ear: Ear) -> None:
    for name in ("kun", "uza", "daryo"):
        ear.site.channel(name, posts=25, comments=1)

    collected = await ear.listen("kun", "uza", "daryo")

    assert [done.comments.added for done in collected] == [25, 25, 25]
    for name in ("kun", "uza", "daryo"):
        assert ear.held(name) == ear.site.world(name)


async def test_without_sources_there_is_nothing_to_do(ear: Ear) -> None:
    assert await ear.listen() == []


async def test_sources_on_one_host_take_turns(ear: Ear) -> None:
    for name in ("kun", "uza"):
        ear.site.channel(name, posts=10, comments=1)

    await ear.listen("kun", "uza")
    first_of_uza = next(n for n, line in enumerate(ear.site.asked) if "uza" in line)

    assert first_of_uza < 5


async def test_a_slow_source_does_not_hold_up_another(ear: Ear) -> None:
    ear.site.channel("slow", posts=2, comments=1)
    ear.site.channel("kun", posts=5, comments=2)

    async def slowly(_request: web.Request) -> None:
        await asyncio.sleep(2)

    ear.site.trouble = only("slow", slowly)
    listening = asyncio.create_task(ear.listen("slow", "kun", once=False))
    await asyncio.wait_for(_held(ear, "kun", 10), 20)
    ear.stop.set()
    await listening

    assert ear.held("kun") == ear.site.world("kun")


async def _held(ear: Ear, name: str, count: int) -> None:
    while len(ear.held(name)) < count:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "trouble, reason",
    [
        (always(403), Reason.BLOCKED),
        (always(200, "<p>tgme_</p>" * 99), Reason.CHANGED_FORMAT),
        (always(302), Reason.NOT_PUBLIC),
    ],
)
async def test_a_broken_source_fails_alone(
    ear: Ear, trouble: Trouble, reason: Reason
) -> None:
    ear.site.channel("broken", posts=1)
    ear.site.channel("kun", posts=5, comments=1)
    ear.site.trouble = only("/s/broken", trouble)

    broken, whole = await ear.listen("broken", "kun")

    assert broken.reason is reason
    assert not whole.error
    assert ear.held("kun") == ear.site.world("kun")


async def test_once_tries_again_after_passing_trouble(ear: Ear) -> None:
    ear.site.channel("kun", posts=5, comments=1)
    ear.site.trouble = kth_request(4, always(500))

    (collected,) = await ear.listen("kun")

    assert not collected.error
    assert ear.held("kun") == ear.site.world("kun")


async def test_a_flood_wait_is_waited_out(ear: Ear) -> None:
    ear.site.channel("kun", posts=5, comments=1)
    ear.site.trouble = kth_request(4, always(429, Retry_After="1"))
    loop = asyncio.get_running_loop()
    start = loop.time()

    (collected,) = await ear.listen("kun")

    assert loop.time() - start >= 1
    assert not collected.error
    assert ear.told[0].reason is Reason.FLOOD_WAIT
    assert ear.held("kun") == ear.site.world("kun")


async def test_kinds_that_are_not_built_are_named_and_others_go_on(ear: Ear) -> None:
    ear.site.channel("kun", posts=1, comments=1)

    video, kun = await ear.listen("youtube:video", "kun")

    assert "youtube:video" in (video.error or "")
    assert not kun.error


async def test_a_fault_of_ours_in_one_source_ends_no_other(ear: Ear) -> None:
    ear.site.channel("kun", posts=1, comments=1)
    ear.site.channel("uza", posts=1, comments=1)
    faults = 0

    class Faulty(Arrivals):
        async def save_followers(self, source_id: str, *args: Any) -> None:
            nonlocal faults
            if source_id.endswith("kun") and not faults:
                faults += 1
                raise RuntimeError("a fault")
            await super().save_followers(source_id, *args)

    ear.arrivals = Faulty(ear.arrivals._db)
    with capture_logs() as logs:
        await ear.listen("kun", "uza")

    assert "failed" in [log["event"] for log in logs]
    assert ear.held("uza") == ear.site.world("uza")
    assert ear.held("kun") == ear.site.world("kun")


async def test_it_goes_on_until_told_to_stop(ear: Ear) -> None:
    ear.site.channel("kun", posts=2, comments=1)
    listening = asyncio.create_task(ear.listen("kun", once=False))
    await ear.until(2)
    ear.site.comment(ear.site.post("kun", id=9))
    await _held(ear, "kun", 3)
    ear.stop.set()

    (collected,) = await listening

    assert collected.comments.added == 3
    assert not [task for task in asyncio.all_tasks() if "follow" in repr(task)]


async def test_to_stop_in_the_middle_keeps_what_was_read(ear: Ear) -> None:
    ear.site.channel("kun", posts=20, comments=1)

    async def stop(_request: web.Request) -> None:
        ear.stop.set()

    ear.site.trouble = kth_request(7, stop)
    (stopped,) = await ear.listen("kun")
    cursor = (ear.database.sources.find_one() or {})["cursor"]

    assert stopped.reason is Reason.STOPPED
    assert len(ear.held("kun")) == 5
    assert cursor == {"newest": 20, "oldest": 16, "complete": False}


async def test_who_hangs_on_a_silent_server_stops_all_the_same(ear: Ear) -> None:
    ear.site.channel("kun", posts=2)

    async def silent(_request: web.Request) -> None:
        ear.stop.set()
        await asyncio.sleep(60)

    ear.site.trouble = kth_request(2, silent)
    patient = QUICK.model_copy(update={"timeout": 60})

    await asyncio.wait_for(ear.listen("kun", settings=patient), 20)


async def test_what_happens_is_told_as_events(ear: Ear) -> None:
    ear.site.channel("kun", posts=2, comments=1)
    with capture_logs() as logs:
        await ear.listen("kun", "nobody")

    events = {log["event"]: log for log in logs}
    assert events["collected"]["comments"] == 2
    assert events["blind"]["reason"] is Reason.NOT_PUBLIC
    assert "nobody" in events["blind"]["error"]


def done(**how: Any) -> Collected:
    return Collected("telegram_web:kun", **how)


def test_pauses_grow_to_a_limit() -> None:
    failed = done(error="x", reason=Reason.NETWORK)
    pauses = [pause_after(failed, n, QUICK) for n in (1, 2, 3, 4, 99)]

    assert pauses == [1, 2, 4, 8, 3600]


def test_a_pause_is_never_shorter_than_the_server_asks() -> None:
    flooded = done(error="x", reason=Reason.FLOOD_WAIT, retry_after=7200.0)

    assert pause_after(flooded, 1, QUICK) >= 7200


def test_permanent_trouble_is_left_for_today() -> None:
    gone = done(error="x", reason=Reason.NOT_PUBLIC, permanent=True)

    assert pause_after(gone, 1, QUICK) == 86_400


def test_a_pass_that_left_history_is_followed_by_the_next() -> None:
    assert pause_after(done(more=True), 0, QUICK) == 0
    assert pause_after(done(), 0, QUICK) == QUICK.every


def test_once_gives_up_what_trying_does_not_mend() -> None:
    assert gives_up(done(), 0, QUICK)
    assert not gives_up(done(more=True), 0, QUICK)
    assert gives_up(done(error="x", reason=Reason.BLOCKED), 1, QUICK)
    assert not gives_up(done(error="x", reason=Reason.NETWORK), 1, QUICK)
    assert gives_up(done(error="x", reason=Reason.NETWORK), TRIES, QUICK)
    long = done(error="x", reason=Reason.FLOOD_WAIT, retry_after=5000.0)
    assert gives_up(long, 1, QUICK)
