"""Read a channel and its discussions on Telegram's public pages, without login."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from urllib.parse import urlsplit

from domain.coverage import Reason
from domain.errors import SourceError
from domain.sources import Source
from listener.answers import Page, Validators
from listener.fetching import Fetcher
from listener.tme_channel import ChannelPage, channel_page
from listener.tme_common import Aside
from listener.tme_discussion import Discussion, comments_in
from listener.tme_landing import landing, why_no_preview

COMMENTS_LIMIT = 100
"""The most comments that a widget's page shows at once."""

_MARKS = ("tgme_", "tme_")


class TelegramWeb:
    """The retriever of the ``telegram_web`` kind."""

    def __init__(self, source: Source, fetcher: Fetcher) -> None:
        self._name = source.name
        self._base = source.url.rstrip("/")
        self._fetcher = fetcher

    @property
    def latest_url(self) -> str:
        return f"{self._base}/s/{self._name}"

    async def latest(
        self, validators: Validators
    ) -> tuple[ChannelPage | None, Validators]:
        """The newest posts; None if the page is what ``validators`` stand for.

        Raises SourceError when there are none to be read, and says why.
        """
        page = await self._fetcher.get(
            self.latest_url, validators=validators, known=_is_ours
        )
        if page.unchanged:
            return None, validators
        return await self._channel_page(page), page.validators

    async def before(self, number: int) -> ChannelPage:
        """The posts just before the one with that number."""
        return await self._turned(f"before={number}")

    async def after(self, number: int) -> ChannelPage:
        """The posts just after the one with that number."""
        return await self._turned(f"after={number}")

    async def thread(self, post: str) -> AsyncGenerator[Discussion, None]:
        """The pages of the discussion under the post with that id, until all."""
        first = await self._widget(post)
        seen = set(first.ids)
        yield first
        for side in ("before_id", "after_id"):
            page = first
            while (at := _edge(page, side)) is not None:
                # The mark of newer comments is always there: it is for polling.
                if side == "after_id" and len(seen) >= (first.total or 0):
                    return
                page = await self._more(post, first, side, at)
                yield page
                if page.ids <= seen:
                    return
                seen |= page.ids

    def widget_url(self, post: str) -> str:
        """Where the discussion under a post stands."""
        _, name, number = post.split(":")
        query = f"embed=1&discussion=1&comments_limit={COMMENTS_LIMIT}"
        return f"{self._base}/{name}/{number}?{query}"

    async def _turned(self, query: str) -> ChannelPage:
        url = f"{self.latest_url}?{query}"
        return await self._channel_page(await self._fetcher.get(url, known=_is_ours))

    async def _channel_page(self, page: Page) -> ChannelPage:
        if page.found:
            return channel_page(page.text)
        raise SourceError(
            await self._why_none(page), reason=Reason.NOT_PUBLIC, permanent=True
        )

    async def _why_none(self, page: Page) -> str:
        """A redirect can mean many things; the landing page tells which."""
        if page.redirected:
            url = f"{self._base}/{self._name}"
            shown = await self._fetcher.get(url, known=_anything)
            if shown.found:
                return why_no_preview(landing(shown.text), self._name)
        return f"{page.url}: there is no such page (HTTP {page.status})"

    async def _widget(self, post: str) -> Discussion:
        page = await self._fetcher.get(self.widget_url(post), known=_is_ours)
        if not page.found:
            return Discussion(unavailable=f"HTTP {page.status}", refused=True)
        return comments_in(page.text, channel=_channel(post), post=post)

    async def _more(
        self, post: str, first: Discussion, side: str, at: int
    ) -> Discussion:
        """Ask the widget's own interface for the comments beyond ``at``."""
        url, form = self._question(first, side, at)
        if url is None or form is None:
            return _unasked(post, "the page lacks what asking for more takes")
        page = await self._fetcher.post(
            url, form, referer=self.widget_url(post), known=_is_answer
        )
        if not page.found:
            return _unasked(post, f"asking for more is answered by HTTP {page.status}")
        more = comments_in(
            page.text,
            channel=_channel(post),
            post=post,
            peer=first.peer,
            top_msg_id=first.top_msg_id,
        )
        if more.unavailable and not more.ids:
            return replace(_unasked(post, more.unavailable), total=more.total)
        return more

    def _question(
        self, first: Discussion, side: str, at: int
    ) -> tuple[str | None, dict[str, str] | None]:
        fields = (first.peer, first.top_msg_id, first.discussion_hash)
        peer, root, secret = fields
        if not (first.api_url and peer and root and secret):
            return None, None
        # Whatever host the page names, we ask the one that we mean to read.
        where = urlsplit(first.api_url)
        url = f"{self._base}/{where.path.lstrip('/')}?{where.query}"
        form = {"method": "loadComments", "peer": peer, "top_msg_id": root}
        return url, form | {"discussion_hash": secret, side: str(at)}


def _channel(post: str) -> str:
    return post.split(":")[1]


def _edge(page: Discussion, side: str) -> int | None:
    return page.before if side == "before_id" else page.after


def _unasked(post: str, why: str) -> Discussion:
    place = post.removeprefix("telegram:").replace(":", "/")
    return Discussion(
        set_aside=(Aside(f"t.me/{place}", f"comments are missing: {why}"),), cut=True
    )


def _anything(_text: str) -> bool:
    return True


def _is_ours(text: str) -> bool:
    return text.strip() == "Array" or any(mark in text for mark in _MARKS)


def _is_answer(text: str) -> bool:
    return text.lstrip()[:1] in {"{", '"'} or _is_ours(text)
