"""Scorecards as the tables that are drawn, shown and saved. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd  # type: ignore[import-untyped]

from domain.scorecards import Component, Figure, Scorecard
from mood.ranking import value_of
from shown import words
from shown.frames import Row
from shown.words import NOTHING, signed
from ui.views.official import wording
from ui.views.official.wording import WRITES, Write

DOTS = ["order", "label", "name", "value", "low", "high", "said", "between", "place"]

HOUR = 3_600.0

AXIS = {Component.ANSWERED: 100.0, Component.WAIT: 1 / HOUR}
"""What a figure is multiplied by on its axis: percent, hours."""


def titles(rows: Sequence[Scorecard]) -> dict[tuple[str, ...], str]:
    """What each row is called: two of one name are told apart by their ids."""
    names = [row.called for row in rows]
    return {
        row.sources: name
        if names.count(name) == 1
        else f"{name} ({', '.join(row.sources)})"
        for row, name in zip(rows, names, strict=True)
    }


def score_dots(rows: Sequence[Scorecard]) -> pd.DataFrame:
    """The scores, the best first."""
    names = titles(rows)
    found = [
        _dot(row, names[row.sources], row.place.score, wording.whole)
        | {"low": row.place.score.low, "high": row.place.score.high}
        for row in rows
        if row.place
    ]
    return _numbered(found)


def part_dots(rows: Sequence[Scorecard], part: Component) -> pd.DataFrame:
    """The figures of one part that are known, the best first."""
    names = titles(rows)
    known = [(row, figure) for row in rows if (figure := value_of(row, part))]
    known.sort(key=lambda each: each[1].value, reverse=part is not Component.WAIT)
    times = AXIS.get(part, 1.0)
    found = [
        _dot(row, names[row.sources], figure, WRITES[part], times=times)
        | {"before": signed(row.mood_before), "after": signed(row.mood_after)}
        for row, figure in known
    ]
    return _numbered(found)


def shown(rows: Sequence[Scorecard]) -> pd.DataFrame:
    """Every figure in words, with its interval, or why it is missing."""
    names = titles(rows)
    return pd.DataFrame([_shown(row, names[row.sources]) for row in rows])


def saved(rows: Sequence[Scorecard]) -> pd.DataFrame:
    """Numbers, with names in English: seconds, shares from 0 to 1, points of mood."""
    return pd.DataFrame([_saved(row) for row in rows])


def _dot(
    row: Scorecard, name: str, figure: Figure, write: Write, *, times: float = 1.0
) -> Row:
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return {
        "name": name,
        "value": times * figure.value,
        "low": times * low,
        "high": times * high,
        "said": wording.figured(figure, write),
        "between": wording.between(figure, write) or NOTHING,
        "place": wording.placed(row.place),
    }


def _numbered(found: Sequence[Row]) -> pd.DataFrame:
    rows = [row | {"order": n, "label": row["name"]} for n, row in enumerate(found)]
    columns = [
        *DOTS,
        *(name for name in ("before", "after") if rows and name in rows[0]),
    ]
    return pd.DataFrame(rows, columns=columns)


def _shown(row: Scorecard, name: str) -> Row:
    counted = {
        each: NOTHING + " " + wording.why(row, each)
        if (number := getattr(row, each)) is None
        else words.count(number)
        for each in ("posts", "comments")
    }
    change = row.followers_change
    return {
        "place": wording.placed(row.place),
        "name": name,
        "score": wording.figured(row.place.score, wording.whole)
        if row.place
        else NOTHING,
        **{str(part): wording.part_said(row, part) for part in Component},
        **counted,
        "followers_change": f"{NOTHING} {wording.why(row, 'followers_change')}"
        if change is None
        else signed(change),
        "seen": 100 * row.coverage,
        "left_out": ", ".join(row.left_out),
    }


def _saved(row: Scorecard) -> Row:
    place = row.place
    reasons = sorted(f"{name}: {reason}" for name, reason in row.missing.items())
    return {
        "rank": place.rank if place else None,
        "rank_best": place.best if place else None,
        "rank_worst": place.worst if place else None,
        **_ends("score", place.score if place else None),
        "title": row.title,
        "institution": row.institution,
        "sources": " ".join(row.sources),
        "seen": row.coverage,
        "posts": row.posts,
        "followers": row.followers,
        "followers_change": row.followers_change,
        "comments": row.comments,
        **{
            name: value
            for part in Component
            if part is not Component.FOLLOWERS
            for name, value in _ends(str(part), getattr(row, part)).items()
        },
        "mood_before": row.mood_before,
        "mood_after": row.mood_after,
        "threads": row.threads,
        "missing": "; ".join(reasons),
    }


def _ends(name: str, figure: Figure | None) -> Row:
    value, low, high = (figure.value, figure.low, figure.high) if figure else [None] * 3
    return {name: value, f"{name}_low": low, f"{name}_high": high}
