"""What the handlers of the pages share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import web

from digest.readers.links import Links
from digest.site.limits import Limits
from digest.site.pages import Around
from digest.site.readers import Readers
from domain.mail_settings import SiteSettings
from shown.speech import ENGLISH, spoken
from store.clients import Database, Document
from store.digests import Digests
from store.reforms import titles_of_reforms

PATIENCE = 20.0
"""Seconds that the body of a request may take to come."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The stores, the rules and the clock behind the pages.

    ``public``: letters are shown to everyone. ``began_at``: when the program started.
    """

    database: Database[Document]
    settings: SiteSettings
    readers: Readers
    digests: Digests
    links: Links
    limits: Limits
    clock: Callable[[], datetime]
    evenly: float
    public: bool
    synthetic: bool
    began_at: datetime

    @property
    def prefix(self) -> str:
        """The path below which the pages stand; "" for a host of their own."""
        return urlsplit(self.settings.url).path.rstrip("/")

    def around(self, request: web.Request | None = None) -> Around:
        """What stands around the page of ``request``; around an answer if None."""
        here = str(request.rel_url.without_query_params("lang")) if request else None
        return Around(self.prefix, here, self.public, self.synthetic)

    async def titles(self) -> dict[str, str]:
        """Of all reforms, in the language spoken."""
        return await asyncio.to_thread(self._titles)

    def _titles(self) -> dict[str, str]:
        english = titles_of_reforms(self.database, ENGLISH.writing)
        return english | titles_of_reforms(self.database, spoken().writing)


def page(html: str, *, status: int = 200) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html")


async def body(request: web.Request) -> bytes:
    """All of a form. Raises an HTTPException if it is too large or too slow."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
