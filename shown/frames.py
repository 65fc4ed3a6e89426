"""Estimates as the tables that charts draw. Pure.

Times are the wall clock of Tashkent without a zone: the browser shows them as
they stand, wherever the analyst sits.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd  # type: ignore[import-untyped]

from domain.periods import TASHKENT, Period, Step
from mood.estimates import Estimate
from shown import sentences, words
from shown.speech import _, later
from shown.turns import NO_TURN, Turn, turns_of

_LINES = ("mood", "low", "high", "low_elsewhere", "high_elsewhere")
_FIGURES = (*_LINES, "in_favour", "neutral", "against")
_COUNTS = ("voices", "comments", "scored")

Row = dict[str, Any]

BAR_GAP = 0.08
"""The part of a step that is left free on either side of its bar."""

ATTITUDES = (later("In favour"), later("Neutral"), later("Against"))


def steps_frame(estimates: Sequence[Estimate], *, by: Step, k: int) -> pd.DataFrame:
    """One row for each step, with or without a mood.

    ``run`` numbers the stretches without a gap or ``turn``: a line joins only one
    run. A step that is ``alone`` in its run has no line and needs a point. A turn
    says from which step on the line is made otherwise than before it. ``bar`` is
    the number of voices, 0 where they are too few to be told. ``mark`` names what
    is only half there, if anything: ``unseen`` or ``unstored``.
    """
    turns = turns_of(estimates)
    runs = list(_runs(estimates, turns))
    rows = [
        _step(estimate, by, k)
        | {"run": run, "alone": runs.count(run) == 1}
        | _turn(turns.get(estimate.period.first, NO_TURN))
        for estimate, run in zip(estimates, runs, strict=True)
    ]
    return pd.DataFrame(rows).astype(dict.fromkeys(_LINES, float))


def shares_frame(estimates: Sequence[Estimate], *, by: Step) -> pd.DataFrame:
    """One row for each step with a mood and attitude, stacked from against up."""
    rows = [row for e in estimates if e.mood is not None for row in _shares(e, by)]
    columns = ["bar_start", "bar_end", "when", "attitude", "bottom", "top", "share"]
    return pd.DataFrame(rows, columns=columns)


def kept_frame(estimates: Sequence[Estimate], *, k: int) -> pd.DataFrame:
    """The estimates as they are saved to a file: numbers, with names in English.

    Where fewer than ``k`` voices count of those who spoke, no number tells how many.
    """
    rows = [
        {
            "first_day": each.period.first,
            "last_day": each.period.last,
            **{name: getattr(each, name) for name in _FIGURES},
            **{name: getattr(each, name) if told else None for name in _COUNTS},
            "seen": each.coverage,
            "stored": each.collected,
            "scorers": ", ".join(each.scorers),
            "labels": each.labels,
        }
        for each in estimates
        for told in [sentences.tells_numbers([each], k)]
    ]
    columns = ["first_day", "last_day", *_FIGURES, *_COUNTS, "seen", "stored"]
    columns += ["scorers", "labels"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(
        dict.fromkeys((*_FIGURES, "stored"), float) | dict.fromkeys(_COUNTS, "Int64")
    )


def wall(at: datetime) -> datetime:
    """The wall clock of Tashkent, without a zone."""
    return at.astimezone(TASHKENT).replace(tzinfo=None)


def bounds(period: Period) -> tuple[datetime, datetime]:
    """From midnight to midnight by the wall clock."""
    start = datetime.combine(period.first, time())
    return start, start + timedelta(days=period.days)


def _runs(estimates: Sequence[Estimate], turns: Container[date]) -> Iterator[int]:
    """A number for each step, a new one after every gap and turn, and of each gap."""
    run, last = 0, False
    for estimate in estimates:
        drawn = estimate.mood is not None
        run += not (drawn and last) or estimate.period.first in turns
        last = drawn
        yield run


def _turn(turn: Turn) -> Row:
    return {"turn": turn.said, "turn_explained": turn.explained}


def _step(estimate: Estimate, by: Step, k: int) -> Row:
    start, end = bounds(estimate.period)
    told = estimate.mood is not None
    mood = words.signed(estimate.mood)
    return {
        "start": start,
        "end": end,
        "middle": start + (end - start) / 2,
        **_bar(estimate.period),
        "mood": estimate.mood,
        "low": estimate.low,
        "high": estimate.high,
        "low_elsewhere": estimate.low_elsewhere,
        "high_elsewhere": estimate.high_elsewhere,
        "mark": mark_of(estimate) if told else "",
        "bar": estimate.voices if estimate.voices >= k else 0,
        "when": words.step_name(estimate.period, by),
        "stands": mood
        if told
        else _("no mood: {why}", why=sentences.why_none(estimate, k)),
        "between": words.interval(estimate.low, estimate.high),
        "elsewhere": words.interval(estimate.low_elsewhere, estimate.high_elsewhere),
        "stored": stored(estimate.collected),
        "people": sentences.voices_of([estimate], k),
        "seen": words.percent(estimate.coverage),
    }


def mark_of(estimate: Estimate) -> str:
    """What of it is only half there."""
    if estimate.half_blind:
        return "unseen"
    return "unstored" if estimate.half_collected else ""


def stored(share: float | None) -> str:
    """The share of the comments that could be collected, where it is known."""
    return words.NOTHING if share is None else words.percent(share)


def _shares(estimate: Estimate, by: Step) -> Iterator[Row]:
    against, neutral = estimate.against or 0.0, estimate.neutral or 0.0
    edges = {
        "Against": (0.0, against),
        "Neutral": (against, against + neutral),
        "In favour": (against + neutral, 1.0),
    }
    for attitude, (bottom, top) in edges.items():
        yield {
            **_bar(estimate.period),
            "when": words.step_name(estimate.period, by),
            "attitude": _(attitude),
            "bottom": bottom,
            "top": top,
            "share": words.percent(top - bottom),
        }


def _bar(period: Period) -> Row:
    start, end = bounds(period)
    gap = (end - start) * BAR_GAP
    return {"bar_start": start + gap, "bar_end": end - gap}
