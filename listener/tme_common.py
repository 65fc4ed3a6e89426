"""What every page of t.me writes alike: texts, numbers, times, reactions, errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.coverage import Reason
from domain.errors import SourceError
from listener.markup import tree_of

DEEPEST = 400
"""Deeper markup than this no page of t.me has; selectors would crawl through it."""

_NUMBER = re.compile(r"(\d[\d\s.,]*)([KMB]?)")
_SCALE = {"K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_NAME = re.compile(r"\w{2,64}", re.ASCII)
_REPLY_PARTS = {"js-reply_tpl", "js-reply_to", "tgme_widget_message_reply"}
_TEXT = "js-message_text"


class Aside(NamedTuple):
    """Where something unreadable lies, and why it is; never its words."""

    place: str
    reason: str


def parsed(html: str) -> LexborHTMLParser:
    """The tree of a page. Raises SourceError only for markup that no page has."""
    tree = tree_of(html)
    if tree.root is None or not _too_deep(tree.root):
        return tree
    raise changed_format(f"the markup is nested more than {DEEPEST} deep")


def changed_format(what: str) -> SourceError:
    return SourceError(
        f"{what}; Telegram may have changed its pages", reason=Reason.CHANGED_FORMAT
    )


def unwrapped(body: str) -> str:
    """The HTML of a body that may be a JSON string holding HTML."""
    if body.lstrip()[:1] != '"':
        return body
    try:
        inner = json.loads(body)
    except ValueError:
        return body
    return inner if isinstance(inner, str) else body


def number(text: str) -> int | None:
    """``37.2K`` is 37200, ``217 094 subscribers`` 217094; None if there is none."""
    found = _NUMBER.search(text)
    if not found:
        return None
    digits, unit = found.groups()
    compact = re.sub(r"\s", "", digits).rstrip(".,")[:18]
    if not unit:
        return int(re.sub(r"\D", "", compact))
    whole, _, part = compact.replace(",", ".").partition(".")
    part = re.sub(r"\D", "", part)[:9]
    return int((whole or "0") + part) * _SCALE[unit] // int(10 ** len(part))


def moment(text: str | None) -> datetime | None:
    """The time that an ISO text names, in UTC; None without a zone or a time."""
    try:
        at = datetime.fromisoformat((text or "").strip())
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def path_of(href: str | None) -> list[str]:
    """The parts of a link's path: ``["kunuzofficial", "173901"]``."""
    try:
        return [part for part in urlsplit(href or "").path.split("/") if part]
    except ValueError:
        return []


def profile_of(href: str | None) -> str | None:
    """The user name, in small letters, that a link such as t.me/Name leads to."""
    parts = path_of(href)
    if len(parts) == 1 and _NAME.fullmatch(parts[0]):
        return parts[0].lower()
    return None


def as_number(text: str | None) -> int | None:
    """A bare positive whole number, such as a message's; else None."""
    plain = (text or "").strip()
    if plain.isascii() and plain.isdigit() and len(plain) < 19:
        return int(plain) or None
    return None


def classes(node: LexborNode) -> set[str]:
    return set((node.attributes.get("class") or "").split())


def text_of(node: LexborNode | None) -> str:
    """The words of ``node`` with line breaks, without blank space at the ends."""
    return "".join(_pieces(node)).strip() if node is not None else ""


def message_text(message: LexborNode) -> str:
    """What the author of a message wrote, without the words that it answers."""
    for node in message.css(f".{_TEXT}"):
        if not inside(node, _REPLY_PARTS, message):
            return text_of(node)
    return ""


def message_at(message: LexborNode) -> datetime | None:
    """When a message was written; durations of videos are no times."""
    dated = message.css("a.tgme_widget_message_date time[datetime]")
    for node in dated or message.css("time[datetime]"):
        at = moment(node.attributes.get("datetime"))
        if at and not inside(node, _REPLY_PARTS, message):
            return at
    return None


def is_edited(message: LexborNode) -> bool:
    return any(
        "edited" in text_of(meta).split()
        for meta in message.css(".tgme_widget_message_meta")
    )


def reactions_of(message: LexborNode) -> dict[str, int]:
    """How often each reaction was given; those without a name or number are left."""
    counted: dict[str, int] = {}
    for node in message.css(".tgme_widget_message_reactions .tgme_reaction"):
        name, count = _reaction_name(node), number(_own_text(node))
        if name and count:
            counted[name] = counted.get(name, 0) + count
    return counted


def inside(node: LexborNode, names: set[str], top: LexborNode) -> bool:
    """Whether ``node``, or an element around it below ``top``, has such a class."""
    current: LexborNode | None = node
    while current is not None and current.mem_id != top.mem_id:
        if names & classes(current):
            return True
        current = current.parent
    return False


def _reaction_name(node: LexborNode) -> str | None:
    if "tgme_reaction_paid" in classes(node):
        return "paid"
    custom = node.css_first("tg-emoji[emoji-id]")
    if custom is not None:
        return f"custom:{custom.attributes.get('emoji-id')}"
    emoji = node.css_first("b")
    return text_of(emoji) or None


def _own_text(node: LexborNode) -> str:
    return node.text(deep=False)


def _pieces(top: LexborNode) -> Iterator[str]:
    for node in top.traverse(include_text=True):
        if node.tag == "-text":
            yield node.text_content or ""
        elif node.tag == "br":
            yield "\n"


def _too_deep(root: LexborNode) -> bool:
    node: LexborNode | None = root
    depth = 0
    while node is not None and depth <= DEEPEST:
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            continue
        while node is not None and node.next is None and depth > 0:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None and depth > 0 else None
    return depth > DEEPEST
