"""A site's comments as Disqus exports them: one XML file. Threads are posts.

Shape: https://help.disqus.com/en/articles/1717164-comments-export
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError
from zoneinfo import ZoneInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from domain.comments import FoundComment, FoundPost
from domain.errors import InputError
from listener.files.contents import Aside, Chat, Found, chat_of
from listener.files.naming import file_source, stem_of
from listener.files.opening import whole_of
from listener.markup import plain
from listener.moments import from_text

MAX_BYTES = 256 << 20

_NS = "{http://disqus.com}"
_ID = "{http://disqus.com/disqus-internals}id"
_UTC = ZoneInfo("UTC")


def chat_in(path: Path) -> Chat:
    """The threads and comments of an export; deleted ones and spam left out."""
    try:
        whole = fromstring(whole_of(path, max_bytes=MAX_BYTES))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise InputError(f"{path}: no Disqus export: {error}; export again") from None
    name = stem_of(path)

    def read() -> Iterator[Found | Aside]:
        for number, element in enumerate(whole, 1):
            found = _found(element, name)
            if found is None and element.tag in {f"{_NS}thread", f"{_NS}post"}:
                yield Aside(f"{path.name}: element {number}", "no id or no time")
            elif found and not _gone(element):
                yield found

    return chat_of(file_source(name), read, public=True)


def _found(element: Element, name: str) -> Found | None:
    own, at = element.get(_ID), from_text(_said(element, "createdAt"), _UTC)
    if not own or at is None:
        return None
    if element.tag == f"{_NS}thread":
        title = plain(_said(element, "title"))
        url = _said(element, "link") or None
        return FoundPost(id=f"disqus:{name}:{own}", at=at, text=title, url=url)
    if element.tag != f"{_NS}post":
        return None
    return FoundComment(
        id=f"disqus:{name}:c-{own}",
        at=at,
        text=plain(_said(element, "message")),
        post=_reference(element, "thread", f"disqus:{name}:"),
        reply_to=_reference(element, "parent", f"disqus:{name}:c-"),
        identity=_identity(element),
    )


def _identity(element: Element) -> str | None:
    said = (_said(element, f"author/{_NS}{part}") for part in ("username", "name"))
    who = next(filter(None, said), "")
    return f"name:{who}" if who else None


def _reference(element: Element, tag: str, before: str) -> str | None:
    found = element.find(f"{_NS}{tag}")
    own = found.get(_ID) if found is not None else None
    return f"{before}{own}" if own else None


def _gone(element: Element) -> bool:
    return "true" in {_said(element, tag) for tag in ("isDeleted", "isSpam")}


def _said(element: Element, tag: str) -> str:
    return (element.findtext(f"{_NS}{tag}") or "").strip()
