"""The pages behind the links in a reader's mail: confirm, change, leave.

To open one changes nothing: programs that scan mail open every link.
"""

from __future__ import annotations

from asyncio import to_thread
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from digest.readers.links import Purpose
from digest.site import forms, pages, troubles, wording
from digest.site.parts import Parts, body, page
from digest.site.wording import Words
from domain.subscribers import Subscriber
from shown.speech import TONGUES, speak


class Linked:
    """Handlers: for each link its page, and the button on it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def confirm_page(self, request: web.Request) -> web.Response:
        found = await self._reader(request, Purpose.CONFIRM)
        if isinstance(found, web.Response):
            return found
        titles, around = await self._parts.titles(), self._parts.around(request)
        return page(pages.confirm(around, _token(request), found.wishes, titles))

    async def confirm(self, request: web.Request) -> web.Response:
        found = await self._reader(request, Purpose.CONFIRM)
        if isinstance(found, web.Response):
            return found
        if not await to_thread(self._parts.readers.confirm, found.id):
            return self._no_more()
        token = token_of(self._parts.links.preferences(found.id))
        onward = self._parts.around().to("preferences", t=token)
        return self._words(wording.confirmed(), onward=onward)

    async def preferences_page(self, request: web.Request) -> web.Response:
        found = await self._reader(request, Purpose.PREFERENCES)
        if isinstance(found, web.Response):
            return found
        return await self._preferences(request, found)

    async def preferences(self, request: web.Request) -> web.Response:
        found = await self._reader(request, Purpose.PREFERENCES)
        if isinstance(found, web.Response):
            return found
        form, titles = forms.fields(await body(request)), await self._parts.titles()
        wishes = forms.wishes(form, reforms=titles, spoken=found.wishes.language)
        if not await to_thread(self._parts.readers.wish, found.id, wishes):
            return self._no_more()
        return await self._preferences(request, found, saved=True)

    async def unsubscribe_page(self, request: web.Request) -> web.Response:
        """The same whether or not there is still something to end."""
        token = _token(request)
        id_ = self._parts.links.read(token, Purpose.UNSUBSCRIBE)
        if id_ is None:
            return self._bad_link()
        self._speak(request, await to_thread(self._parts.readers.of, id_))
        return page(pages.unsubscribe(self._parts.around(request), token))

    async def unsubscribe(self, request: web.Request) -> web.Response:
        """From the button, or by one click from a mail program (RFC 8058).

        The link alone decides: no sign-in, no cookie, no redirect, and no look at the
        body, which is ``List-Unsubscribe=One-Click`` in the one case.
        """
        id_ = self._parts.links.read(_token(request), Purpose.UNSUBSCRIBE)
        if id_ is None:
            return self._bad_link()
        self._speak(request, await to_thread(self._parts.readers.of, id_))
        await to_thread(self._parts.readers.forget, id_)
        return self._words(wording.gone(), onward=self._parts.around().to(""))

    async def _preferences(
        self, request: web.Request, found: Subscriber, *, saved: bool = False
    ) -> web.Response:
        reader = await to_thread(self._parts.readers.of, found.id)
        if reader is None:
            return self._no_more()
        titles = await self._parts.titles()
        leave = token_of(self._parts.links.unsubscribe(found.id))
        around = self._parts.around(request)
        return page(
            pages.preferences(
                around, _token(request), leave, reader.wishes, titles, saved=saved
            )
        )

    async def _reader(
        self, request: web.Request, purpose: Purpose
    ) -> Subscriber | web.Response:
        """The reader of the link, whose language is spoken; else why there is none."""
        id_ = self._parts.links.read(_token(request), purpose)
        if id_ is None:
            return self._bad_link()
        found = await to_thread(self._parts.readers.of, id_)
        self._speak(request, found)
        return found or self._no_more()

    def _speak(self, request: web.Request, found: Subscriber | None) -> None:
        """The reader's language, unless the address names another."""
        if found and request.query.get("lang", "") not in TONGUES:
            speak(found.wishes.language)

    def _bad_link(self) -> web.Response:
        return self._words(
            troubles.bad_link(), status=400, onward=self._parts.around().to("")
        )

    def _no_more(self) -> web.Response:
        return self._words(
            troubles.no_more(), status=410, onward=self._parts.around().to("")
        )

    def _words(self, said: Words, *, onward: str, status: int = 200) -> web.Response:
        return page(
            pages.words(self._parts.around(), said, onward=onward), status=status
        )


def _token(request: web.Request) -> str:
    return request.query.get("t", "")


def token_of(link: str) -> str:
    """The token in a link of ours."""
    return parse_qs(urlsplit(link).query)["t"][0]
