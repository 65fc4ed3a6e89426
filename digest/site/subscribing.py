"""The form with which a reader asks for the letter."""

from __future__ import annotations

from asyncio import gather, sleep, to_thread
from math import ceil

from aiohttp import web

from digest.site import forms, pages, wording
from digest.site.limits import asking
from digest.site.parts import Parts, body, page
from shown.speech import spoken


class Subscribing:
    """Handlers: the form, and what is done with it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def home(self, request: web.Request) -> web.Response:
        titles = await self._parts.titles()
        return page(pages.home(self._parts.around(request), titles))

    async def subscribe(self, request: web.Request) -> web.Response:
        """Somebody asks; whoever is subscribed, the answer is the same."""
        form = forms.fields(await body(request))
        titles = await self._parts.titles()
        asked = forms.asked(form, reforms=titles, spoken=spoken().tag)
        if asked.trapped:
            return self._asked()
        if asked.address is None:
            again = pages.home(self._parts.around(), titles, asked=asked)
            return page(again, status=400)
        self._limit(request)
        # Both begin at once: the answer comes when the longer ends, the pause.
        ask = to_thread(self._parts.readers.ask, asked.address, asked.wishes)
        await gather(ask, sleep(self._parts.evenly))
        return self._asked()

    def _asked(self) -> web.Response:
        return page(pages.words(self._parts.around(), wording.asked()))

    def _limit(self, request: web.Request) -> None:
        host = asking(
            request.remote,
            request.headers.getall("X-Forwarded-For", []),
            behind_proxy=self._parts.settings.behind_proxy,
        )
        wait = self._parts.limits.wait(host, now=self._parts.clock())
        if wait:
            seconds = str(ceil(wait.total_seconds()))
            raise web.HTTPTooManyRequests(headers={"Retry-After": seconds})
