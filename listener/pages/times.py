"""Times as pages write them: in numbers, or in Uzbek, Russian or English words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import dateparser

from domain.periods import TASHKENT
from listener.moments import from_text

LONGEST = 80
"""A longer text is no time, and would be slow to search."""

LATEST = timedelta(days=1)
"""A time further in the future than this is wrong, and as good as none."""

_LANGUAGES = ["uz", "uz-Cyrl", "ru", "en"]
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
_DASHED = re.compile(r"\b(\d{1,2})-(\d{1,2})-(\d{4})\b")
_YEAR = re.compile(r"[-\s](?:yil|йил)(?:i|и)?\b", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


def time_in(text: str, now: datetime, zone: ZoneInfo = TASHKENT) -> datetime | None:
    """The time that ``text`` says, in UTC; what states no zone is in ``zone``.

    ``now`` is when it was read: ``kecha`` is the day before. None if it is no
    time, or one to come.
    """
    plain = _BLANKS.sub(" ", text).strip(" ,|•·—")
    if not plain or len(plain) > LONGEST:
        return None
    at = from_text(plain, zone) or _clock(plain, now, zone) or _words(plain, now, zone)
    return at if at and at <= now + LATEST else None


def _clock(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """An hour without a day is of today, or of yesterday if still to come."""
    found = _CLOCK.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    today = now.astimezone(zone)
    at = today.replace(hour=int(found[1]), minute=int(found[2]), second=0)
    at = at.replace(microsecond=0)
    return (at if at <= today else at - timedelta(days=1)).astimezone(UTC)


def _words(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    here = now.astimezone(zone).replace(tzinfo=None)
    found = dateparser.parse(
        _DASHED.sub(r"\1.\2.\3", _YEAR.sub(" ", text)),
        languages=_LANGUAGES,
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
            "TIMEZONE": zone.key,
            "RETURN_AS_TIMEZONE_AWARE": True,
            "RELATIVE_BASE": here,
            "PREFER_DATES_FROM": "past",
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    return found.astimezone(UTC) if found else None
