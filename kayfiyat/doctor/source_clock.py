"""Our clock beside a source's."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from kayfiyat.doctor.findings import Finding, ok, warning
from kayfiyat.doctor.machine import of_clock
from kayfiyat.doctor.online import asked
from kayfiyat.doctor.world import World


def by_source(world: World) -> Finding:
    """By the Date (RFC 9110, 6.6.1) of the first source's robots.txt."""
    sources = (each.as_source() for each in world.told.sources)
    url = next((source.url for source in sources if source.url), "")
    if not url:
        return ok("no source has an address to compare it with")
    told = asked(urljoin(url, "/robots.txt")).headers.get("Date", "")
    return of_date(told, world.now(), urlsplit(url).hostname or url)


def of_date(told: str, now: datetime, host: str) -> Finding:
    """``told`` is what the server gave as its time."""
    try:
        theirs = parsedate_to_datetime(told).astimezone(UTC)
    except ValueError:
        return warning(f"{host} does not tell its time", "compare it with a watch")
    return of_clock(now - theirs, f"that of {host}")
