"""Collecting feeds over HTTP into MongoDB."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pymongo.database import Database

from domain.coverage import Reason
from domain.errors import AwayError
from domain.listening_settings import ListenerSettings
from domain.settings import Settings
from domain.sources import Kind, Source
from listener.checking import Means, check
from listener.collecting import Collected, Collector
from listener.feed_pass import Feeds
from listener.fetching import fetcher
from listener.pseudonyms import Pseudonyms
from store.arrivals import Arrivals
from store.motor import connected

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SETTINGS = Settings(
    listener=ListenerSettings(pause=0, jitter=0, timeout=2, private_addresses=True)
)
Documents = Database[dict[str, Any]]

RSS = """<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>t</title>
{items}</channel></rss>"""


@dataclass
class Paper:
    """A news site with a feed, and a comment feed for each entry."""

    arrivals: Arrivals
    database: Documents
    keys: Path
    base: str = ""
    now: datetime = NOON
    entries: dict[int, datetime] = field(default_factory=dict)
    comments: dict[int, list[str]] = field(default_factory=dict)
    status: int = 200
    moved: bool = False
    path: str = ""
    broken: dict[int, int] = field(default_factory=dict)
    totals: bool = True
    dated: bool = True
    asked: list[str] = field(default_factory=list)
    feeds: Feeds = field(init=False)

    def write(self, *numbers: int, at: datetime = NOON - HOUR) -> None:
        self.entries |= dict.fromkeys(numbers, at)

    def say(self, number: int, *texts: str) -> None:
        self.comments.setdefault(number, []).extend(texts)

    def forget(self, *numbers: int) -> None:
        for number in numbers:
            del self.entries[number]

    async def collect(self, **kwargs: Any) -> Collected:
        url = f"{self.base}/{self.path or ('old' if self.moved else 'feed')}"
        source = Source(Kind.FEED, "paper", url, official=True)
        collector = Collector(
            SETTINGS,
            self.arrivals,
            Pseudonyms(self.keys),
            {Kind.FEED: self.feeds},
            clock=lambda: self.now,
        )
        self.asked.clear()
        return await collector.collect(source, **kwargs)

    @asynccontextmanager
    async def listened_to(self) -> AsyncIterator[None]:
        async with fetcher(
            SETTINGS.listener,
            clock=lambda: self.now,
            chance=lambda: 0.5,
            stop=asyncio.Event(),
        ) as pages:
            self.feeds = Feeds(
                SETTINGS.listener, self.arrivals, pages, clock=lambda: self.now
            )
            yield

    def held(self) -> set[str]:
        return {one["text"] for one in self.database.comments.find()}

    def seen(self) -> Sequence[Any]:
        found = self.database.coverage.find_one() or {}
        return [
            (one["start_at"], one["end_at"], one["reason"])
            for one in found.get("stretches", [])
        ]

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_get("/feed", self._feed)
        app.router.add_get("/old", self._moved)
        app.router.add_get("/sitemap-{day}.xml", self._sitemap)
        app.router.add_get("/{number}/comments", self._comments)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.base = site.name
        yield
        await runner.cleanup()

    async def _moved(self, _: web.Request) -> web.Response:
        return web.Response(status=301, headers={"Location": "/feed"})

    async def _feed(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        items = "".join(self._item(number) for number in self.entries)
        text, tag = RSS.format(items=items), f'"{hash(items)}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(
            text=text,
            status=self.status,
            content_type="application/rss+xml",
            headers={"ETag": tag},
        )

    async def _sitemap(self, request: web.Request) -> web.Response:
        day = request.match_info["day"]
        self.asked.append(request.path)
        urls = "".join(
            f"<url><loc>{self.base}/{number}</loc><n:news><n:title>Xabar {number}"
            f"</n:title><n:publication_date>{at.isoformat()}</n:publication_date>"
            "</n:news></url>"
            for number, at in self.entries.items()
            if str(at.day) == day
        )
        return web.Response(
            status=200 if urls else 404,
            text="<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
            f"xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>{urls}</urlset>",
            content_type="application/xml",
        )

    async def _comments(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        number = int(request.match_info["number"])
        if number in self.broken:
            return web.Response(status=self.broken[number])
        items = "".join(
            f"<item><guid>{number}-{n}</guid><author>Ali</author>"
            f"<description>{text}</description></item>"
            for n, text in enumerate(self.comments.get(number, []))
        )
        return web.Response(text=RSS.format(items=items), content_type="text/xml")

    def _item(self, number: int) -> str:
        said = len(self.comments.get(number, []))
        total = f"<slash:comments>{said}</slash:comments>" if self.totals else ""
        at = f"<pubDate>{format_datetime(self.entries[number])}</pubDate>"
        return (
            f"<item><title>Xabar {number}</title><guid>{number}</guid>"
            f"{at if self.dated else ''}"
            f"<wfw:commentRss>{self.base}/{number}/comments</wfw:commentRss>"
            f"{total}</item>"
        )


@pytest.fixture
async def paper(
    uri_and_db: tuple[str, str], database: Documents, tmp_path: Path
) -> AsyncIterator[Paper]:
    async with connected(*uri_and_db) as db:
        paper = Paper(Arrivals(db), database, tmp_path)
        async with paper.served(), paper.listened_to():
            yield paper


async def test_entries_become_posts_and_their_feeds_comments(paper: Paper) -> None:
    paper.write(1, 2)
    paper.say(1, "Qimmat", "Arzon")

    collected = await paper.collect()

    assert (collected.posts.added, collected.comments.added) == (2, 2)
    assert paper.held() == {"Qimmat", "Arzon"}
    assert "Ali" not in str(paper.database.comments.find_one())


async def test_a_feed_that_did_not_change_is_not_read_again(paper: Paper) -> None:
    paper.write(1, at=NOON - timedelta(days=3))
    await paper.collect(sweep=False)
    paper.now += HOUR

    again = await paper.collect(sweep=False)

    assert again.posts.read == 0
    assert not again.error
    assert paper.seen() == [(NOON - timedelta(days=3), NOON + HOUR, None)]


async def test_a_feed_that_did_not_change_may_have_new_comments(paper: Paper) -> None:
    paper.totals = False
    paper.write(1)
    paper.say(1, "Bir")
    await paper.collect()
    paper.say(1, "Ikki")
    paper.now += HOUR

    await paper.collect(sweep=False)

    assert paper.held() == {"Bir", "Ikki"}


async def test_only_threads_that_grew_are_asked_for_again(paper: Paper) -> None:
    paper.write(1, 2)
    paper.say(1, "Bir")
    paper.say(2, "Ikki")
    await paper.collect()
    paper.say(2, "Uch")
    paper.asked.clear()

    await paper.collect()

    assert paper.asked == ["/feed", "/2/comments"]
    assert paper.held() == {"Bir", "Ikki", "Uch"}


async def test_entries_that_may_have_come_and_gone_are_a_gap(paper: Paper) -> None:
    paper.write(1, at=NOON - HOUR)
    await paper.collect()
    paper.now = NOON + 10 * HOUR
    paper.forget(1)
    paper.write(7, at=NOON + 8 * HOUR)

    await paper.collect()

    assert paper.seen() == [
        (NOON - HOUR, NOON, None),
        (NOON + 8 * HOUR, NOON + 10 * HOUR, None),
    ]


async def test_a_feed_without_times_is_seen_since_it_was_first_read(
    paper: Paper,
) -> None:
    paper.dated = False
    paper.write(1)
    await paper.collect()
    paper.now += HOUR

    await paper.collect()

    assert paper.seen() == [(NOON, NOON + HOUR, None)]


async def test_a_gap_stays_whatever_is_read_after_it(paper: Paper) -> None:
    paper.write(1)
    await paper.collect()
    paper.forget(1)
    paper.write(7, at=NOON + 48 * HOUR)
    for hours, sweep in ((96, True), (97, False), (98, False)):
        paper.now = NOON + hours * HOUR
        last = await paper.collect(sweep=sweep)

    assert last.posts.read == 0, "it did not change"
    assert paper.seen() == [
        (NOON - HOUR, NOON, None),
        (NOON + 48 * HOUR, NOON + 98 * HOUR, None),
    ]


async def test_a_pass_that_failed_hides_no_gap_from_those_after_it(
    paper: Paper,
) -> None:
    paper.write(1)
    await paper.collect()
    paper.forget(1)
    paper.write(7, at=NOON + 8 * HOUR)
    paper.say(7, "Bir")
    paper.now, paper.broken = NOON + 10 * HOUR, {7: 500}
    failed = await paper.collect()
    paper.broken.clear()
    paper.now += HOUR

    await paper.collect()

    assert failed.reason is Reason.NETWORK
    assert paper.seen() == [
        (NOON - HOUR, NOON, None),
        (NOON, NOON + 8 * HOUR, Reason.NETWORK.value),
        (NOON + 8 * HOUR, NOON + 11 * HOUR, None),
    ]


class Away(Arrivals):
    async def save_ledger(self, *_: Any, **__: Any) -> None:
        raise AwayError("MongoDB is away")


async def test_a_feed_whose_first_reading_could_not_be_noted_is_read_again(
    paper: Paper,
) -> None:
    there, old = paper.arrivals, NOON - timedelta(days=3)
    paper.write(1, at=old)
    paper.arrivals = Away(there._db)
    with pytest.raises(AwayError):
        await paper.collect()

    paper.arrivals = there
    await paper.collect(sweep=False)

    assert paper.seen() == [(old, NOON, None)]


async def test_a_gap_that_could_not_be_noted_is_found_again(paper: Paper) -> None:
    paper.totals = False
    paper.write(1, at=NOON - timedelta(days=9))
    await paper.collect()
    paper.forget(1)
    paper.write(7, at=NOON + timedelta(days=2))
    paper.now = NOON + timedelta(days=4)
    there = paper.arrivals
    paper.arrivals = Away(there._db)
    with pytest.raises(AwayError):
        await paper.collect(sweep=False)

    paper.arrivals = there
    paper.now += HOUR
    await paper.collect(sweep=False)

    assert paper.seen() == [
        (NOON - timedelta(days=9), NOON, None),
        (NOON + timedelta(days=2), paper.now, None),
    ]


@pytest.mark.parametrize("status", [500, 403])
async def test_comments_that_stay_broken_are_set_aside_and_the_rest_goes_on(
    paper: Paper, status: int
) -> None:
    paper.write(1, 2)
    paper.say(1, "Bir")
    paper.say(2, "Ikki")
    paper.broken = {1: status}

    passes = [await paper.collect() for _ in range(3)]

    assert [bool(done.error) for done in passes] == [True, True, False]
    assert paper.held() == {"Ikki"}
    (aside,) = paper.database.aside.find()
    assert aside["place"] == f"{paper.base}/1/comments"


async def test_comments_that_are_all_broken_are_the_trouble_of_the_source(
    paper: Paper,
) -> None:
    paper.write(1, 2, 3)
    for number in paper.entries:
        paper.say(number, "Gap")
    paper.broken = dict.fromkeys(paper.entries, 404)

    assert (await paper.collect()).reason is Reason.CHANGED_FORMAT


async def test_a_feed_that_overlaps_with_what_is_known_has_no_gap(paper: Paper) -> None:
    paper.write(1)
    await paper.collect()
    paper.now = NOON + 10 * HOUR
    paper.write(2, at=NOON + 8 * HOUR)

    await paper.collect()

    assert paper.seen() == [(NOON - HOUR, NOON + 10 * HOUR, None)]


async def test_a_feed_that_moved_is_followed(paper: Paper) -> None:
    paper.write(1)
    paper.moved = True

    assert (await paper.collect()).posts.added == 1


async def test_a_feed_that_is_empty_all_at_once_is_blind(paper: Paper) -> None:
    paper.write(1)
    await paper.collect()
    paper.forget(1)

    assert (await paper.collect()).reason is Reason.CHANGED_FORMAT


@pytest.mark.parametrize(
    "status, reason",
    [(404, Reason.NOT_PUBLIC), (403, Reason.BLOCKED), (500, Reason.NETWORK)],
)
async def test_a_feed_that_cannot_be_read_says_why(
    paper: Paper, status: int, reason: Reason
) -> None:
    paper.write(1)
    paper.status = status

    assert (await paper.collect()).reason is reason


async def test_a_feed_can_be_tried_without_storing_anything(paper: Paper) -> None:
    paper.write(1, 2)
    means = Means(SETTINGS, paper.keys, lambda: NOON, lambda: 0.5)

    found = await check(Source(Kind.FEED, "paper", f"{paper.base}/feed"), means)
    missing = await check(Source(Kind.FEED, "paper", f"{paper.base}/none"), means)

    assert found.note == "2 entries, 2 with a feed of comments"
    assert len(found.posts) == 2
    assert "no such feed" in (missing.trouble or "")
    assert paper.database.posts.count_documents({}) == 0


async def test_a_sitemap_of_each_day_is_followed_over_midnight(paper: Paper) -> None:
    paper.path = "sitemap-{day}.xml"
    paper.write(1, at=NOON - 24 * HOUR)
    first = await paper.collect()
    paper.write(2, at=NOON)
    paper.now += HOUR

    await paper.collect()

    assert first.error is None
    assert {one["text"] for one in paper.database.posts.find()} == {
        "Xabar 1",
        "Xabar 2",
    }
    assert set(paper.asked) == {"/sitemap-9.xml", "/sitemap-10.xml"}


async def test_days_without_a_sitemap_do_not_end_the_source(paper: Paper) -> None:
    paper.path = "sitemap-{day}.xml"

    done = await paper.collect()

    assert (done.reason, done.permanent) == (Reason.NOT_PUBLIC, False)
