"""The demo world over HTTP on loopback, as t.me would show it."""

from __future__ import annotations

import asyncio
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import datetime
from zlib import crc32

from aiohttp import web

from domain.periods import day_of
from kayfiyat.demo import channel_pages, widget_pages
from kayfiyat.demo.markup import more
from kayfiyat.demo.records import DemoPost
from kayfiyat.demo.world import Log, World

Clock = Callable[[], datetime]

API_PAGE = 50
MOST_AT_ONCE = 100
_NAME = r"{name:[A-Za-z0-9_]{2,64}}"


async def serve(
    world: World, *, port: int, clock: Clock, ready: Callable[[str], None]
) -> None:
    """Serve the world until cancelled; ``ready`` is told the address.

    Port 0 takes any free one.
    """
    runner = web.AppRunner(app_of(world, clock), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        ready(f"http://127.0.0.1:{runner.addresses[0][1]}")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def app_of(world: World, clock: Clock) -> web.Application:
    """The application; what is later than ``clock()`` cannot be seen."""
    shown = _Shown(world, clock)
    app = web.Application()
    app.router.add_get(f"/s/{_NAME}", shown.preview)
    app.router.add_get(f"/{_NAME}/" + r"{post:\d{1,12}}", shown.widget)
    app.router.add_get(f"/{_NAME}", shown.landing)
    app.router.add_post("/api/method", shown.method)
    return app


class _Shown:
    """The handlers of the four addresses."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._world, self._clock = world, clock
        self._by_peer = {log.peer: log for log in world.logs.values()}

    async def preview(self, request: web.Request) -> web.Response:
        name, now = request.match_info["name"], self._clock()
        log = self._world.logs.get(name.lower())
        if log is None:
            return web.Response(status=302, headers={"Location": f"/{name}"})
        posts = self._world.posts(log.channel.name, now)
        span = channel_pages.page_of(
            posts, before=_number(request, "before"), after=_number(request, "after")
        )
        inner = channel_pages.messages(log.channel, posts, span, now)
        if _asked_by_script(request):
            return _conditional(request, json.dumps(inner), "application/json")
        older = posts[span[0]].id if 0 < span[0] < len(posts) else None
        body = channel_pages.preview(self._world, log.channel, now, inner, older)
        return _conditional(request, body, "text/html")

    async def landing(self, request: web.Request) -> web.Response:
        name, now = request.match_info["name"], self._clock()
        log = self._world.logs.get(name.lower())
        channel = log.channel if log else None
        body = channel_pages.landing(self._world, name, channel, now)
        return _html(body)

    async def widget(self, request: web.Request) -> web.Response:
        log = self._world.logs.get(request.match_info["name"].lower())
        post = self._visible(log, int(request.match_info["post"]))
        if log is None or post is None:
            return _html(widget_pages.page(widget_pages.ERROR))
        api_url = f"http://{request.host}/api/method?api_hash={log.group:x}"
        if post.reform is None or request.query.get("discussion") != "1":
            scripts = widget_pages.scripts(api_url, None)
            return _html(widget_pages.page(widget_pages.CLOSED, scripts))
        limit = min(_number(request, "comments_limit") or 5, MOST_AT_ONCE)
        total, inner = self._latest(log, post, limit)
        body = widget_pages.discussion(log, post, total, inner)
        return _html(widget_pages.page(body, widget_pages.scripts(api_url, total)))

    async def method(self, request: web.Request) -> web.Response:
        asked = {key: str(value) for key, value in (await request.post()).items()}
        log = self._by_peer.get(asked.get("peer", ""))
        root = asked.get("top_msg_id", "")
        post = log.by_root.get(int(root)) if log and root.isdigit() else None
        if (
            log is None
            or post is None
            or asked.get("method") != "loadComments"
            or asked.get("discussion_hash") != widget_pages.hash_of(post)
        ):
            return web.json_response({"ok": False, "error": "Invalid request"})
        return web.json_response(self._more(log, post, asked))

    def _visible(self, log: Log | None, number: int) -> DemoPost | None:
        now = self._clock()
        self._world.grow(day_of(now))
        post = log.by_id.get(number) if log else None
        return post if post and post.at <= now else None

    def _latest(self, log: Log, post: DemoPost, limit: int) -> tuple[int, str]:
        now = self._clock()
        said = self._world.thread(post, now)
        older = max(len(said) - limit, 0)
        inner = widget_pages.comments(log, said[older:], now, older=older)
        if said:
            inner += more("after", said[-1].id)
        return len(said), inner

    def _more(
        self, log: Log, post: DemoPost, asked: dict[str, str]
    ) -> dict[str, object]:
        now = self._clock()
        said = self._world.thread(post, now)
        ids = [comment.id for comment in said]
        if asked.get("after_id", "").isdigit():
            first = bisect_right(ids, int(asked["after_id"]))
            shown, older = said[first : first + API_PAGE], 0
        else:
            before = asked.get("before_id", "")
            last = bisect_left(ids, int(before)) if before.isdigit() else len(ids)
            older = max(last - API_PAGE, 0)
            shown = said[older:last]
        html = widget_pages.comments(log, shown, now, older=older)
        if "after_id" in asked and shown:
            html += more("after", shown[-1].id)
        return {
            "ok": True,
            "comments_html": html,
            "comments_cnt": len(said),
            "header_html": widget_pages.header(post, len(said)),
        }


def _conditional(request: web.Request, body: str, kind: str) -> web.Response:
    """The body with its ETag, or 304 when the visitor has it already."""
    raw = body.encode()
    etag = f'W/"{crc32(raw):08x}{len(raw):x}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    return web.Response(
        body=raw, content_type=kind, charset="utf-8", headers={"ETag": etag}
    )


def _html(body: str) -> web.Response:
    return web.Response(text=body, content_type="text/html")


def _number(request: web.Request, key: str) -> int | None:
    value = request.query.get(key, "")
    return int(value) if value.isascii() and value.isdigit() else None


def _asked_by_script(request: web.Request) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
