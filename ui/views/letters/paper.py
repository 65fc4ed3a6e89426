"""A letter as one page that holds all it needs and can do nothing. Pure.

It was written by us, of words that strangers wrote: should markup of theirs ever
stand in it, it stays without effect.
"""

from __future__ import annotations

import re
from base64 import b64encode

from domain.letters import Edition

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing is run and nothing fetched (Content Security Policy Level 3)."""

HEAD = (
    '<!DOCTYPE html><meta charset="utf-8">'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
)
"""Before everything else: a browser heeds no policy that comes after the head."""

ELSEWHERE = '<base target="_blank">'
"""In a frame, a link opens beside the app."""

_PICTURE = re.compile(r'src="cid:([^"]{1,128})"')


def page(edition: Edition) -> bytes:
    """The letter as a file, to be opened by itself."""
    return f"{HEAD}{_with_pictures(edition)}".encode()


def framed(edition: Edition) -> str:
    """The letter as a frame of the app shows it."""
    return f"{HEAD}{ELSEWHERE}{_with_pictures(edition)}"


def text(edition: Edition) -> bytes:
    return f"{edition.subject}\n\n{edition.text}".encode()


def _with_pictures(edition: Edition) -> str:
    """Pictures in the page itself; one that is not there stays away."""

    def drawn(found: re.Match[str]) -> str:
        png = edition.pictures.get(found[1])
        told = b64encode(png).decode() if png else ""
        return f'src="data:image/png;base64,{told}"'

    return _PICTURE.sub(drawn, edition.html)
