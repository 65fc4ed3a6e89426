"""The axes that all charts share, so that they line up. Pure."""

from __future__ import annotations

from collections.abc import Collection
from math import ceil
from typing import Any

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from domain.periods import Period

SIGNED = (
    "datum.value > 0 ? '+' + datum.value : datum.value < 0 ? '−' + (-datum.value) : '0'"
)
"""Vega's words for an axis of moods."""

MONTHS = (
    "timeFormat(datum.value, '%m') == '01' || datum.index == 0 ? "
    "[timeFormat(datum.value, '%b'), timeFormat(datum.value, '%Y')] : "
    "timeFormat(datum.value, '%b')"
)
DAYS = "timeFormat(datum.value, '%-d %b')"

LONG = 120
"""From so many days on, the time axis names months, not days."""

WIDTH = 40
"""Every y axis is this wide, so that the time axes of all charts line up."""


def time_axis(field: str, period: Period) -> alt.X:
    """``field`` by time.

    The ends come from the steps, which cover ``period`` whole: given ends would
    have to be repeated for every second edge, and Vega-Lite quarrels with them.
    """
    months = period.days >= LONG
    axis = alt.Axis(
        title=None,
        labelExpr=MONTHS if months else DAYS,
        tickCount="month" if months else min(8, period.days),
        labelPadding=8,
    )
    return alt.X(f"{field}:T", axis=axis, scale=alt.Scale(nice=False))


def mood_axis(field: str, reach: int) -> alt.Y:
    """Moods with their signs, as far down as up."""
    axis = _y_axis(labelExpr=SIGNED)
    return alt.Y(
        f"{field}:Q", axis=axis, scale=alt.Scale(domain=[-reach, reach], nice=False)
    )


def count_axis(field: str) -> alt.Y:
    axis = _y_axis(format=",d", tickMinStep=1)
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=True))


def share_axis(field: str) -> alt.Y:
    axis = _y_axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, 1]))


def reach_of(steps: pd.DataFrame, ends: Collection[str] = ("low", "high")) -> int:
    """How far the mood axis reaches either way: round, 20 to 100."""
    furthest = steps[list(ends)].abs().max().max()
    if pd.isna(furthest):
        return 20
    return min(100, max(20, 10 * ceil((float(furthest) + 1) / 10)))


def _y_axis(**more: Any) -> alt.Axis:
    """Without a title: the heading above the chart says what it counts."""
    return alt.Axis(
        title=None,
        minExtent=WIDTH,
        maxExtent=WIDTH,
        labelPadding=8,
        **({"tickCount": 4} | more),
    )
