"""What `kayfiyat sources try` shows: a preview, and the lines for the settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from rich.table import Table
from rich.text import Text

from domain.comments import FoundComment, FoundPost
from domain.errors import ConfigError
from domain.pages import PageAt
from domain.periods import TASHKENT
from kayfiyat.printing import console, one_line
from listener.redaction import redacted
from listener.trying import Tried

SHOWN = 8
"""So many posts and so many comments make a preview."""

WIDE = 48
"""So much of a text is shown."""

_TELEGRAM = re.compile(r"https?://(?:www\.)?t(?:elegram)?\.me/(?:s/)?(\w+)")


def description(preset: str | None, places: Sequence[str]) -> PageAt | None:
    """The description that was typed; None if none was. Raises ConfigError."""
    if not preset and not places:
        return None
    said: dict[str, Any] = {"preset": preset or ""}
    for place in places:
        key, equals, value = place.partition("=")
        if not equals or not value:
            raise ConfigError(f"--set {place}: write KEY=PLACE, such as posts=article")
        _put(said, key.strip().split("."), value.strip())
    try:
        return PageAt(**said)
    except ValidationError as error:
        wrong = error.errors()[0]
        key = ".".join(str(part) for part in wrong["loc"])
        raise ConfigError(f"--set {key}: {wrong['msg']}; see docs/pages.md") from None


def _put(said: dict[str, Any], keys: Sequence[str], value: str) -> None:
    for key in keys[:-1]:
        inner = said.setdefault(key, {})
        if not isinstance(inner, dict):
            raise ConfigError(f"--set {'.'.join(keys)}: {key} is a place already")
        said = inner
    said[keys[-1]] = value


def facts(tried: Tried) -> dict[str, Any]:
    """For programs; as little of the people as `show` shows."""
    return {
        "url": tried.url,
        "kind": tried.kind or None,
        "by": tried.by or None,
        "posts": [
            {"id": one.id, "at": one.at, "url": one.url, "text": _short(one.text)}
            for one in tried.posts
        ],
        "comments": len(tried.comments),
        "others": {
            name: {"posts": len(found.posts), "comments": len(found.comments)}
            for name, found in tried.others.items()
        },
        "repeated": dict(tried.repeated),
        "robots": tried.robots or None,
        "blind": tried.reason,
        "trouble": tried.trouble,
    }


def show(tried: Tried, page: PageAt | None) -> None:
    """A preview for the terminal."""
    if tried.trouble:
        _say(f"{tried.url} cannot be read ({tried.reason}):\n  {tried.trouble}")
        return
    kind = tried.content_type.partition(";")[0] or "no content type"
    _say(f"{tried.url}: {kind}, {tried.size / 1000:,.1f} kB")
    _say(f"  robots.txt: {tried.robots}")
    _say(f"  {_finding(tried)}")
    if tried.posts:
        _print(_posts(tried.posts, tried.at))
    if tried.comments:
        _print(_comments(tried.comments, tried.at))
    for line in _advice(tried, page):
        _say(line)


def _finding(tried: Tried) -> str:
    if not (tried.posts or tried.comments):
        return "nothing found" + (f" by {tried.by}" if tried.by else "")
    what = "a feed" if tried.kind == "feed" else f"a page, read by {tried.by}"
    posts, comments = len(tried.posts), len(tried.comments)
    return f"{what}: {_number(posts, 'post')}, {_number(comments, 'comment')}"


def _advice(tried: Tried, page: PageAt | None) -> Iterator[str]:
    """What to do next, in the order of need."""
    if telegram := _TELEGRAM.match(tried.url):
        line = entry("telegram_web", telegram[1])
        yield f"\nA Telegram channel: follow it with {line}"
        return
    if tried.others:
        listed = ", ".join(
            f"{name} ({len(found.posts)} / {len(found.comments)})"
            for name, found in list(tried.others.items())[:4]
        )
        yield f"\nOther presets find (posts / comments): {listed}"
    undated = _undated(tried)
    if undated:
        yield f"{undated} without a time of their own: mend the place of the time"
    if tried.posts or tried.comments:
        yield "\nTo follow it, add this line to the sources in kayfiyat.toml:"
        yield f"  {entry(tried.kind, name_of(tried.url), tried.url, page, tried.by)}"
        return
    if tried.repeated:
        often = ", ".join(f"{name} ({n}x)" for name, n in tried.repeated.items())
        yield f"\nElements that repeat here: {often}"
        first = next(iter(tried.repeated))
        yield f"Try one: --set posts={first} --set title=h2 --set link=a@href"
    yield "How to describe a page: docs/pages.md"


def _undated(tried: Tried) -> str:
    posts = sum(one.at == tried.at for one in tried.posts)
    comments = sum(one.at == tried.at for one in tried.comments)
    parts = [(posts, "post"), (comments, "comment")]
    return " and ".join(_number(n, what) for n, what in parts if n)


def entry(
    kind: str, name: str, url: str = "", page: PageAt | None = None, by: str = ""
) -> str:
    """A source as a line of the settings."""
    parts = [f'kind = "{kind}"', f'name = "{name}"']
    parts += [f"url = {_quoted(url)}"] if url else []
    if kind == "page":
        own = page.model_dump(exclude_defaults=True) if page else {"preset": by}
        parts.append(f"page = {_inline(own)}")
    return f"{{ {', '.join(parts)} }},"


def _inline(value: Any) -> str:
    """As an inline table of TOML."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_inline(v)}' for key, v in value.items())} }}"
    if isinstance(value, list | tuple):
        inner = [_inline(one) for one in value]
        return inner[0] if len(inner) == 1 else f"[{', '.join(inner)}]"
    return _quoted(str(value)) if not isinstance(value, int) else str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def name_of(url: str) -> str:
    """A short id for what is at ``url``."""
    host = re.sub(r"^https?://(www\.)?|[/:?#].*$", "", url)
    return re.sub(r"[^A-Za-z0-9]+", "_", host).strip("_")[:40] or "page"


def _posts(posts: Sequence[FoundPost], at: datetime) -> Table:
    made = _table("posts", "comments")
    for post in posts[:SHOWN]:
        total = "–" if post.comment_total is None else f"{post.comment_total:,}"
        made.add_row(_when(post.at, at), total, Text(_short(post.text)))
    return _ended(made, len(posts))


def _comments(comments: Sequence[FoundComment], at: datetime) -> Table:
    made = _table("comments", "by")
    for one in comments[:SHOWN]:
        by = "page" if one.official else "reply" if one.reply_to else "public"
        made.add_row(_when(one.at, at), by, Text(_short(one.text)))
    return _ended(made, len(comments))


def _table(title: str, column: str) -> Table:
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column(f"\n{title}", no_wrap=True)
    made.add_column(f"\n{column}", justify="left" if column == "by" else "right")
    made.add_column("\nwords", no_wrap=True, overflow="ellipsis")
    return made


def _ended(made: Table, number: int) -> Table:
    if number > SHOWN:
        made.add_row(f"… {number - SHOWN:,} more", "", "")
    return made


def _when(at: datetime, read_at: datetime) -> str:
    return "no time" if at == read_at else f"{at.astimezone(TASHKENT):%d %b %Y %H:%M}"


def _short(text: str) -> str:
    plain = one_line(redacted(text))
    return plain if len(plain) <= WIDE else f"{plain[: WIDE - 1]}…"


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _print(made: Table) -> None:
    console.print(made)
