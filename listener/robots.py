"""What a host's robots.txt allows us (RFC 9309). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

AGENT = "Kayfiyat"
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Rules:
    """What we may read of a host, and the pause that it asks for, in seconds."""

    robots: Protego | None = None
    pause: float = 0.0

    def allow(self, url: str) -> bool:
        return self.robots is None or bool(self.robots.can_fetch(url, AGENT))


def rules_from(status: int, text: str) -> Rules | None:
    """The rules that an answer gives; None: it must be asked again before reading.

    A host without the file (any 4xx) forbids nothing. One that fails (5xx)
    forbids everything for now.
    """
    if status >= 500:
        return None
    if not 200 <= status < 300:
        return Rules()
    robots = Protego.parse(text)
    return Rules(robots, robots.crawl_delay(AGENT) or 0.0)


def robots_url(url: str) -> str:
    """Where the rules for ``url`` stand."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
