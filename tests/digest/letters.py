"""Made-up letters for the tests of the digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from digest.letter import LanguageLine, Letter, ReformLine
from digest.stretches import Unseen
from domain.periods import Period
from mood.changes import change
from mood.estimates import Estimate

MONDAY = date(2026, 3, 9)
WEEK = Period(MONDAY, MONDAY + timedelta(days=6))


def estimate(mood: float | None, *, half: float = 6, **more: Any) -> Estimate:
    """An estimate with an interval of ``half`` points to each side."""
    share = 0.0 if mood is None else mood / 100
    stated: dict[str, Any] = {
        "mood": mood,
        "low": None if mood is None else mood - half,
        "high": None if mood is None else mood + half,
        "in_favour": None if mood is None else (0.6 + share) / 2,
        "neutral": None if mood is None else 0.4,
        "against": None if mood is None else (0.6 - share) / 2,
        "period": WEEK,
        "voices": 900,
        "comments": 1_200,
        "scored": 1_080,
        "coverage": 0.97,
    }
    return Estimate(**(stated | more))


def weeks(*moods: float | None) -> tuple[Estimate, ...]:
    """The estimates of the weeks up to WEEK."""
    back = [timedelta(weeks=number) for number in range(len(moods))][::-1]
    return tuple(
        estimate(mood, period=Period(WEEK.first - ago, WEEK.last - ago))
        for mood, ago in zip(moods, back, strict=True)
    )


def reform(title: str, before: float | None, now: float) -> ReformLine:
    was, is_now = estimate(before), estimate(now)
    return ReformLine(title.lower(), title, was, is_now, change(was, is_now))


def letter(moods: Sequence[float | None] = (-4, -12), **more: Any) -> Letter:
    shown = weeks(*moods)
    given: dict[str, Any] = {
        "week": WEEK,
        "k": 5,
        "synthetic": False,
        "sources": 12,
        "weeks": shown,
        "change": change(shown[-2], shown[-1]),
        "reforms": (),
        "languages": (LanguageLine("uz", 1_000, 0), LanguageLine("other", 200, 120)),
        "unseen": Unseen((), ()),
    }
    return Letter(**(given | more))
