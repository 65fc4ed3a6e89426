"""Made-up letters for the tests of the digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from digest.letter import (
    CampaignLine,
    LanguageLine,
    Letter,
    PageLine,
    ReformLine,
    WordLine,
)
from digest.stretches import Unseen
from domain.events import Event
from domain.periods import Period
from mood.changes import change
from mood.coverage import Blind
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


HOSTILE = '<script>alert("1")</script> & {x} %s \u202e\r\nBcc: a@b.uz '
"""What no letter may take at its word."""


def rich() -> Letter:
    """A letter with everything in it, and in each text something hostile."""
    night = Blind(WEEK.start_at, WEEK.start_at + timedelta(hours=8), ("network",), 1.0)
    sly = replace(
        reform("Gas prices", -40, -10),
        title=f"{HOSTILE}Gas prices",
        titles={"uz": f"{HOSTILE}Gaz narxi", "ru": f"{HOSTILE}Цена газа"},
    )
    return letter(
        [-30, None, *range(-25, 15, 5), -4, -12],
        synthetic=True,
        reforms=(sly, reform("Land code", 3, 5), reform("Visas", None, 9)),
        unseen=Unseen((night,), ("not public",)),
        blind=(night, Blind(*_hours(-700, -500), ("blocked", "outage"), 0.6)),
        events=(
            Event(MONDAY - timedelta(days=20), f"{HOSTILE}decree", "gas prices"),
            Event(MONDAY, "Navroʻz", link="javascript:alert(1)", added=True),
        ),
        ahead=(Event(WEEK.last + timedelta(days=2), f"{HOSTILE}law", "land code"),),
        words=(
            WordLine("qimmat", "uz", 64, 12.4),
            WordLine("toʻlov", "uz", 31, 3.0),
            WordLine("счетчик", "ru", 21, 0.0),
            WordLine(f"{HOSTILE}word", "en", 5, 0.2),
        ),
        campaigns=(
            CampaignLine("c1", f"{HOSTILE}Tariff … fair", 40, 55, 3, *_hours(5, 40)),
            CampaignLine("c2", "…", 5, 5, 1, *_hours(80, 81)),
        ),
        answering=(
            PageLine(f"{HOSTILE}Ministry", 12, 9, 5_400.0),
            PageLine("Agency", 6, 1, None),
        ),
    )


def _hours(first: float, last: float) -> tuple[datetime, datetime]:
    """From so many hours after the week's beginning to so many."""
    begin = WEEK.start_at
    return begin + timedelta(hours=first), begin + timedelta(hours=last)


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
