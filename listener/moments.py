"""Times as files write them, in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Outside of these a time is a mistake: a zero, or a unit mixed up."""

_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,12})?")
_DAY_FIRST = re.compile(
    r"(\d{1,2})[./](\d{1,2})[./](\d{4})"
    r"(?:[ T,]{1,3}(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?"
    r"(?: {0,2}(?:UTC|GMT)?([+-]\d\d):?(\d\d))?"
)


def from_unix(value: object) -> datetime | None:
    """Seconds (or milliseconds) since 1970, as a number or its text."""
    text = str(value).strip()
    if isinstance(value, bool) or not _NUMBER.fullmatch(text):
        return None
    seconds = float(text)
    seconds = seconds / 1000 if abs(seconds) > 1e11 else seconds
    if not 0 < seconds < 1e10:
        return None
    return _plausible(datetime.fromtimestamp(seconds, UTC))


def from_text(value: object, zone: ZoneInfo) -> datetime | None:
    """ISO 8601, ``05.07.2026 10:54:52 UTC+01:00`` or unix time.

    What states no zone is in ``zone``; a day without a time is its midnight.
    """
    if not isinstance(value, str):
        return from_unix(value)
    text = value.strip()
    return _day_first(text, zone) or _iso(text, zone) or from_unix(text)


def _iso(text: str, zone: ZoneInfo) -> datetime | None:
    if len(text) < 10 or not text.isascii() or text.isdigit():
        return None
    try:
        at = datetime.fromisoformat(text.removesuffix(" UTC").replace(" +", "+"))
    except ValueError:
        return None
    return _plausible(at if at.tzinfo else at.replace(tzinfo=zone))


def _day_first(text: str, zone: ZoneInfo) -> datetime | None:
    found = _DAY_FIRST.fullmatch(text)
    if not found:
        return None
    day, month, year, hour, minute, second = (
        int(part or 0) for part in found.groups()[:6]
    )
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        return _plausible(at.replace(tzinfo=_offset(found) or zone))
    except ValueError:
        return None


def _offset(found: re.Match[str]) -> timezone | None:
    if not found[7]:
        return None
    minutes = int(found[7][1:]) * 60 + int(found[8])
    return timezone(timedelta(minutes=-minutes if found[7][0] == "-" else minutes))


def _plausible(at: datetime) -> datetime | None:
    if not FIRST_YEAR <= at.year < LAST_YEAR:
        return None
    return at.astimezone(UTC)
