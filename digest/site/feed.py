"""The public letters as an Atom feed (RFC 4287). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_MINTED = "2026"
"""RFC 4151: a tag names its authority at a time, so that it stays when hosts move."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, 2.2: these cannot be written, not even escaped."""

register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter in the feed; ``text`` is it without markup."""

    week: date
    subject: str
    text: str
    at: datetime


def atom(
    entries: Iterable[Entry], *, title: str, tag: str, url: str, began_at: datetime
) -> bytes:
    """The feed in the language ``tag`` of the pages at ``url``.

    It was last renewed with its newest letter; without one, at ``began_at``.
    """
    letters = list(entries)
    feed = Element(_atom("feed"), {XML_LANG: tag})
    _say(feed, "id", _id(url, f"letters/{tag}"))
    _say(feed, "title", title)
    _say(feed, "updated", _time(max((e.at for e in letters), default=began_at)))
    _say(SubElement(feed, _atom("author")), "name", "Kayfiyat")
    _link(feed, "self", f"{url}/feed.atom?lang={tag}", "application/atom+xml")
    _link(feed, "alternate", f"{url}/letters?lang={tag}", "text/html")
    for letter in letters:
        _add(feed, letter, tag=tag, url=url)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(feed: Element, letter: Entry, *, tag: str, url: str) -> None:
    entry = SubElement(feed, _atom("entry"))
    _say(entry, "id", _id(url, f"letter/{letter.week}/{tag}"))
    _say(entry, "title", letter.subject)
    _say(entry, "updated", _time(letter.at))
    _say(entry, "published", _time(letter.at))
    _link(entry, "alternate", f"{url}/letters/{letter.week}?lang={tag}", "text/html")
    content = SubElement(entry, _atom("content"), {"type": "html"})
    content.text = _writable(html(letter.text))


def html(text: str) -> str:
    """A letter's text as paragraphs: what every feed reader shows alike."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    lines = ("<br>".join(map(escape, each.splitlines())) for each in paragraphs)
    return "".join(f"<p>{each}</p>" for each in lines)


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, _atom(name)).text = _writable(text)


def _link(parent: Element, rel: str, href: str, kind: str) -> None:
    SubElement(parent, _atom("link"), {"rel": rel, "type": kind, "href": href})


def _id(url: str, what: str) -> str:
    return f"tag:{urlsplit(url).hostname},{_MINTED}:{what}"


def _time(at: datetime) -> str:
    """RFC 3339, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _writable(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
