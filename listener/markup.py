"""Text without its markup, and bytes as text. Pure."""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser

from domain.coverage import Reason
from domain.errors import SourceError

UNCHECKED = 100_000
"""Characters; a page as short is read in a third of a second, however nested."""

MOST_WORK = 2_000_000_000
"""Elements looked at: some four seconds."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,20})")
# HTML, 13.2.5.32 to 13.2.5.39, possessive throughout: so it is linear.
_VALUE = r"""(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?)?"""
_ATTRIBUTE = re.compile(rf"(?:=?[^\s/>=]++|=){_VALUE}")
_ATTRIBUTES = re.compile(rf"<[a-zA-Z][^\s/>]*+((?:[\s/]++|{_ATTRIBUTE.pattern})*+)")
_FEW = 400
"""Characters of attributes that are never many."""
# Elements that never, or seldom, hold those that follow.
_ENDLESS = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
_ENDLESS |= {"p", "li", "option"}
_MARKUP = re.compile(r"<[a-zA-Z!/]|&[#\w]+;")
_BLANKS = re.compile(r"[ \t\xa0]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STRAY_STOP = re.compile(r"(\n\.|(?<=[.!?…»\"]) +\.)$")
_BLOCKS = "p, br, div, li, h1, h2, h3, h4, blockquote, tr"
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{3,30})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w-]{3,30})", re.IGNORECASE)
_LOOKED_AT = 4_096


def tree_of(html: str) -> LexborHTMLParser:
    """The parsed page. Raises SourceError if it is made to hold us up.

    Parsers of HTML look through all open elements at each tag, and through all
    attributes of a tag at each of them: eight megabytes of ``<div>``, or of one tag,
    would take Lexbor half an hour.
    """
    if _attributes_work(html) > MOST_WORK:
        raise SourceError(
            "a tag has too many attributes to be read", reason=Reason.CHANGED_FORMAT
        )
    if len(html) > UNCHECKED and _work(html) > MOST_WORK:
        raise SourceError(
            "its elements are nested too deeply to be read",
            reason=Reason.CHANGED_FORMAT,
        )
    return LexborHTMLParser(html.encode("utf-8", "replace"))


def _attributes_work(html: str) -> int:
    """The attributes before each attribute of its tag, summed."""
    return sum(
        len(_ATTRIBUTE.findall(body)) ** 2
        for body in _ATTRIBUTES.findall(html)
        if len(body) > _FEW
    )


def _work(html: str) -> int:
    """The open elements at each tag, summed; some are counted too long."""
    opened: Counter[str] = Counter()
    depth = work = 0
    for close, name in _TAG.findall(html):
        plain_name = name.lower()
        if plain_name in _ENDLESS:
            pass
        elif not close:
            opened[plain_name] += 1
            depth += 1
        elif opened[plain_name]:
            opened[plain_name] -= 1
            depth -= 1
        work += depth
    return work


def plain(html: str) -> str:
    """Text without markup; blocks become lines."""
    if not _MARKUP.search(html):
        return _tidy(html)
    tree = tree_of(html)
    for gone in tree.css("script, style, noscript"):
        gone.decompose()
    for block in tree.css(_BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    return _tidy(tree.text(separator=""))


def decoded(body: bytes, content_type: str) -> str:
    """The text of an HTML page, whatever it says of its charset.

    Bytes that are valid UTF-8 are UTF-8; else what the header or the page names
    is tried, then windows-1251, in which old Russian and Uzbek sites are written.
    """
    named = _HEADER.search(content_type), _META.search(body[:_LOOKED_AT])
    header, meta = named
    given = [header[1] if header else "", meta[1].decode() if meta else ""]
    for charset in ("utf-8-sig", *filter(None, given), "windows-1251"):
        try:
            return body.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "replace")


def _tidy(text: str) -> str:
    lines = (_BLANKS.sub(" ", line).strip() for line in text.splitlines())
    lines = (_CONTROL.sub("", line) for line in lines)  # a terminal would obey them
    whole = "\n".join(line for line in lines if line)
    # kun.uz writes a full stop after its description's CDATA.
    return _STRAY_STOP.sub("", whole).strip()
