"""What a sitemap lists: the addresses of a site's pages, with times. Pure.

Source: https://www.sitemaps.org/protocol.html, and Google's news extension.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from domain.comments import FoundPost
from domain.coverage import Reason
from domain.errors import SourceError
from listener.markup import plain
from listener.pages.reading import Reading, entry_id
from listener.pages.times import time_in

_DATED = ("{day}", "{month}", "{year}", "{monday}")


def is_sitemap(body: bytes) -> bool:
    """Whether ``body`` is a sitemap, or a list of them."""
    return b"<urlset" in body[:2_000] or b"<sitemapindex" in body[:2_000]


def sitemap_posts(body: bytes, reading: Reading) -> list[FoundPost]:
    """A post for each page listed; a news sitemap has titles, others none.

    Raises SourceError if ``body`` is no sitemap, or only a list of sitemaps.
    """
    try:
        whole = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise _no_sitemap(reading.url, f"no sitemap: {error}") from None
    if whole.tag.endswith("sitemapindex"):
        some = ", ".join(list(_said(whole, "loc"))[:3])
        raise _no_sitemap(reading.url, f"a list of sitemaps; use one of them: {some}")
    found = (_post(one, reading) for one in whole if one.tag.endswith("}url"))
    posts: dict[str, FoundPost] = {}
    for post in filter(None, found):
        posts.setdefault(post.id, post)
    return list(posts.values())


def dated(url: str, today: date) -> list[str]:
    """The addresses for yesterday and today, if ``url`` names the day."""
    if not any(mark in url for mark in _DATED):
        return [url]
    days = (today - timedelta(days=1), today)
    return list(dict.fromkeys(_for_day(url, day) for day in days))


def _for_day(url: str, day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    said = (str(day.day), str(day.month), str(day.year), monday.isoformat())
    for mark, text in zip(_DATED, said, strict=True):
        url = url.replace(mark, text)
    return url


def _post(element: Element, reading: Reading) -> FoundPost | None:
    link = next(_said(element, "loc"), "")
    if not link.startswith(("http://", "https://")):
        return None
    at = [*_said(element, "publication_date"), *_said(element, "lastmod")]
    times = (time_in(one, reading.now, reading.zone) for one in at)
    return FoundPost(
        id=entry_id(reading, link),
        at=next(filter(None, times), reading.now),
        text=plain(next(_said(element, "title"), "")),
        url=link,
    )


def _said(element: Element, tag: str) -> Iterator[str]:
    """The texts of all elements of this name, in whatever namespace."""
    for one in element.iter():
        if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == tag:
            yield (one.text or "").strip()


def _no_sitemap(url: str, what: str) -> SourceError:
    return SourceError(f"{url}: {what}", reason=Reason.CHANGED_FORMAT)
