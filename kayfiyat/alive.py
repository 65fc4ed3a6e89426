"""Does a part live? `python -m kayfiyat.alive URL`, or `… FILE SECONDS`; for checks.

A page must answer; a file must have been touched within so many seconds
(`kayfiyat.beating`). It needs no other program: there is no curl in the image.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = 4.0
"""Seconds that a page has; a check is given five."""


def trouble(words: Sequence[str], *, now: float, patience: float = PATIENCE) -> str:
    """What speaks against life, in a few words; "" if nothing does."""
    match words:
        case [url] if url.startswith("http://"):
            return of_page(url, patience)
        case [file, seconds] if seconds.isdecimal():
            return of_beat(_touched(Path(file)), now, within=int(seconds))
    return "give a URL, or a file and a number of seconds"


def of_beat(touched: float | None, now: float, *, within: int) -> str:
    """``touched`` is when the part last gave a sign, None if never."""
    if touched is None:
        return "no sign of life yet"
    silent = now - touched
    return f"no sign of life for {silent:.0f} seconds" if silent > within else ""


def of_page(url: str, patience: float) -> str:
    parts = urlsplit(url)
    line = HTTPConnection(parts.hostname or "", parts.port, timeout=patience)
    try:
        with closing(line):
            line.request("GET", parts.path or "/")
            status = line.getresponse().status
    except (OSError, HTTPException) as error:
        return f"{url} does not answer: {error or type(error).__name__}"
    return "" if 200 <= status < 300 else f"{url} answers {status}"


def _touched(file: Path) -> float | None:
    try:
        return file.stat().st_mtime
    except OSError:
        return None


if __name__ == "__main__":
    said = trouble(sys.argv[1:], now=time.time())
    sys.stderr.write(f"{said}\n" if said else "")
    sys.exit(bool(said))
