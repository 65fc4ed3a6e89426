"""A small t.me on a real socket, with which a test writes the world."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape

from aiohttp import web
from aiohttp.test_utils import TestServer

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)

PAGE = 20
MORE = 50

Trouble = Callable[[web.Request], Awaitable[web.StreamResponse | None]]


@dataclass
class SiteComment:
    """A comment as the site knows it; ``author`` None is a deleted account."""

    id: int
    text: str
    at: datetime
    author: str | None = "Ali"
    link: str | None = None
    reply_to: int | None = None
    reactions: str = ""


@dataclass
class SitePost:
    id: int
    text: str
    at: datetime
    comments: list[SiteComment] = field(default_factory=list)
    service: bool = False
    closed: bool = False
    refused: str = ""


@dataclass
class SiteChannel:
    name: str
    posts: list[SitePost] = field(default_factory=list)
    subscribers: str = "10K"
    group: int = 777
    landing: str = ""


class TelegramSite:
    """Channels, and what goes wrong on the way to them.

    ``trouble`` sees each request first and may answer in the site's place.
    ``asked`` are the requests so far, as "GET /s/kun".
    """

    def __init__(self) -> None:
        self.channels: dict[str, SiteChannel] = {}
        self.trouble: Trouble | None = None
        self.robots: str | None = None
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.etags = False
        self.base = ""
        self._next = 1000

    def channel(self, name: str, *, posts: int = 0, comments: int = 0) -> SiteChannel:
        """A channel with posts an hour apart, the last at NOON minus an hour."""
        made = self.channels[name] = SiteChannel(name, group=700 + len(self.channels))
        for n in range(1, posts + 1):
            post = self.post(name, id=n, at=NOON - timedelta(hours=posts + 1 - n))
            for _ in range(comments):
                self.comment(post)
        return made

    def post(self, name: str, *, id: int, at: datetime = NOON) -> SitePost:  # noqa: A002
        made = SitePost(id, f"{name} writes {id}", at)
        self.channels[name].posts.append(made)
        return made

    def comment(self, post: SitePost, text: str = "", **more: object) -> SiteComment:
        self._next += 1
        n = self._next
        at = post.at + timedelta(seconds=len(post.comments) + 1)
        made = SiteComment(n, text or f"comment {n}", at, author=f"Person {n % 7}")
        for key, value in more.items():
            setattr(made, key, value)
        post.comments.append(made)
        return made

    def world(self, name: str) -> dict[str, str]:
        """The ids and texts of all comments of a channel."""
        channel = self.channels[name]
        return {
            f"telegram:{channel.group}:{comment.id}": comment.text
            for post in channel.posts
            for comment in post.comments
        }

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        """Serve it on a free port; yields the address."""
        app = web.Application(middlewares=[self._troubled])
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get("/s/{name}", self._preview)
        app.router.add_get("/{name}/{post}", self._widget)
        app.router.add_get("/{name}", self._landing)
        app.router.add_post("/api/method", self._more)
        server = TestServer(app)
        async with server:
            self.base = str(server.make_url("/")).rstrip("/")
            yield self.base

    @web.middleware
    async def _troubled(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path_qs}")
        self.headers.append(dict(request.headers))
        answer = await self.trouble(request) if self.trouble else None
        return answer or await handler(request)

    async def _robots(self, _request: web.Request) -> web.Response:
        if self.robots is None:
            return web.Response(status=404)
        return web.Response(text=self.robots)

    async def _preview(self, request: web.Request) -> web.Response:
        channel = self.channels.get(request.match_info["name"])
        if channel is None or channel.landing:
            name = request.match_info["name"]
            return web.Response(status=302, headers={"Location": f"/{name}"})
        posts = sorted(channel.posts, key=lambda post: post.id)
        if "before" in request.query:
            posts = [p for p in posts if p.id < int(request.query["before"])]
        if "after" in request.query:
            after = int(request.query["after"])
            posts = [p for p in posts if p.id > after][:PAGE]
        return self._html(request, preview(channel, posts[-PAGE:]))

    async def _landing(self, request: web.Request) -> web.Response:
        channel = self.channels.get(request.match_info["name"])
        return self._html(request, channel.landing if channel else UNKNOWN)

    async def _widget(self, request: web.Request) -> web.Response:
        channel = self.channels[request.match_info["name"]]
        number = int(request.match_info["post"])
        post = next((p for p in channel.posts if p.id == number), None)
        limit = int(request.query["comments_limit"])
        return self._html(request, widget(channel, post, limit, self.base))

    async def _more(self, request: web.Request) -> web.Response:
        form = await request.post()
        root, before = int(str(form["top_msg_id"])), int(str(form["before_id"]))
        channel = next(
            c for c in self.channels.values() if f"-100{c.group}" == form["peer"]
        )
        post = next(p for p in channel.posts if p.id + 5000 == root)
        if form["discussion_hash"] != f"hash{post.id}":
            return web.json_response({"error": "Invalid hash"})
        shown = [c for c in post.comments if c.id < before]
        answer = {
            "ok": True,
            "comments_html": comments(channel, post, shown, MORE),
            "comments_cnt": len(post.comments),
        }
        return web.Response(text=json.dumps(answer), content_type="application/json")

    def _html(self, request: web.Request, text: str) -> web.Response:
        etag = f'"{hash(text)}"'
        headers = {"ETag": etag} if self.etags else {}
        if self.etags and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        return web.Response(text=text, content_type="text/html", headers=headers)


UNKNOWN = '<div class="tgme_page"><div class="tgme_page_description">If …</div></div>'
GROUP = (
    '<div class="tgme_page"><div class="tgme_page_title"><span>Talk</span></div>'
    '<div class="tgme_page_extra">56 054 members, 12 326 online</div></div>'
)


def preview(channel: SiteChannel, posts: list[SitePost]) -> str:
    shown = "".join(message(channel, post) for post in posts)
    nothing = '<div class="tme_no_messages_found">No posts found</div>'
    return f"""<html><body><div class="tgme_channel_info">
<div class="tgme_channel_info_counter"><span class="counter_value">
{channel.subscribers}</span> <span class="counter_type">subscribers</span></div></div>
<section class="tgme_channel_history js-message_history">
{shown or nothing}</section></body></html>"""


def message(channel: SiteChannel, post: SitePost) -> str:
    service = " service_message" if post.service else ""
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message{service} js-widget_message"
 data-post="{channel.name}/{post.id}"><div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_text js-message_text">{_words(post.text)}</div>
<span class="tgme_widget_message_views">1.2K</span>
<a class="tgme_widget_message_date" href="https://t.me/{channel.name}/{post.id}">
<time datetime="{post.at.isoformat()}">12:00</time></a></div></div></div>"""


def widget(channel: SiteChannel, post: SitePost | None, limit: int, base: str) -> str:
    if post is None or post.refused:
        why = post.refused if post else "Post not found"
        return f'<div class="tgme_widget_message_error">{why}</div>'
    if post.closed:
        return '<div class="tme_no_messages_found">Discussion is not available</div>'
    total = len(post.comments)
    header = f"{total} comments" if total else "Comments"
    api = json.dumps(f"{base}/api/method?api_hash=abc").replace("/", "\\/")
    return f"""<html><body><h3 class="tgme_post_discussion_header">
<span class="js-header">{header}</span> on this post</h3>
<div class="js-message_history">{comments(channel, post, post.comments, limit)}
<div class="tme_messages_more js-messages_more autoload hide" data-after="9"></div>
</div><!-- <form class="js-new_message_form">
<input type="hidden" name="peer" value="-100{channel.group}" />
<input type="hidden" name="top_msg_id" value="{post.id + 5000}" />
<input type="hidden" name="discussion_hash" value="hash{post.id}" /></form> -->
<script>TWidgetAuth.init({{"api_url":{api},"unauth":true}});</script>
<script>TWidgetDiscussion.init({{"comments_cnt":{total}}});</script></body></html>"""


def comments(
    channel: SiteChannel, post: SitePost, shown: list[SiteComment], limit: int
) -> str:
    """The last ``limit`` of the comments, with the mark of older ones."""
    cut = shown[-limit:]
    mark = '<div class="js-messages_more" data-before="{}">Show more</div>'
    above = mark.format(cut[0].id) if len(shown) > limit else ""
    return above + "".join(comment(channel, post, one) for one in cut)


def comment(channel: SiteChannel, post: SitePost, one: SiteComment) -> str:
    name = "Deleted Account" if one.author is None else escape(one.author)
    link = f'href="https://t.me/{one.link}"' if one.link else ""
    tag = "a" if one.link else "span"
    author = f'<{tag} class="tgme_widget_message_author_name" {link}>{name}</{tag}>'
    answered = (
        f'<div class="js-reply_to" data-reply-to="{one.reply_to}">'
        '<span class="tgme_widget_message_author_name">Vali</span>'
        '<div class="js-message_text">what was answered</div></div>'
        if one.reply_to
        else ""
    )
    words, at = _words(one.text), one.at.isoformat()
    return f"""<div class="tgme_widget_message_wrap">
<div class="tgme_widget_message js-widget_message" data-post-id="{one.id}">
<div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_author">{author}</div>{answered}
<div class="js-reply_tpl hide">{author}<div class="js-message_text">{words}</div></div>
<div class="tgme_widget_message_text js-message_text">{words}</div>
<div class="tgme_widget_message_reactions">{one.reactions}</div>
<a class="tgme_widget_message_date"
 href="https://t.me/{channel.name}/{post.id}?comment={one.id}">
<time datetime="{at}">now</time></a></div></div></div>"""


def kth_request(k: int, answer: Trouble) -> Trouble:
    """Trouble at the k-th request only, counted from one."""
    count = 0

    async def troubled(request: web.Request) -> web.StreamResponse | None:
        nonlocal count
        count += 1
        return await answer(request) if count == k else None

    return troubled


def always(status: int, text: str = "", **headers: str) -> Trouble:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=text, headers=named)

    return answer


async def hangs_up(request: web.Request) -> None:
    """Break the connection off without an answer."""
    if request.transport is not None:
        request.transport.abort()
    await asyncio.sleep(0)


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br/>")
