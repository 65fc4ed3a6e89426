"""Tell the kind of a file by what is in it, not by its name."""

from __future__ import annotations

import json
import re

KINDS = (
    "telegram_export",
    "csv",
    "jsonl",
    "xlsx",
    "vk",
    "disqus",
    "telegram_web",
    "telegram_comments",
    "feed",
    "page",
)

_EXPORT_KEYS = re.compile(
    rb'"(?:messages|personal_information|frequent_contacts|left_chats|chats)"\s*:'
)
_EXPORT_HTML = re.compile(rb'class="(?:message default|message service|page_wrap)')
_COMMENTS = (
    b"tgme_post_discussion",
    b"new_message_form",
    b"data-post-id",
    b"reply_tpl",
)
_CHANNEL = (b"tgme_widget_message", b"tgme_channel", b"tme_messages", b"tgme_page")
_VK = re.compile(rb'"items"\s*:.{0,2000}?"from_id"\s*:\s*-?\d', re.DOTALL)
_ANSWER = re.compile(
    rb'\{[^\[\]{}]{0,500}"(?:data|response|comments)"\s*:\s*\[\s*\{', re.DOTALL
)
_DISQUS = re.compile(rb"<disqus[\s>]")
_SOON = 1 << 16
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)


def kind_of(head: bytes) -> str | None:
    """The kind of a file that begins with ``head``; None if it is none of ours."""
    if head.startswith(b"PK\x03\x04"):
        return "xlsx" if b"[Content_Types].xml" in head or b"xl/" in head else None
    start = _plain(head).lstrip()
    if not start or b"\0" in start[:1024]:
        return None
    if start.startswith(b"{") and _VK.search(start[:_SOON]):
        return "vk"
    if start.startswith((b"{", b"[", b'"')):
        return _json_kind(start)
    if start.startswith(b"<"):
        return _markup_kind(start)
    return "csv"


def _plain(head: bytes) -> bytes:
    """Without the byte order mark; UTF-16 as UTF-8."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _json_kind(start: bytes) -> str | None:
    if b"comments_html" in start or _any(start, (b"reply_tpl", b"data-post-id")):
        return "telegram_comments"
    if _any(start, _CHANNEL):
        return "telegram_web"
    if _ANSWER.match(start):
        return "page"
    return _rows_kind(start)


def _rows_kind(start: bytes) -> str | None:
    if start.startswith(b'"'):
        return "csv"  # the quoted name of a first column
    first, line_feed, _ = start.partition(b"\n")
    row = _row(first)
    if row is not None and "messages" not in row and "chats" not in row:
        return "jsonl"
    if _EXPORT_KEYS.search(start):
        return "telegram_export"
    return "jsonl" if line_feed and first.rstrip().endswith(b"}") else None


def _row(line: bytes) -> dict[str, object] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _markup_kind(start: bytes) -> str:
    if _any(start, _COMMENTS):
        return "telegram_comments"
    if _any(start, _CHANNEL):
        return "telegram_web"
    if _EXPORT_HTML.search(start):
        return "telegram_export"
    if _DISQUS.search(start[:4096]):
        return "disqus"
    return "feed" if _FEED.search(start[:4096]) else "page"


def _any(start: bytes, marks: tuple[bytes, ...]) -> bool:
    return any(mark in start for mark in marks)
