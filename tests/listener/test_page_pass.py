"""Collecting described pages over HTTP into MongoDB."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pymongo.database import Database

from domain.coverage import Reason
from domain.errors import AwayError
from domain.listening_settings import ListenerSettings
from domain.pages import ArticleAt, CommentsAt, Form, PageAt
from domain.settings import Settings
from domain.sources import Kind, Source
from listener.collecting import Collected, Collector
from listener.fetching import fetcher
from listener.page_pass import Pages
from listener.pseudonyms import Pseudonyms
from store.arrivals import Arrivals
from store.motor import connected

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SETTINGS = Settings(
    listener=ListenerSettings(pause=0, jitter=0, timeout=2, private_addresses=True)
)
LIST = PageAt(
    headers={"code": "imv"},
    posts="article",
    id=("@id",),
    link=("a@href",),
    title=("a",),
    time=("time",),
    total=("i",),
    next=("a.next@href",),
    article=ArticleAt(text=("p.body",)),
    comments=CommentsAt(
        each="li", id=("@id",), author=("b",), text=("p",), next=("a.more@href",)
    ),
)
ONE = PageAt(article=ArticleAt(title=("h1",)), comments=LIST.comments)
Documents = Database[dict[str, Any]]


@dataclass
class Ministry:
    """An official site: a list of posts, a page for each, comments by pages."""

    arrivals: Arrivals
    database: Documents
    keys: Path
    base: str = ""
    now: datetime = NOON
    page: PageAt = LIST
    posts: dict[int, datetime] = field(default_factory=dict)
    comments: dict[int, list[str]] = field(default_factory=dict)
    per_page: int = 10
    card: str = "article"
    item: str = "li"
    totals: bool = False
    status: int = 200
    gone: set[int] = field(default_factory=set)
    broken: dict[int, int] = field(default_factory=dict)
    tick: timedelta = timedelta()
    asked: list[str] = field(default_factory=list)
    codes: set[str | None] = field(default_factory=set)
    pages: Pages = field(init=False)

    def write(self, *numbers: int, at: datetime = NOON - HOUR) -> None:
        self.posts |= dict.fromkeys(numbers, at)

    def say(self, number: int, *texts: str) -> None:
        self.comments.setdefault(number, []).extend(texts)

    async def collect(self, path: str = "/news", **kwargs: Any) -> Collected:
        source = Source(
            Kind.PAGE, "imv", f"{self.base}{path}", official=True, page=self.page
        )
        collector = Collector(
            SETTINGS,
            self.arrivals,
            Pseudonyms(self.keys),
            {Kind.PAGE: self.pages},
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
        ) as fetching:
            self.pages = Pages(
                SETTINGS.listener, self.arrivals, fetching, clock=lambda: self.now
            )
            yield

    def held(self) -> set[str]:
        return {one["text"] for one in self.database.comments.find()}

    def texts(self) -> set[str]:
        return {one["text"] for one in self.database.posts.find()}

    def seen(self) -> Sequence[Any]:
        found = self.database.coverage.find_one() or {}
        return [
            (one["start_at"], one["end_at"], one["reason"])
            for one in found.get("stretches", [])
        ]

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_get("/news", self._list)
        app.router.add_get("/news/{number}", self._post)
        app.router.add_get("/api/{number}/comments", self._data)
        app.router.add_get("/sitemap.xml", self._sitemap)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.base = site.name
        yield
        await runner.cleanup()

    async def _list(self, request: web.Request) -> web.Response:
        self._note(request)
        page = int(request.query.get("page", 1))
        newest = sorted(self.posts, reverse=True)
        shown = newest[(page - 1) * self.per_page : page * self.per_page]
        cards = "".join(self._card(number) for number in shown)
        more = page * self.per_page < len(newest)
        onward = f"<a class=next href='/news?page={page + 1}'>" if more else ""
        return web.Response(
            text=f"<html><main>{cards}{onward}{'<br>' * 200}",
            content_type="text/html",
            status=self.status,
        )

    def _card(self, number: int) -> str:
        at = self.posts[number] + timedelta(hours=5)
        total = f"<i>{len(self.comments.get(number, []))} izoh</i>"
        return (
            f"<{self.card} id='n-{number}'><a href='/news/{number}'>Xabar {number}</a>"
            f"<time>{at:%d.%m.%Y %H:%M}</time>{total if self.totals else ''}"
            f"</{self.card}>"
        )

    async def _post(self, request: web.Request) -> web.Response:
        self._note(request)
        number, page = (
            int(request.match_info["number"]),
            int(request.query.get("page", 1)),
        )
        if number in self.gone:
            return web.Response(status=410)
        if number in self.broken:
            return web.Response(status=self.broken[number])
        said = list(enumerate(self.comments.get(number, []), 1))
        shown = said[(page - 1) * self.per_page : page * self.per_page]
        items = "".join(
            f"<{self.item} id='c{n}'><b>Ali {n}</b><p>{text}</p></{self.item}>"
            for n, text in shown
            if text
        )
        more = page * self.per_page < len(said)
        onward = f"<a class=more href='?page={page + 1}'>" if more else ""
        return web.Response(
            text=f"<h1>Xabar {number}</h1><p class=body>Matn {number}</p>"
            f"<ul>{items}</ul>{onward}",
            content_type="text/html",
        )

    async def _data(self, request: web.Request) -> web.Response:
        self._note(request)
        said = self.comments.get(int(request.match_info["number"]), [])
        page = int(request.query["page"])
        shown = list(enumerate(said))[(page - 1) * self.per_page :][: self.per_page]
        return web.json_response([{"id": n, "text": text} for n, text in shown])

    async def _sitemap(self, request: web.Request) -> web.Response:
        self._note(request)
        urls = "".join(
            f"<url><loc>{self.base}/news/{number}</loc>"
            f"<lastmod>{at.isoformat()}</lastmod></url>"
            for number, at in self.posts.items()
        )
        return web.Response(
            text="<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            f"{urls}</urlset>",
            content_type="application/xml",
        )

    def _note(self, request: web.Request) -> None:
        self.now += self.tick
        self.asked.append(request.path_qs)
        self.codes.add(request.headers.get("code"))


@pytest.fixture
async def ministry(
    uri_and_db: tuple[str, str], database: Documents, tmp_path: Path
) -> AsyncIterator[Ministry]:
    async with connected(*uri_and_db) as db:
        ministry = Ministry(Arrivals(db), database, tmp_path)
        async with ministry.served(), ministry.listened_to():
            yield ministry


async def test_posts_with_their_words_and_comments_are_kept(ministry: Ministry) -> None:
    ministry.write(1, 2)
    ministry.say(1, "Qimmat", "Yaxshi")

    await ministry.collect()

    assert ministry.texts() == {"Xabar 1\nMatn 1", "Xabar 2\nMatn 2"}
    assert ministry.held() == {"Qimmat", "Yaxshi"}
    assert ministry.codes == {"imv"}
    stored = ministry.database.comments.find_one({"text": "Qimmat"})
    assert stored is not None
    assert stored["post"] == "page:imv:1"
    assert "Ali" not in str(stored)


async def test_a_second_pass_adds_what_is_new_and_nothing_twice(
    ministry: Ministry,
) -> None:
    ministry.write(1)
    ministry.say(1, "Bir")
    await ministry.collect()
    ministry.say(1, "Ikki")
    ministry.write(2)
    ministry.now += HOUR

    done = await ministry.collect()

    assert ministry.held() == {"Bir", "Ikki"}
    assert (done.posts.added, done.comments.added) == (1, 1)


async def test_comments_are_read_page_after_page(ministry: Ministry) -> None:
    ministry.write(1)
    ministry.say(1, *(f"Gap {n}" for n in range(25)))

    await ministry.collect()

    assert len(ministry.held()) == 25
    assert ministry.asked[1:] == ["/news/1", "/news/1?page=2", "/news/1?page=3"]


async def test_comments_may_stand_in_an_interface_of_their_own(
    ministry: Ministry,
) -> None:
    at = CommentsAt(
        url=f"{ministry.base}/api/{{id}}/comments?page={{page}}",
        form=Form.JSON,
        each="$[*]",
        id=("id",),
        text=("text",),
    )
    ministry.page = LIST.model_copy(update={"comments": at})
    ministry.write(7)
    ministry.say(7, *(f"Gap {n}" for n in range(12)))

    await ministry.collect()

    assert len(ministry.held()) == 12
    assert "/api/7/comments?page=2" in ministry.asked


async def test_an_interface_may_say_that_no_comment_is_left(
    ministry: Ministry,
) -> None:
    at = CommentsAt(
        url=f"{ministry.base}/api/{{id}}/comments?page=1",
        form=Form.JSON,
        each="$[*]",
        id=("id",),
        text=("text",),
    )
    ministry.page = LIST.model_copy(update={"comments": at})
    ministry.write(7)
    ministry.say(7, "Bir", "Ikki")
    await ministry.collect()
    ministry.comments[7].clear()

    await ministry.collect()

    assert ministry.held() == set()


async def test_the_list_is_read_on_until_something_is_known(ministry: Ministry) -> None:
    ministry.per_page = 2
    ministry.write(1, 2, 3, 4, 5)
    await ministry.collect()
    assert len(ministry.texts()) == 5

    ministry.write(6)
    await ministry.collect(sweep=False)

    assert [one for one in ministry.asked if "page" in one] == []
    assert len(ministry.texts()) == 6


async def test_a_post_that_left_the_list_is_still_asked_for_comments(
    ministry: Ministry,
) -> None:
    ministry.write(1)
    await ministry.collect()
    ministry.per_page = 1
    ministry.write(2)
    ministry.say(1, "Kech qolgan")
    ministry.now += HOUR

    await ministry.collect(sweep=False)

    assert "Kech qolgan" in ministry.held()
    assert "Xabar 1\nMatn 1" in ministry.texts()


async def test_an_old_post_is_not_asked_for_comments_again(ministry: Ministry) -> None:
    ministry.write(1, at=NOON - timedelta(days=30))
    await ministry.collect()

    await ministry.collect()

    assert ministry.asked == ["/news"]


async def test_a_total_that_has_not_changed_saves_the_thread(
    ministry: Ministry,
) -> None:
    ministry.totals = True
    ministry.write(1, 2)
    ministry.say(1, "Bir")
    await ministry.collect()
    ministry.say(2, "Ikki")

    await ministry.collect()

    assert ministry.asked == ["/news", "/news/2"]
    assert ministry.held() == {"Bir", "Ikki"}


async def test_a_comment_that_is_gone_is_erased(ministry: Ministry) -> None:
    ministry.write(1)
    ministry.say(1, "Qoladi", "Ketadi")
    await ministry.collect()
    ministry.comments[1][1] = ""

    done = await ministry.collect()

    assert ministry.held() == {"Qoladi"}
    assert done.erased == 1


async def test_a_page_whose_comments_are_all_gone_has_changed_its_format(
    ministry: Ministry,
) -> None:
    ministry.write(1, 2)
    ministry.say(1, "a", "b", "d")
    ministry.say(2, "e")
    await ministry.collect()
    ministry.item = "div"
    ministry.now += HOUR

    done = await ministry.collect()

    assert done.error is not None
    assert "a page that had comments shows none" in done.error
    assert len(ministry.held()) == 4, "nothing is erased for a change of format"
    assert ministry.seen()[-1] == (NOON, NOON + HOUR, Reason.CHANGED_FORMAT.value)


async def test_a_changed_format_is_blind_until_it_is_mended_and_loses_nothing(
    ministry: Ministry,
) -> None:
    ministry.totals = True
    ministry.write(1)
    ministry.say(1, "a", "b", "d", "e")
    await ministry.collect()
    ministry.say(1, "f")
    ministry.item = "div"
    for _ in range(2):
        ministry.now += HOUR
        assert (await ministry.collect()).reason is Reason.CHANGED_FORMAT
    assert ministry.seen()[-1] == (NOON, ministry.now, Reason.CHANGED_FORMAT.value)

    ministry.item = "li"
    await ministry.collect()

    assert ministry.held() == {"a", "b", "d", "e", "f"}
    assert ministry.seen() == [(NOON - HOUR, ministry.now, None)]


async def test_what_was_first_met_in_a_changed_format_is_read_once_it_is_mended(
    ministry: Ministry,
) -> None:
    ministry.totals = True
    ministry.write(1)
    ministry.say(1, "a", "b", "d", "e")
    await ministry.collect()
    ministry.write(2)
    ministry.say(1, "f")
    ministry.say(2, "g")
    ministry.item, ministry.tick = "div", timedelta(seconds=2)
    await ministry.collect()

    ministry.item = "li"
    await ministry.collect()

    assert ministry.held() == {"a", "b", "d", "e", "f", "g"}


async def test_a_comment_that_is_gone_is_erased_though_the_pass_fails_later(
    ministry: Ministry,
) -> None:
    ministry.totals = True
    ministry.write(1, 2)
    ministry.say(2, "Qoladi", "Ketadi")
    await ministry.collect()
    ministry.comments[2].pop()
    ministry.say(1, "Yangi")
    ministry.broken, ministry.tick = {1: 500}, timedelta(seconds=2)

    done = await ministry.collect()
    await ministry.collect()

    assert done.reason is Reason.NETWORK
    assert ministry.held() == {"Qoladi"}


async def test_a_comment_that_could_not_be_erased_is_erased_by_the_next_pass(
    ministry: Ministry,
) -> None:
    class Away(Arrivals):
        async def erase_comments(self, *_: Any, **__: Any) -> int:
            raise AwayError("MongoDB is away")

    ministry.totals = True
    ministry.write(1)
    ministry.say(1, "Qoladi", "Ketadi")
    await ministry.collect()
    ministry.comments[1].pop()
    there = ministry.arrivals
    ministry.arrivals = Away(there._db)
    with pytest.raises(AwayError):
        await ministry.collect()

    ministry.arrivals = there
    await ministry.collect()

    assert ministry.held() == {"Qoladi"}


async def test_a_page_of_comments_that_comes_empty_erases_nothing(
    ministry: Ministry,
) -> None:
    ministry.write(1)
    ministry.say(1, *(f"Gap {n}" for n in range(15)))
    await ministry.collect()
    ministry.comments[1][10:] = [""] * 5

    done = await ministry.collect()

    assert (len(ministry.held()), done.erased) == (15, 0)


async def test_a_list_that_shows_no_posts_any_more_has_changed_its_format(
    ministry: Ministry,
) -> None:
    ministry.write(1)
    await ministry.collect()
    ministry.card = "section"
    ministry.now += HOUR

    done = await ministry.collect()

    assert done.error is not None
    assert "a page that had posts shows none" in done.error
    assert ministry.seen()[-1][2] == Reason.CHANGED_FORMAT.value


@pytest.mark.parametrize(
    "status, reason",
    [
        (404, Reason.NOT_PUBLIC),
        (403, Reason.BLOCKED),
        (429, Reason.FLOOD_WAIT),
        (500, Reason.NETWORK),
    ],
)
async def test_why_a_page_is_not_seen_is_noted(
    ministry: Ministry, status: int, reason: Reason
) -> None:
    ministry.write(1)
    await ministry.collect()
    ministry.status = status
    ministry.now += HOUR

    done = await ministry.collect()

    assert done.reason is reason
    assert ministry.seen()[-1] == (NOON, NOON + HOUR, reason.value)


async def test_a_post_whose_page_is_gone_is_set_aside_and_the_rest_goes_on(
    ministry: Ministry,
) -> None:
    ministry.write(1, 2)
    ministry.say(1, "Bir")
    ministry.gone.add(2)

    done = await ministry.collect()

    assert done.error is None
    assert ministry.held() == {"Bir"}
    assert ministry.texts() == {"Xabar 1\nMatn 1", "Xabar 2"}
    (aside,) = ministry.database.aside.find()
    assert "no such page (HTTP 410)" in aside["reason"]


async def test_one_page_may_be_the_post(ministry: Ministry) -> None:
    ministry.page = ONE
    ministry.write(5)
    ministry.say(5, "Rozi", "Qarshi")

    await ministry.collect("/news/5")
    ministry.say(5, "Yana")
    ministry.now += HOUR
    await ministry.collect("/news/5")

    assert ministry.held() == {"Rozi", "Qarshi", "Yana"}
    assert ministry.texts() == {"Xabar 5"}
    (post,) = ministry.database.posts.find()
    assert post["at"] == NOON


async def test_a_sitemap_finds_the_posts(ministry: Ministry) -> None:
    ministry.page = PageAt(
        form=Form.SITEMAP,
        article=ArticleAt(form=Form.HTML, title=("h1",), text=("p.body",)),
        comments=LIST.comments.model_copy(update={"form": Form.HTML})
        if LIST.comments
        else None,
    )
    ministry.write(11, 12)
    ministry.say(12, "Izoh")

    await ministry.collect("/sitemap.xml")

    assert ministry.texts() == {"Xabar 11\nMatn 11", "Xabar 12\nMatn 12"}
    assert ministry.held() == {"Izoh"}


async def test_the_source_is_seen_from_its_oldest_post_on(ministry: Ministry) -> None:
    ministry.write(1, at=NOON - timedelta(days=2))
    await ministry.collect()
    ministry.now += HOUR
    await ministry.collect()

    assert ministry.seen() == [(NOON - timedelta(days=2), NOON + HOUR, None)]


@pytest.mark.parametrize("status", [500, 403])
async def test_a_post_whose_page_stays_broken_is_set_aside_and_the_rest_goes_on(
    ministry: Ministry, status: int
) -> None:
    ministry.write(1, 2, 3)
    ministry.say(1, "Bir")
    ministry.broken = {3: status}

    passes = [await ministry.collect() for _ in range(2)]
    held = ministry.held()
    passes.append(await ministry.collect())

    assert [bool(done.error) for done in passes] == [True, True, False]
    assert held == {"Bir"}, "what failed before is read last"
    (aside,) = ministry.database.aside.find()
    assert aside["place"] == f"{ministry.base}/news/3"


async def test_posts_that_are_all_broken_are_the_trouble_of_the_source(
    ministry: Ministry,
) -> None:
    ministry.write(1, 2, 3)
    ministry.broken = dict.fromkeys(ministry.posts, 500)

    passes = [await ministry.collect() for _ in range(9)]

    assert {done.reason for done in passes} == {Reason.NETWORK}


async def test_one_page_that_is_the_post_is_never_passed_over(
    ministry: Ministry,
) -> None:
    ministry.page = ONE
    ministry.write(5)
    ministry.broken = {5: 500}

    passes = [await ministry.collect("/news/5") for _ in range(4)]

    assert {done.reason for done in passes} == {Reason.NETWORK}


async def test_what_was_not_read_in_time_is_not_said_to_be_seen(
    ministry: Ministry,
) -> None:
    ministry.write(1, 2)
    first = await ministry.collect(until=NOON)
    said = ministry.seen()
    ministry.now += HOUR

    second = await ministry.collect(until=NOON)

    assert (first.more, said) == (True, [])
    assert not second.more
    assert ministry.asked == ["/news", "/news/1"]
    assert ministry.seen() == [(NOON - HOUR, NOON, None)]


async def test_a_sweep_goes_on_until_all_is_read(ministry: Ministry) -> None:
    ministry.per_page = 2
    ministry.write(1, 2, 3, 4, 5, at=NOON - timedelta(days=30))
    for number in ministry.posts:
        ministry.say(number, f"Gap {number}")
    more = (await ministry.collect(sweep=True, until=NOON)).more
    asked = list(ministry.asked)
    while more:
        more = (await ministry.collect(sweep=False, until=NOON)).more
        asked += ministry.asked

    assert len(ministry.held()) == 5
    # The rest of the list is read in the first pass, and not in each.
    assert asked.count("/news?page=2") == asked.count("/news?page=3") == 1


async def test_a_pass_that_failed_hides_no_gap_from_those_after_it(
    ministry: Ministry,
) -> None:
    ministry.page, ministry.per_page = LIST.model_copy(update={"pages": 1}), 2
    ministry.write(1, 2)
    await ministry.collect()
    ministry.write(7, 8, at=NOON + 8 * HOUR)
    ministry.now, ministry.broken = NOON + 10 * HOUR, {7: 500}
    failed = await ministry.collect()
    ministry.broken.clear()
    for _ in range(2):
        ministry.now += HOUR
        await ministry.collect()

    assert failed.reason is Reason.NETWORK
    assert ministry.seen() == [
        (NOON - HOUR, NOON, None),
        (NOON, NOON + 8 * HOUR, Reason.NETWORK.value),
        (NOON + 8 * HOUR, NOON + 12 * HOUR, None),
    ]
