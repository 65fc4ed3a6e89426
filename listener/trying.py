"""Look at an address as an analyst would: what is there, and what finds it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.comments import FoundComment, FoundPost
from domain.coverage import Reason
from domain.errors import SourceError
from domain.pages import Form, PageAt
from listener.answers import Page
from listener.checking import Means, robots_say
from listener.feed_pass import entries_in, is_feed
from listener.feeds import feed_in
from listener.fetching import Fetcher, fetcher
from listener.markup import decoded, plain, tree_of
from listener.page_turn import is_page
from listener.pages.presets import whole
from listener.pages.whole import Found, body_of, found_in, reading_of, recognised
from listener.sitemaps import is_sitemap

NAME = "tried"
REPEATED = 3
"""So many elements alike are likely a list of posts or comments."""


LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What an address answers, and what was found there.

    ``kind`` is the kind of source that it can be. ``by`` is the preset that found
    most, with what the ``others`` find; ``repeated`` are elements that may be what
    is sought, with their number. ``at`` is when it was read: the time of all that
    says none. ``trouble`` is what is in the way.
    """

    url: str
    at: datetime
    size: int = 0
    content_type: str = ""
    kind: str = ""
    by: str = ""
    posts: Sequence[FoundPost] = ()
    comments: Sequence[FoundComment] = ()
    others: Mapping[str, Found] = field(default_factory=dict)
    repeated: Mapping[str, int] = field(default_factory=dict)
    robots: str = ""
    trouble: str | None = None
    reason: Reason | None = None


async def try_address(url: str, page: PageAt | None, means: Means) -> Tried:
    """Read ``url`` once, find posts and comments there; nothing is stored.

    ``page`` is the description to follow; without one the presets are tried.
    Raises ConfigError if it cannot be followed.
    """
    given, now = whole(page) if page else None, means.clock()
    headers = given.headers if given else {}
    async with fetcher(
        means.settings.listener,
        clock=means.clock,
        chance=means.chance,
        stop=asyncio.Event(),
    ) as pages:
        try:
            return await _tried(url, given, headers, pages, now)
        except SourceError as error:
            return Tried(url, now, trouble=str(error), reason=error.reason)


async def _tried(
    url: str,
    given: PageAt | None,
    headers: Mapping[str, str],
    pages: Fetcher,
    now: datetime,
) -> Tried:
    asked = url.replace("{page}", "1")
    answer = await pages.follow(asked, known=_is_something, headers=headers)
    robots = await robots_say(answer.url, pages)
    if not answer.found:
        raise SourceError(
            f"{answer.url}: no such page (HTTP {answer.status}); mend the address",
            reason=Reason.NOT_PUBLIC,
        )
    common = {
        "size": len(answer.body),
        "content_type": answer.content_type,
        "robots": robots,
    }
    if given is None and (found := _as_feed(answer, now)):
        return Tried(url, now, kind="feed", posts=found, **common)  # type: ignore[arg-type]
    return _as_page(answer, given, Tried(url, now, **common))  # type: ignore[arg-type]


def _as_feed(answer: Page, now: datetime) -> Sequence[FoundPost]:
    """The entries, if it is a feed or a sitemap."""
    if is_sitemap(answer.body):
        return [one.post for one in entries_in(answer, NAME, now)]
    if not is_feed(answer.text):
        return ()
    try:
        feed = feed_in(answer.body, answer.content_type, name=NAME, now=now)
    except SourceError:
        return ()
    return [entry.post for entry in feed.entries]


def _as_page(answer: Page, given: PageAt | None, tried: Tried) -> Tried:
    body = body_of(answer.body, answer.content_type)
    if given:
        reading = reading_of(given, NAME, answer.url, tried.at)
        found = {given.preset or "your description": found_in(body, given, reading)}
    else:
        found = dict(recognised(body, NAME, answer.url, tried.at))
    by, best = next(iter(found.items()), ("", Found((), ())))
    html = Form.HTML if given is None else given.form
    return Tried(
        tried.url,
        tried.at,
        tried.size,
        tried.content_type,
        kind="page",
        by=by,
        posts=best.posts,
        comments=best.comments,
        others={name: one for name, one in found.items() if name != by},
        repeated=repeated_in(answer) if html is Form.HTML else {},
        robots=tried.robots,
    )


def repeated_in(answer: Page) -> dict[str, int]:
    """Elements of one class that stand there several times, with words in them."""
    tree = tree_of(decoded(answer.body, answer.content_type))
    counted: Counter[str] = Counter()
    found = tree.css("article, li[class], div[class], tr[class], section[class]")
    for node in found[:LOOKED_AT]:
        names = (node.attributes.get("class") or "").split()
        if len(plain(node.html or "")[:200]) >= 20:
            counted[".".join([node.tag or "", *names[:1]])] += 1
    often = [(name, n) for name, n in counted.most_common(40) if n >= REPEATED]
    return dict(often[:8])


def _is_something(text: str) -> bool:
    return is_page(text) or is_feed(text)
