"""Mutated pages through every parser: what crashes, what takes longest.

``python -m benchmarks.fuzzing 200000 FOLDER``: FOLDER holds pages to begin with, by
the kind of page (``rss_atom``, ``youtube``, ``tme_channel`` …).
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.progress import track

from domain.errors import KayfiyatError
from domain.periods import TASHKENT
from kayfiyat.printing import console
from listener.feeds import comments_in_feed, feed_in
from listener.pages.reading import Reading
from listener.pages.whole import body_of, recognised
from listener.sitemaps import sitemap_posts
from listener.tme_channel import channel_page
from listener.tme_discussion import comments_in
from listener.tme_landing import landing
from listener.youtube import answer_in, replies_in, threads_in, videos_in

NOW = datetime(2026, 5, 10, tzinfo=UTC)
SLOW = 2.0
"""Seconds; a page that takes longer could hold up all sources."""

Parser = Callable[[bytes], object]

_OF = {"name": "x", "post": "youtube:x:v", "channel": "UC"}


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def _youtube(body: bytes) -> None:
    answer = answer_in(_text(body), "fuzz")
    threads_in(answer, **_OF)
    replies_in(answer, **_OF)
    videos_in(answer, "x")


def _feed(body: bytes) -> None:
    feed_in(body, "", name="x", now=NOW)
    comments_in_feed(body, "", name="x", post="feed:x:1", now=NOW)


def _page(body: bytes) -> None:
    """By every preset, and as a sitemap."""
    recognised(body_of(body), "x", "https://site.uz/", NOW)
    sitemap_posts(body, Reading("x", "https://site.uz/", NOW, TASHKENT))


PARSERS: dict[str, Parser] = {
    "gov_uz": _page,
    "html_comments": _page,
    "rss_atom": _feed,
    "youtube": _youtube,
    "tme_channel": lambda body: channel_page(_text(body)),
    "tme_fragment": lambda body: channel_page(_text(body)),
    "discussion_widget": lambda body: comments_in(_text(body)),
    "tme_landing": lambda body: landing(_text(body)),
}


def main() -> None:
    cases, folder = int(sys.argv[1]), Path(sys.argv[2])
    chance = random.Random(1)
    seeds = [
        (kind, path.read_bytes())
        for kind in PARSERS
        for path in sorted((folder / kind).glob("*"))
    ]
    crashes, slow, refused = 0, 0, 0
    longest = (0.0, "")
    for _ in track(range(cases), "Mutated pages", console=console):
        kind, page = chance.choice(seeds)
        mutated = _mutated(page, chance)
        start = time.perf_counter()
        try:
            PARSERS[kind](mutated)
        except KayfiyatError:
            refused += 1
        except Exception:
            crashes += 1
            console.print(f"{kind}:\n{traceback.format_exc(limit=-2)}", markup=False)
        took = time.perf_counter() - start
        longest, slow = max(longest, (took, kind)), slow + (took > SLOW)
    console.print(
        f"{cases:,} cases of {len(seeds)} pages: {crashes} crashes, {slow} over "
        f"{SLOW:g} s, {refused:,} refused in a sentence; longest "
        f"{longest[0]:.3f} s ({longest[1]})"
    )


def _mutated(page: bytes, chance: random.Random) -> bytes:
    """A piece cut, doubled, moved, overwritten or grown; several times."""
    body = bytearray(page[: chance.choice([400, 4_000, 40_000])])
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        size = min(chance.choice([1, 3, 20, 300]), len(body) - at)
        piece = bytes(body[at : at + size])
        match chance.randrange(5):
            case 0:
                del body[at : at + size]
            case 1:
                body[at:at] = piece * chance.choice([1, 2, 50])
            case 2:
                other = chance.randrange(len(body) + 1)
                body[other:other] = piece
            case 3:
                body[at : at + size] = chance.randbytes(size)
            case _:
                body[at:at] = chance.choice(_HOSTILE)
    return bytes(body)


_HOSTILE = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&#x110000;&#0;",
    b"<" * 300,
    b"<div>" * 200,
    b"]]>",
    b"\x00\xff\xfe",
    b"9" * 400,
    b'{"a":' * 200,
    b"-1e999",
    "\u202e\ufeff\U0001f44d".encode(),
)

if __name__ == "__main__":
    main()
