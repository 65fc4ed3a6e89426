"""A scorecard's rows as JSON and as lines of a spreadsheet. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from domain.periods import Period
from domain.scorecards import By, Figure, Scorecard, Weights

FIGURES = {
    "views": 1,
    "interactions": 2,
    "effectiveness": 4,
    "answered": 4,
    "wait": 0,
    "mood": 2,
}
"""The figures with an interval, and to how many digits they are told."""

COLUMNS = (
    "rank",
    "rank_best",
    "rank_worst",
    "score",
    "score_low",
    "score_high",
    "title",
    "institution",
    "sources",
    "coverage",
    "posts",
    "followers",
    "followers_change",
    "comments",
    *(f"{name}{end}" for name in FIGURES for end in ("", "_low", "_high")),
    "mood_before",
    "mood_after",
    "threads",
    "missing",
)


def as_json(
    rows: Sequence[Scorecard], period: Period, by: By, weights: Weights
) -> dict[str, Any]:
    """The rows in the fixed shape of `kayfiyat scorecard --json`."""
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "by": by,
        "weights": asdict(weights),
        "rows": [_row(row) for row in rows],
    }


def _row(row: Scorecard) -> dict[str, Any]:
    return {
        "title": row.title,
        "institution": row.institution,
        "sources": list(row.sources),
        "coverage": round(row.coverage, 4),
        "posts": row.posts,
        "followers": row.followers,
        "followers_change": row.followers_change,
        "comments": row.comments,
        **{
            name: _figure(getattr(row, name), digits)
            for name, digits in FIGURES.items()
        },
        "mood_before": _rounded(row.mood_before, 2),
        "mood_after": _rounded(row.mood_after, 2),
        "threads": row.threads,
        "left_out": list(row.left_out),
        "missing": {name: str(why) for name, why in row.missing.items()},
        "place": _place(row),
    }


def _place(row: Scorecard) -> dict[str, Any] | None:
    if row.place is None:
        return None
    return asdict(row.place) | {
        "score": _figure(row.place.score, 1),
        "known": round(row.place.known, 4),
    }


def _figure(figure: Figure | None, digits: int) -> dict[str, float | None] | None:
    if figure is None:
        return None
    return {name: _rounded(value, digits) for name, value in asdict(figure).items()}


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def flat(row: Scorecard) -> dict[str, Any]:
    """A row of a spreadsheet: seconds, shares from 0 to 1, points of mood."""
    found = _row(row)
    cells = {name: found[name] for name in COLUMNS if name in found}
    for name in FIGURES:
        cells |= _ends(name, found[name])
    place = found["place"] or {}
    cells |= _ends("score", place.get("score"))
    why = sorted({f"{name}: {reason}" for name, reason in found["missing"].items()})
    return cells | {
        "rank": place.get("rank"),
        "rank_best": place.get("best"),
        "rank_worst": place.get("worst"),
        "sources": " ".join(row.sources),
        "missing": "; ".join(why),
    }


def _ends(name: str, figure: Mapping[str, float | None] | None) -> dict[str, Any]:
    found = figure or {}
    return {
        name: found.get("value"),
        f"{name}_low": found.get("low"),
        f"{name}_high": found.get("high"),
    }
