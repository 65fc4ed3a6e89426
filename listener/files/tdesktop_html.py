"""Telegram Desktop's HTML export: one ``messages*.html``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.comments import FoundComment, FoundPost
from domain.errors import InputError, SourceError
from domain.sources import Source
from listener.files.contents import Aside, Chat, Found, chat_of
from listener.files.naming import file_source, one_line, stem_of
from listener.files.opening import whole_of
from listener.moments import from_text
from listener.pseudonyms import NAME_ONLY
from listener.tme_common import parsed

MAX_BYTES = 64 << 20
"""A page of an export has a thousand messages: a megabyte or two."""

_VIA = re.compile(r" via @\w+$")
_NUMBER = re.compile(r"go_to_message(-?\d{1,18})")
_DELETED = "Deleted Account"

What = Literal["post", "comment"]


def chat_in(
    path: Path, zone: ZoneInfo, *, what: What | None = None, public: bool = False
) -> Chat:
    """The chat of the page. The page does not say whether it is public.

    Messages are posts where all are by the chat itself, which then is a channel;
    else comments, those by the chat itself official.
    """
    html = whole_of(path, max_bytes=MAX_BYTES).decode("utf-8-sig", "replace")
    page = _parsed(html, path)
    header = page.css_first(".page_header .text")
    title = one_line(header.text() if header else "")
    nodes = page.css("div.history div.message") or page.css("div.message")
    if not nodes and header is None:
        raise InputError(
            f"{path}: no page of a Telegram Desktop export; name its messages.html"
        )
    source = file_source(title or stem_of(path), institution=title if public else "")
    return chat_of(
        source,
        lambda: _found(list(_messages(nodes, path.name, zone)), source, title, what),
        public=True if public else None,
    )


def _parsed(html: str, path: Path) -> LexborHTMLParser:
    try:
        return parsed(html)
    except SourceError:
        raise InputError(
            f"{path}: nested deeper than any page of a Telegram Desktop export"
        ) from None


@dataclass(frozen=True, slots=True)
class _Message:
    number: str
    at: datetime
    text: str
    author: str
    reply_to: str | None
    reactions: dict[str, int]


def _messages(
    nodes: list[LexborNode], file: str, zone: ZoneInfo
) -> Iterator[_Message | Aside]:
    author = ""
    for node in nodes:
        classes = (node.attributes.get("class") or "").split()
        number = (node.attributes.get("id") or "").removeprefix("message")
        body = _child(node, "body")
        if "service" in classes or not {"default", "message"} <= {*classes}:
            continue
        # Only a message by the same author as the one before is joined to it.
        if "joined" not in classes:
            author = _author(body)
        yield _message(body, number, author, zone) or Aside(
            f"{file}: message {one_line(number)[:24] or '?'}",
            "it has no number or no date that can be read",
        )


def _message(
    body: LexborNode | None, number: str, author: str, zone: ZoneInfo
) -> _Message | None:
    date = _child(body, "date")
    at = from_text((date.attributes.get("title") or "") if date else "", zone)
    if body is None or at is None or not number.removeprefix("-").isdecimal():
        return None
    return _Message(
        number=number,
        at=at,
        text=_text(_child(body, "text") or _child(_child(body, "forwarded"), "text")),
        author=author,
        reply_to=_reply_to(_child(body, "reply_to")),
        reactions=_reactions(_child(body, "reactions")),
    )


def _found(
    messages: list[_Message | Aside], source: Source, title: str, what: What | None
) -> Iterator[Found | Aside]:
    authors = {each.author for each in messages if isinstance(each, _Message)}
    posts = what == "post" or (what is None and bool(title) and authors == {title})
    for message in messages:
        if isinstance(message, Aside):
            yield message
        elif posts:
            yield _post(message, source)
        else:
            yield _comment(message, source, official=message.author == title != "")


def _post(message: _Message, source: Source) -> FoundPost:
    return FoundPost(
        id=f"{source.id}:{message.number}",
        at=message.at,
        text=message.text,
        reply_to=_id(source, message.reply_to),
        reactions=message.reactions,
    )


def _comment(message: _Message, source: Source, *, official: bool) -> FoundComment:
    # All deleted accounts share a name, and are not one author.
    named = message.author and message.author != _DELETED
    return FoundComment(
        id=f"{source.id}:{message.number}",
        at=message.at,
        text=message.text,
        reply_to=_id(source, message.reply_to),
        identity=f"{NAME_ONLY}{message.author}" if named else None,
        official=official,
        reactions=message.reactions,
    )


def _id(source: Source, number: str | None) -> str | None:
    return f"{source.id}:{number}" if number else None


def _child(node: LexborNode | None, name: str) -> LexborNode | None:
    """The child of that class. Not a deeper one: a forwarded message has its own."""
    for child in node.iter() if node is not None else ():
        if name in (child.attributes.get("class") or "").split():
            return child
    return None


def _author(body: LexborNode | None) -> str:
    name = _child(body, "from_name")
    return _VIA.sub("", one_line(name.text(deep=False))) if name is not None else ""


def _text(node: LexborNode | None) -> str:
    if node is None:
        return ""
    parts = [
        "\n" if part.tag == "br" else part.text_content or ""
        for part in node.traverse(include_text=True)
        if part.tag in ("br", "-text")
    ]
    return "".join(parts).strip()


def _reply_to(node: LexborNode | None) -> str | None:
    link = node.css_first("a[href]") if node is not None else None
    found = _NUMBER.search((link.attributes.get("href") or "") if link else "")
    return found[1] if found else None


def _reactions(node: LexborNode | None) -> dict[str, int]:
    """Counts; where the export shows the givers instead, how many they are."""
    counts: dict[str, int] = {}
    for reaction in node.css(".reaction") if node is not None else ():
        shown, emoji = reaction.css_first(".count"), reaction.css_first(".emoji")
        digits = one_line(shown.text()) if shown else ""
        count = int(digits[:15]) if digits.isdecimal() else 0
        name = one_line(emoji.text())[:16] if emoji else "unknown"
        counts[name] = counts.get(name, 0) + (
            count or len(reaction.css(".userpics > .userpic")) or 1
        )
    return counts
