"""What a feed says: RSS, Atom, RDF by feedparser, and JSON Feed. Pure."""

from __future__ import annotations

import json
from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from time import struct_time
from typing import Any

import feedparser

from domain.comments import FoundComment, FoundPost
from domain.coverage import Reason
from domain.errors import SourceError
from domain.periods import TASHKENT
from listener.markup import plain

LATEST = timedelta(days=1)
"""A date further in the future than this is wrong, and as good as none."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the feed gives it; ``comments_url`` is the feed of its comments."""

    post: FoundPost
    comments_url: str | None

    @property
    def id(self) -> str:
        return self.post.id


@dataclass(frozen=True, slots=True)
class Feed:
    """What was found; ``dated`` entries came with a time of their own."""

    title: str
    entries: tuple[Entry, ...]
    dated: int


def feed_in(body: bytes, content_type: str, *, name: str, now: datetime) -> Feed:
    """The entries of a feed as posts of the source ``name``.

    An entry without a time has that of the reading, ``now``. Raises SourceError
    if ``body`` is no feed.
    """
    if _is_json(body, content_type):
        return _json_feed(body, name, now)
    read = _parsed(body, content_type)
    return _feed(read.feed.get("title", ""), _plain_dicts(read), name, now)


def comments_in_feed(
    body: bytes, content_type: str, *, name: str, post: str, now: datetime
) -> list[FoundComment]:
    """The comments of a post's comment feed (``wfw:commentRss``)."""
    read = _parsed(body, content_type)
    return [_comment(raw, name, post, now) for raw in _plain_dicts(read)]


def _parsed(body: bytes, content_type: str) -> Any:
    headers = {"content-type": content_type} if content_type else {}
    # Sanitising is ours (all markup goes); relative links are of no use to us.
    try:
        read = feedparser.parse(
            body,
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # a number of no letter, say: `&#x110000;`
        raise SourceError(
            f"the feed cannot be read ({type(error).__name__})",
            reason=Reason.CHANGED_FORMAT,
        ) from None
    if not read.get("version") and not read.entries:
        raise SourceError("the answer is no feed", reason=Reason.CHANGED_FORMAT)
    return read


def _plain_dicts(read: Any) -> list[dict[str, Any]]:
    """feedparser's own would answer for what is missing, with a warning."""
    return [dict(raw) for raw in read.entries]


def _feed(
    title: str, raws: Sequence[Mapping[str, Any]], name: str, now: datetime
) -> Feed:
    dated = sum(_time_of(raw, now) is not None for raw in raws)
    entries = tuple(_entry(raw, name, now) for raw in raws)
    return Feed(plain(title), entries, dated)


def _entry(raw: Mapping[str, Any], name: str, now: datetime) -> Entry:
    title, link = plain(raw.get("title", "")), raw.get("link") or None
    counts = raw.get("media_statistics")
    at = _time_of(raw, now)
    post = FoundPost(
        id=f"feed:{name}:{_key(raw, title)}",
        at=at or now,
        text="\n".join(filter(None, (title, _body_of(raw, title)))),
        edited=_edited(raw, at, now),
        views=_whole(counts.get("views")) if isinstance(counts, dict) else None,
        comment_total=_whole(raw.get("slash_comments")),
        url=link,
    )
    return Entry(post, raw.get("wfw_commentrss") or None)


def _comment(
    raw: Mapping[str, Any], name: str, post: str, now: datetime
) -> FoundComment:
    author = plain(raw.get("author", ""))
    text = _body_of(raw, "")
    return FoundComment(
        id=f"feed:{name}:c-{_key(raw, text)}",
        at=_time_of(raw, now) or now,
        text=text,
        post=post,
        identity=f"name:{author}" if author else None,
    )


def _body_of(raw: Mapping[str, Any], title: str) -> str:
    """The summary, else the content; nothing if it only says the title again."""
    whole = [raw.get("summary", ""), *(c.get("value", "") for c in _contents(raw))]
    texts = (plain(text) for text in whole if text)
    body = next((text for text in texts if text), "")
    return "" if body == title else body


def _contents(raw: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    contents = raw.get("content", ())
    return iter(contents if isinstance(contents, list) else ())


def _time_of(raw: Mapping[str, Any], now: datetime) -> datetime | None:
    for field in ("published", "updated", "created"):
        at = _moment(raw.get(f"{field}_parsed")) or _iso(raw.get(field))
        if at is not None and EARLIEST <= at <= now + LATEST:
            return at
    return None


def _edited(
    raw: Mapping[str, Any], at: datetime | None, now: datetime
) -> datetime | bool:
    later = _moment(raw.get("updated_parsed"))
    return later if later and at and at < later <= now + LATEST else False


def _moment(parsed: struct_time | None) -> datetime | None:
    with suppress(ValueError, OverflowError, TypeError, OSError):
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    return None


def _iso(text: object) -> datetime | None:
    """A time that states no zone is of Tashkent, where the page is."""
    with suppress(ValueError, TypeError, OverflowError):
        at = datetime.fromisoformat(str(text).strip())
        return (at if at.tzinfo else at.replace(tzinfo=TASHKENT)).astimezone(UTC)
    return None


def _key(raw: Mapping[str, Any], title: str) -> str:
    """What tells the entry from others for good: its id, its link, or its words."""
    own = raw.get("id") or raw.get("link") or f"{title}|{raw.get('published', '')}"
    return blake2b(str(own).strip().encode(), digest_size=12).hexdigest()


def _is_json(body: bytes, content_type: str) -> bool:
    return "json" in content_type or body.lstrip()[:1] == b"{"


def _json_feed(body: bytes, name: str, now: datetime) -> Feed:
    """JSON Feed 1.x (jsonfeed.org), which feedparser does not read."""
    try:
        read = json.loads(body)
        items = [dict(item) for item in read["items"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SourceError(
            "the answer is no JSON feed", reason=Reason.CHANGED_FORMAT
        ) from None
    raws = [_from_json(item) for item in items]
    return _feed(str(read.get("title") or ""), raws, name, now)


def _from_json(item: Mapping[str, Any]) -> dict[str, Any]:
    """In the words of feedparser."""
    words = item.get("content_text") or item.get("content_html") or item.get("summary")
    return {
        "id": str(item.get("id") or ""),
        "link": str(item.get("url") or ""),
        "title": str(item.get("title") or ""),
        "summary": str(words or ""),
        "published": item.get("date_published"),
    }


def _whole(value: object) -> int | None:
    with suppress(ValueError, TypeError):
        number = int(str(value))
        return number if 0 <= number < 2**31 else None
    return None
