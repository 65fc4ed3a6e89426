"""Made-up estimates for the tests of what is pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.periods import Period
from mood.estimates import Estimate

MONDAY = date(2026, 3, 2)


def estimate(
    mood: float | None = 10.0,
    *,
    first: date = MONDAY,
    last: date | None = None,
    half: float = 5.0,
    voices: int = 100,
    comments: int = 150,
    scored: int = 120,
    coverage: float = 1.0,
    withheld: int = 0,
) -> Estimate:
    """A mood with its interval, a half neutral; None is no mood at all."""
    none = mood is None
    favour = 0.25 + (mood or 0) / 200
    return Estimate(
        period=Period(first, last or first),
        mood=mood,
        low=None if mood is None else mood - half,
        high=None if mood is None else mood + half,
        in_favour=None if none else favour,
        neutral=None if none else 0.5,
        against=None if none else 0.5 - favour,
        voices=voices,
        comments=comments,
        scored=scored,
        coverage=coverage,
        withheld=withheld,
    )


def marked(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """What a chart says where its lines are not made as before."""
    return [
        row
        for layer in spec["layer"]
        if layer["encoding"].get("text", {}).get("field") == "turn"
        for row in spec["datasets"][layer["data"]["name"]]
    ]


def day(number: int) -> date:
    """The day ``number`` of March 2026; the 2nd is a Monday."""
    return date(2026, 3, number)
