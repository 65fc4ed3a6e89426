"""The letters so far, for everyone to read, and their feed."""

from __future__ import annotations

import re
from asyncio import to_thread
from datetime import date
from hashlib import sha256

from aiohttp import ETag, web

from digest.site import pages, wording
from digest.site.feed import Entry, atom
from digest.site.parts import Parts, page
from domain.letters import Edition, Kept
from shown.speech import spoken

IN_FEED = 12
"""So many letters stand in the feed: a quarter."""

LISTED = 520
"""Ten years."""

CONTENT_ID = r"[\w.@+-]{1,128}"

SANDBOX = (
    "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""A letter is drawn and does nothing: no script, no form, no origin of ours."""

_PICTURE = re.compile(rf"cid:({CONTENT_ID})")

_OWN = re.compile(r"https://[a-z]+\.invalid/")
"""What stands for a reader's own links (RFC 2606: it leads nowhere)."""


class Archive:
    """Handlers: the list, a letter, its pictures, the feed; none unless public."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def letters(self, request: web.Request) -> web.Response:
        kept = await self._kept(LISTED)
        return page(pages.letters(self._parts.around(request), kept))

    async def letter(self, request: web.Request) -> web.Response:
        week = _week(request)
        edition = await self._edition(week)
        base = f"{self._parts.prefix}/letters/{week}"
        home = self._parts.around().to("")
        made = page(readable(edition.html, base, spoken().tag, home))
        made.headers["Content-Security-Policy"] = SANDBOX
        return made

    async def picture(self, request: web.Request) -> web.Response:
        edition = await self._edition(_week(request))
        png = edition.pictures.get(request.match_info["picture"])
        if png is None:
            raise web.HTTPNotFound
        headers = {
            "Cache-Control": "public, max-age=86400",
            # A letter in its sandbox has no origin: to it we are another.
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return web.Response(body=png, content_type="image/png", headers=headers)

    async def feed(self, request: web.Request) -> web.Response:
        tag = spoken().tag
        entries = [
            Entry(kept.week, edition.subject, edition.text, kept.composed_at)
            for kept in await self._kept(IN_FEED)
            if tag in kept.subjects and (edition := await self._edition(kept.week))
        ]
        made = atom(
            entries,
            title=wording.feed_title(),
            tag=tag,
            url=self._parts.settings.url,
            began_at=self._parts.began_at,
        )
        return _unless_known(request, made)

    async def _kept(self, limit: int) -> list[Kept]:
        self._only_public()
        return await to_thread(self._parts.digests.kept, limit, public_only=True)

    async def _edition(self, week: date) -> Edition:
        """In the language spoken. Raises HTTPNotFound if it is not for everyone."""
        self._only_public()
        tag = spoken().tag
        found = await to_thread(
            self._parts.digests.edition, week, tag, public_only=True
        )
        if found is None:
            raise web.HTTPNotFound
        return found

    def _only_public(self) -> None:
        if not self._parts.public:
            raise web.HTTPNotFound


def readable(html: str, base: str, tag: str, home: str) -> str:
    """A letter for a browser: pictures below ``base``, and no reader's own links."""
    drawn = _PICTURE.sub(rf"{base}/\1.png?lang={tag}", html)
    return _OWN.sub(lambda _found: home.replace("&", "&amp;"), drawn)


def _week(request: web.Request) -> date:
    try:
        return date.fromisoformat(request.match_info["week"])
    except ValueError:
        raise web.HTTPNotFound from None


def _unless_known(request: web.Request, feed: bytes) -> web.Response:
    """The feed, or word that it is as its reader has it (RFC 9110, 13.1.2)."""
    etag = sha256(feed).hexdigest()[:32]
    known = {each.value for each in request.if_none_match or ()}
    made = web.Response(status=304) if etag in known else web.Response(body=feed)
    made.content_type = "application/atom+xml"
    made.charset = "utf-8"
    made.etag = ETag(etag)
    return made
