"""The demo server speaks as t.me does, and the listener's parsers find all of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from domain.attitudes import Attitude
from domain.settings import load
from domain.sources import Kind
from kayfiyat.demo.chance import chance
from kayfiyat.demo.handwriting import handwriting
from kayfiyat.demo.markup import ripe, rounded, words
from kayfiyat.demo.people import Person
from kayfiyat.demo.plan import load_plan
from kayfiyat.demo.records import DemoComment, DemoPost
from kayfiyat.demo.server import app_of, serve
from kayfiyat.demo.settings import demo_settings_toml
from kayfiyat.demo.widget_pages import comments as comments_html
from kayfiyat.demo.world import World
from listener.tme_channel import channel_page, posts_in
from listener.tme_discussion import Discussion, comments_in
from listener.tme_landing import landing

START = date(2025, 5, 24)
NOW = datetime(2025, 9, 14, 7, 30, tzinfo=UTC)
CHANNEL = "demo_xabar24"
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}

Client = TestClient[Request, Application]


@pytest.fixture(scope="module")
def world() -> World:
    return World(START)


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    async with TestClient(TestServer(app_of(world, lambda: NOW))) as client:
        yield client


async def text(client: Client, url: str, **headers: str) -> str:
    async with client.get(url, headers=headers) as response:
        assert response.status == 200
        return await response.text()


async def widget(client: Client, post: DemoPost, limit: int = 100) -> Discussion:
    url = f"/{post.channel.name}/{post.id}?embed=1&discussion=1&comments_limit={limit}"
    return comments_in(await text(client, url), channel=post.channel.name)


async def asked(client: Client, page: Discussion, **fields: str) -> dict[str, object]:
    form = {
        "method": "loadComments",
        "peer": page.peer,
        "top_msg_id": page.top_msg_id,
        "discussion_hash": page.discussion_hash,
        **fields,
    }
    assert page.api_url
    path = page.api_url.partition("/api/")[2]
    async with client.post(f"/api/{path}", data=form, headers=SCRIPT) as response:
        return dict(await response.json())


def longest(world: World) -> DemoPost:
    return max(world.posts(CHANNEL, NOW), key=lambda post: len(world.thread(post, NOW)))


async def test_the_preview_shows_the_latest_twenty(
    client: Client, world: World
) -> None:
    page = channel_page(await text(client, f"/s/{CHANNEL}"))
    latest = world.posts(CHANNEL, NOW)[-20:]

    assert [post.id for post in page.posts] == [
        f"telegram:{CHANNEL}:{post.id}" for post in latest
    ]
    assert [post.at for post in page.posts] == [post.at for post in latest]
    assert page.posts[0].text.startswith(latest[0].headline)
    assert page.followers
    assert not page.set_aside


async def test_paging_back_finds_every_post(client: Client, world: World) -> None:
    found: set[str] = set()
    url = f"/s/{CHANNEL}"
    while page := posts_in(await text(client, url)):
        found |= {post.id for post in page}
        first = min(int(post.id.rpartition(":")[2]) for post in page)
        if first == world.posts(CHANNEL, NOW)[0].id:
            break
        url = f"/s/{CHANNEL}?before={first}"

    assert len(found) == len(world.posts(CHANNEL, NOW))


async def test_paging_forward_goes_on_after_a_post(
    client: Client, world: World
) -> None:
    posts = world.posts(CHANNEL, NOW)
    page = posts_in(await text(client, f"/s/{CHANNEL}?after={posts[2].id}"))

    assert [post.at for post in page] == [post.at for post in posts[3:23]]


async def test_a_script_gets_the_same_posts_in_a_json_string(client: Client) -> None:
    plain = await text(client, f"/s/{CHANNEL}?before=150")
    wrapped = await text(client, f"/s/{CHANNEL}?before=150", **SCRIPT)

    assert isinstance(json.loads(wrapped), str)
    assert posts_in(wrapped) == posts_in(plain)


async def test_beyond_the_first_post_there_is_nothing(client: Client) -> None:
    assert "tme_no_messages_found" in await text(client, f"/s/{CHANNEL}?before=1")


async def test_an_unchanged_preview_is_not_sent_twice(client: Client) -> None:
    async with client.get(f"/s/{CHANNEL}") as first:
        etag = first.headers["ETag"]
    async with client.get(f"/s/{CHANNEL}", headers={"If-None-Match": etag}) as second:
        assert second.status == 304
        assert not await second.read()


async def test_an_unknown_name_leads_to_a_landing_page_without_a_title(
    client: Client,
) -> None:
    async with client.get("/s/demo_nobody", allow_redirects=False) as response:
        assert response.status == 302
        assert response.headers["Location"] == "/demo_nobody"

    assert landing(await text(client, "/demo_nobody")).title is None
    known = landing(await text(client, f"/{CHANNEL}"))
    assert known.is_channel
    assert known.previewable


async def test_every_comment_of_every_thread_is_found(
    client: Client, world: World
) -> None:
    for name in ("demo_xabar24", "demo_kecha_bugun", "demo_energetika"):
        for post in world.posts(name, NOW):
            page = await widget(client, post)
            said = world.thread(post, NOW)
            shown = {f"telegram:{world.logs[name].group}:{c.id}" for c in said[-100:]}

            assert page.ids == shown
            assert page.total == (len(said) if post.reform else None)
            assert not page.set_aside


async def test_a_comment_is_read_as_it_was_written(
    client: Client, world: World
) -> None:
    post = longest(world)
    page = await widget(client, post)
    for found, said in zip(page.comments, world.thread(post, NOW)[-100:], strict=True):
        answered = said.reply_to
        group = world.logs[CHANNEL].group

        assert found.text == said.text_at(NOW)
        assert found.at == said.at
        assert found.post == f"telegram:{CHANNEL}:{post.id}"
        assert found.official is said.official
        assert found.edited is said.is_edited(NOW)
        assert found.reactions == said.reactions
        assert found.reply_to == (
            f"telegram:{group}:{answered.id}" if answered else None
        )
        anonymous = said.author is not None and said.author.gone
        assert (found.identity is None) is anonymous


async def test_older_comments_come_fifty_at_a_time(
    client: Client, world: World
) -> None:
    post = longest(world)
    said = world.thread(post, NOW)
    page = await widget(client, post)
    ids, before = set(page.ids), page.before
    assert before
    while before:
        answer = await asked(client, page, before_id=str(before))
        more = comments_in(
            json.dumps(answer), channel=CHANNEL, peer=page.peer, post="telegram:x:1"
        )
        assert 0 < len(more.comments) <= 50
        assert more.total == len(said)
        ids |= more.ids
        before = more.before

    assert len(ids) == len(said) > 100


async def test_newer_comments_come_until_there_are_none(
    client: Client, world: World
) -> None:
    post = longest(world)
    said = world.thread(post, NOW)
    page = await widget(client, post)
    first = await asked(client, page, after_id=str(said[0].id))
    last = await asked(client, page, after_id=str(said[-1].id))

    assert str(first["comments_html"]).count("data-post-id=") == 50
    assert f'data-after="{said[50].id}"' in str(first["comments_html"])
    assert not last["comments_html"]


async def test_five_comments_are_shown_unless_more_are_asked_for(
    client: Client, world: World
) -> None:
    post = longest(world)
    url = f"/{CHANNEL}/{post.id}?embed=1&discussion=1"

    assert len(comments_in(await text(client, url)).comments) == 5
    assert len((await widget(client, post, limit=7)).comments) == 7


async def test_a_request_without_the_threads_hash_is_refused(
    client: Client, world: World
) -> None:
    page = await widget(client, longest(world))

    assert "error" in await asked(client, page, discussion_hash="guessed")
    assert "error" in await asked(client, page, peer="c1_1")
    assert "error" in await asked(client, page, top_msg_id="1")


async def test_no_post_and_no_discussion_say_so(client: Client, world: World) -> None:
    missing = comments_in(await text(client, f"/{CHANNEL}/99999?embed=1&discussion=1"))
    closed = next(post for post in world.posts(CHANNEL, NOW) if not post.reform)

    assert missing.unavailable == "Post not found"
    assert missing.refused
    assert (
        await widget(client, closed)
    ).unavailable == "Discussion is not available at the moment."


async def test_what_is_later_than_the_clock_cannot_be_seen(world: World) -> None:
    world.grow(NOW.date() + timedelta(days=3))
    later = next(p for p in world.logs[CHANNEL].posts if p.at > NOW)
    async with TestClient(TestServer(app_of(world, lambda: NOW))) as client:
        assert (await widget(client, later)).unavailable == "Post not found"


async def test_serving_tells_its_address_and_ends_when_cancelled(
    world: World,
) -> None:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(
        serve(world, port=0, clock=lambda: NOW, ready=address.set_result)
    )
    assert (await address).startswith("http://127.0.0.1:")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_words_that_look_like_markup_stay_words(world: World) -> None:
    wicked = "<b>\"narx\" & 'tarif'</b> <script>x</script>\n&lt;"
    log = world.logs[CHANNEL]
    post = DemoPost(log.channel, NOW, "", "", None, 0, {}, id=5, root=6)
    hand = handwriting(chance(1), "ru")
    author = Person(1, '<i>"A" & B</i>', None, "ru", 0.0, hand)
    comment = DemoComment(post, NOW, wicked, author, Attitude.NEUTRAL, id=7)
    reply = replace(comment, id=8, reply_to=comment)
    html = comments_html(log, [comment, reply], NOW)
    found = comments_in(html, channel=CHANNEL, post="telegram:x:5", peer=log.peer)

    assert "<script>" not in html
    assert [c.text for c in found.comments] == [wicked, wicked]
    assert all(str(c.identity).endswith('<i>"A" & B</i>') for c in found.comments)


def test_numbers_are_rounded_as_t_me_does() -> None:
    shown = [rounded(n) for n in (0, 999, 37_249, 109_400, 1_100_000, 5000)]

    assert shown == ["0", "999", "37.2K", "109K", "1.1M", "5K"]


def test_views_ripen_with_the_age_of_a_post() -> None:
    ages = [timedelta(0), timedelta(hours=9), timedelta(days=9)]

    assert [ripe(1000, NOW, NOW + age) for age in ages] == [0, 632, 999]


def test_words_are_framed_as_telegram_does() -> None:
    assert words("a\nb") == "a<br/>b"
    assert words("ok 🤦‍♂️!").count('<i class="emoji"') == 1


def test_the_settings_name_every_channel_and_the_blackout(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "kayfiyat.toml"
    toml = demo_settings_toml(world, "http://127.0.0.1:9", app_port=8600)
    path.write_text(toml, encoding="utf-8")
    settings = load(path)

    assert [s.name for s in settings.sources] == [c.name for c in load_plan().channels]
    assert {s.kind for s in settings.sources} == {Kind.TELEGRAM_WEB}
    assert {s.url for s in settings.sources} == {"http://127.0.0.1:9"}
    assert settings.outages[0].as_stretch() == world.outages[0]
    assert settings.listener.private_addresses
    assert settings.listener.pause == 0
    assert settings.app.port == 8600
