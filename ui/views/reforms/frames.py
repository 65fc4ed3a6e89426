"""The table of all reforms. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd  # type: ignore[import-untyped]

from shown import sentences, words
from shown.frames import Row
from ui.views.reforms.standings import Standing, area_title

NUMBERS = ("mood", "low", "high", "change", "change_low", "change_high")
COLUMNS = [
    *("reform", "title", "area", "strategy", "first_day", "last_day"),
    *NUMBERS,
    "moved",
    "voices",
]


def kept_standings(found: Iterable[Standing], *, k: int) -> pd.DataFrame:
    """As it is saved to a file: numbers, with names in English.

    Where fewer than ``k`` voices spoke, no number tells how many.
    """
    frame = pd.DataFrame([_kept(each, k) for each in found], columns=COLUMNS)
    return frame.astype(dict.fromkeys(NUMBERS, float) | {"voices": "Int64"})


def shown_standings(found: Iterable[Standing], *, k: int) -> pd.DataFrame:
    """As it stands on the page: each number with its interval, in words."""
    columns = ["title", "mood", "change", "voices", "area"]
    return pd.DataFrame([_shown(each, k) for each in found], columns=columns)


def _kept(standing: Standing, k: int) -> Row:
    now, step = standing.now, standing.change
    return {
        "reform": standing.reform,
        "title": standing.title,
        "area": standing.area.id or None,
        "strategy": standing.area.strategy or None,
        "first_day": now.period.first,
        "last_day": now.period.last,
        "mood": now.mood,
        "low": now.low,
        "high": now.high,
        "change": step.points if step else None,
        "change_low": step.low if step else None,
        "change_high": step.high if step else None,
        "moved": standing.moved if step else None,
        "voices": now.voices if sentences.tells_numbers([now], k) else None,
    }


def _shown(standing: Standing, k: int) -> Row:
    now, step = standing.now, standing.change
    points, low, high = (step.points, step.low, step.high) if step else (None,) * 3
    return {
        "title": standing.title,
        "mood": _between(now.mood, now.low, now.high),
        "change": _between(points, low, high),
        "voices": sentences.voices_of([now], k),
        "area": area_title(standing.area),
    }


def _between(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return words.NOTHING
    return f"{words.signed(value)} ({words.interval(low, high)})"
