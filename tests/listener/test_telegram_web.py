"""The retriever: pages both ways, threads to their end, and why there are none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from domain.coverage import Reason
from domain.errors import SourceError
from domain.listening_settings import ListenerSettings
from domain.sources import Kind, Source
from listener.answers import Validators
from listener.fetching import fetcher
from listener.telegram_web import TelegramWeb
from listener.tme_channel import number_of
from listener.tme_discussion import Discussion

from .telegram_site import SitePost, TelegramSite, always

NOTHING: Validators = (None, None)


@pytest.fixture
async def site() -> AsyncIterator[TelegramSite]:
    made = TelegramSite()
    async with made.served():
        yield made


@pytest.fixture
async def kun(site: TelegramSite) -> AsyncIterator[TelegramWeb]:
    async with fetcher(
        ListenerSettings(pause=0, jitter=0, private_addresses=True),
        clock=lambda: datetime(2026, 5, 4, tzinfo=UTC),
        chance=lambda: 0.0,
        stop=asyncio.Event(),
    ) as pages:
        yield TelegramWeb(Source(Kind.TELEGRAM_WEB, "kun", f"{site.base}/"), pages)


async def thread(web: TelegramWeb, post: str = "telegram:kun:1") -> list[Discussion]:
    return [page async for page in web.thread(post)]


def post_with(site: TelegramSite, comments: int) -> SitePost:
    site.channel("kun", posts=1, comments=comments)
    return site.channels["kun"].posts[0]


async def test_pages_go_both_ways(site: TelegramSite, kun: TelegramWeb) -> None:
    site.channel("kun", posts=50)

    latest, _ = await kun.latest(NOTHING)
    before = await kun.before(31)
    after = await kun.after(10)

    assert latest is not None
    assert [number_of(post.id) for post in latest.posts] == list(range(31, 51))
    assert [number_of(post.id) for post in before.posts] == list(range(11, 31))
    assert [number_of(post.id) for post in after.posts] == list(range(11, 31))


async def test_before_the_first_post_is_nothing(
    site: TelegramSite, kun: TelegramWeb
) -> None:
    site.channel("kun", posts=2)

    assert (await kun.before(1)).posts == ()


async def test_an_unchanged_page_is_none(site: TelegramSite, kun: TelegramWeb) -> None:
    site.channel("kun", posts=2)
    site.etags = True

    _, validators = await kun.latest(NOTHING)
    again, same = await kun.latest(validators)

    assert again is None
    assert same == validators


@pytest.mark.parametrize("comments, questions", [(0, 0), (99, 0), (100, 0), (101, 1)])
async def test_a_thread_is_asked_for_no_more_than_needed(
    site: TelegramSite, kun: TelegramWeb, comments: int, questions: int
) -> None:
    post_with(site, comments)

    pages = await thread(kun)

    assert sum(len(page.comments) for page in pages) == comments
    assert len(pages) == 1 + questions


async def test_all_pages_of_a_thread_share_group_and_post(
    site: TelegramSite, kun: TelegramWeb
) -> None:
    post_with(site, 260)

    found = [one for page in await thread(kun) for one in page.comments]

    assert {one.id.rpartition(":")[0] for one in found} == {"telegram:700"}
    assert {one.post for one in found} == {"telegram:kun:1"}
    assert len({one.id for one in found}) == 260


async def test_without_the_form_what_is_missing_is_set_aside(
    site: TelegramSite, kun: TelegramWeb
) -> None:
    post_with(site, 150)
    site.trouble = replaced("/kun/1", "discussion_hash", "hash_of_another_name")

    first, last = await thread(kun)

    assert len(first.comments) == 100
    assert "comments are missing" in last.set_aside[0].reason


async def test_only_the_host_that_we_read_is_asked_for_more(
    site: TelegramSite, kun: TelegramWeb
) -> None:
    post_with(site, 150)
    site.trouble = replaced("/kun/1", "127.0.0.1", "169.254.169.254")

    pages = await thread(kun)

    assert sum(len(page.comments) for page in pages) == 150


@pytest.mark.parametrize(
    "answer, why",
    [
        (always(404), "HTTP 404"),
        (always(200, '{"error": "Invalid hash"}'), "Invalid hash"),
    ],
)
async def test_a_refused_question_is_set_aside(
    site: TelegramSite, kun: TelegramWeb, answer: Any, why: str
) -> None:
    post_with(site, 150)

    async def troubled(request: web.Request) -> web.StreamResponse | None:
        return await answer(request) if request.method == "POST" else None

    site.trouble = troubled

    assert why in (await thread(kun))[-1].set_aside[0].reason


async def test_an_answer_that_repeats_itself_ends_the_thread(
    site: TelegramSite, kun: TelegramWeb
) -> None:
    post_with(site, 150)
    post = site.channels["kun"].posts[0]
    repeated = (await thread(kun))[0]

    async def same(request: web.Request) -> web.StreamResponse | None:
        if request.method != "POST":
            return None
        html = "".join(
            f'<div class="js-messages_more" data-before="{repeated.before}"></div>'
            f'<div class="tgme_widget_message" data-post-id="{one.id}"></div>'
            for one in post.comments[-5:]
        )
        return web.json_response({"ok": True, "comments_html": html})

    site.trouble = same

    assert len(await thread(kun)) == 2


async def test_a_post_that_is_gone_is_refused(
    site: TelegramSite, kun: TelegramWeb
) -> None:
    post_with(site, 1)

    (gone,) = await thread(kun, "telegram:kun:99")

    assert gone.refused
    assert "not found" in (gone.unavailable or "")


async def test_a_page_that_is_missing_is_not_public(
    site: TelegramSite, kun: TelegramWeb
) -> None:
    site.trouble = always(404)
    with pytest.raises(SourceError, match="404") as caught:
        await kun.latest(NOTHING)

    assert caught.value.reason is Reason.NOT_PUBLIC


async def test_an_answer_for_scripts_is_read_as_well(
    site: TelegramSite, kun: TelegramWeb
) -> None:
    site.channel("kun", posts=2)
    site.trouble = always(200, '"<div class=\\"tme_no_messages_found\\">No</div>"')

    assert (await kun.before(5)).posts == ()


def replaced(path: str, old: str, new: str) -> Any:
    """Answers of ``path`` with a piece of them replaced."""
    busy = False

    async def troubled(request: web.Request) -> web.StreamResponse | None:
        nonlocal busy
        if busy or request.path != path:
            return None
        busy = True
        handled = await request.match_info.handler(request)
        busy = False
        assert isinstance(handled, web.Response)
        text = (handled.text or "").replace(old, new)
        return web.Response(text=text, content_type="text/html")

    return troubled
