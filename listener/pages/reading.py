"""The posts and comments that a description finds on a page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from itertools import islice
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from domain.comments import FoundComment, FoundPost
from domain.pages import ArticleAt, CommentsAt, PageAt, Places
from listener.pages.nodes import Node
from listener.pages.times import time_in

LONGEST = 200_000
"""Of a post or comment no more characters are kept."""

_PLAIN_ID = re.compile(r"[\w.-]{1,64}")
_NUMBERED = re.compile(r"[^\d]*[-_#=/t]?(\d{1,20})")
_TEMPLATE = re.compile(r"\{\{|\$\{|<%|#\{")
_FIELD = re.compile(r"\{\w+\}|%[A-Za-z_]+%")


@dataclass(frozen=True, slots=True)
class Reading:
    """Of which source a page is, where it stood and when it was read."""

    name: str
    url: str
    now: datetime
    zone: ZoneInfo


def posts_in(root: Node, page: PageAt, reading: Reading) -> list[FoundPost]:
    """The posts of a list, each once. What has neither title nor text is none."""
    found: dict[str, FoundPost] = {}
    for node in root.each(page.posts, page.skip):
        post = _post(node, page, reading)
        if post.text:
            found.setdefault(post.id, post)
    return list(found.values())


def article_in(
    root: Node, at: ArticleAt, post: FoundPost, reading: Reading
) -> FoundPost:
    """``post`` with what its own page says of it."""
    title = _first(root, at.title) or post.text.partition("\n")[0]
    words, time = _all(root, at.text), _time(root, at.time, reading)
    text = _joined(title, words) if words else post.text or title
    return replace(post, text=text, at=time or post.at)


def entry_id(reading: Reading, link: str, own: str = "") -> str:
    """The natural id of a post: its own id, or what its address ends in."""
    return f"page:{reading.name}:{own or _numbered(link) or _hashed(link)}"


def page_as_post(reading: Reading) -> FoundPost:
    """A page that is no list is a post itself."""
    return FoundPost(
        id=entry_id(reading, reading.url or reading.name),
        at=reading.now,
        text="",
        url=reading.url or None,
    )


def comments_in(
    root: Node, at: CommentsAt, post: str, reading: Reading
) -> list[FoundComment]:
    """The comments of a thread, each once: templates and copies are none."""
    found: dict[str, FoundComment] = {}
    for node in root.each(at.each, at.skip):
        comment = _comment(node, at, post, reading)
        if comment is not None:
            found.setdefault(comment.id, comment)
    return list(found.values())


def next_in(root: Node, places: Places, url: str) -> str | None:
    """The address of the page that follows."""
    return _address(url, _first(root, places))


def _post(node: Node, page: PageAt, reading: Reading) -> FoundPost:
    own, said = _id(node, page.id), _first(node, page.link)
    if page.link and "{id}" in page.link[0]:
        said = page.link[0].replace("{id}", own)
    link, title = _address(reading.url, said), _first(node, page.title)
    text = _joined(title, _all(node, page.text))
    return FoundPost(
        id=entry_id(reading, link or text, own),
        at=_time(node, page.time, reading) or reading.now,
        text=text,
        views=_count(_first(node, page.views)),
        comment_total=_count(_first(node, page.total)),
        url=link or _inside(said),
    )


def _comment(
    node: Node, at: CommentsAt, post: str, reading: Reading
) -> FoundComment | None:
    own, text = _id(node, at.id), _all(node, at.text)
    time, author = _time(node, at.time, reading), _first(node, at.author)
    if _TEMPLATE.search(f"{own} {author} {text[:200]}") or _FIELD.search(own + author):
        return None
    if not text and (not own or time is None):
        return None
    above = _id(node, at.reply_to) or (_id(node.parent, at.id) if node.parent else "")
    return FoundComment(
        id=_comment_id(post, own or _hashed(f"{author}|{time}|{text}")),
        at=time or reading.now,
        text=text,
        post=post,
        reply_to=_comment_id(post, above) if above not in {"", "0", own} else None,
        identity=f"name:{author}" if author else None,
        official=bool(_first(node, at.official)),
    )


def _comment_id(post: str, own: str) -> str:
    """Sites count their comments anew under each post."""
    return f"{post}:c-{own}"


def _id(node: Node, places: Places) -> str:
    """What tells it from others: ``div-comment-17`` and ``#comment-17`` are 17."""
    said = _first(node, places).rpartition("#")[2]
    numbered = _NUMBERED.fullmatch(said)
    if numbered:
        return numbered[1]
    return said if _PLAIN_ID.fullmatch(said) else _hashed(said) if said else ""


def _numbered(link: str) -> str:
    """``/lists/view/8123`` is 8123, whatever the host and language."""
    last = _path(link).rstrip("/").rpartition("/")[2]
    return last if last.isascii() and last.isdigit() and len(last) >= 4 else ""


def _path(link: str) -> str:
    with suppress(ValueError):
        return urlsplit(link).path
    return ""


def _hashed(text: str) -> str:
    return blake2b(text.strip().encode("utf-8", "replace"), digest_size=12).hexdigest()


def _first(node: Node, places: Places) -> str:
    """The first value of the first place that has one."""
    return next((value for one in places for value in node.values(one)), "")


def _all(node: Node, places: Places) -> str:
    """The values of the first place that has any, a line each."""
    return next((found for one in places if (found := _lines(node, one))), "")


def _lines(node: Node, place: str) -> str:
    kept: list[str] = []
    size = 0
    for value in node.values(place):
        kept.append(value)
        size += len(value)
        if size > LONGEST:
            break
    return _joined(*kept)[:LONGEST]


def _joined(*parts: str) -> str:
    """Without what is said twice: a title that begins the text, say."""
    return "\n".join(dict.fromkeys(filter(None, parts)))


def _time(node: Node, places: Iterable[str], reading: Reading) -> datetime | None:
    for place in places:
        for said in islice(node.values(place), 20):
            if at := time_in(said, reading.now, reading.zone):
                return at
    return None


def _count(said: str) -> int | None:
    """A number, with blanks between its thousands or words around it."""
    digits = re.search(r"\d[\d\s\u00a0,.]{0,15}", said)
    with suppress(ValueError):
        return int(re.sub(r"\D", "", digits[0])) if digits else None
    return None


def _address(base: str, said: str) -> str | None:
    """An http(s) address, or None; ``base`` is empty for a saved page."""
    with suppress(ValueError):
        url = urljoin(base, said) if said else ""
        return url if urlsplit(url).scheme in {"http", "https"} else None
    return None


def _inside(said: str) -> str | None:
    """Of a saved page, which does not say where it stood: an address on its host."""
    return said if said.startswith("/") and not said.startswith("//") else None
