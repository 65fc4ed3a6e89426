"""Dots and whiskers: a figure of each row, in its 95% interval. Pure."""

from __future__ import annotations

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from shown import theme
from shown.axes import SIGNED
from shown.charts import AUTOSIZE, PADDING
from shown.speech import _

ROW = 44
"""Pixels of a row: its name and figure in words, below them the dot."""

NAME = alt.ExprRef("width * 0.58")
"""So much of a row a name may take; the rest belongs to the figure."""


def dots(
    frame: pd.DataFrame, *, unit: str, ends: tuple[float, float] | None = None
) -> alt.LayerChart:
    """One row for each row of ``frame``, from the top; ``unit`` names the axis."""
    signed = frame["low"].min() < 0
    layers = [_whiskers(frame, unit, ends), _circles(frame), *_words(frame)]
    if signed:
        layers.insert(0, _zero())
    chart: alt.LayerChart = alt.LayerChart(layer=layers).properties(
        height=ROW * len(frame), padding=PADDING, autosize=AUTOSIZE
    )
    return chart


def _base(frame: pd.DataFrame) -> alt.Chart:
    tooltip = [
        alt.Tooltip("name:N", title=_("Name")),
        alt.Tooltip("said:N", title=_("Figure")),
        alt.Tooltip("between:N", title=_("95% interval")),
        alt.Tooltip("place:N", title=_("Place in the ranking")),
    ]
    if "before" in frame and (frame["before"] != "–").any():
        tooltip += [
            alt.Tooltip("before:N", title=_("Mood before")),
            alt.Tooltip("after:N", title=_("Mood after")),
        ]
    chart: alt.Chart = alt.Chart(frame).encode(
        y=alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0)),
        tooltip=tooltip,
    )
    return chart


def _whiskers(
    frame: pd.DataFrame, unit: str, ends: tuple[float, float] | None
) -> alt.Chart:
    axis = alt.Axis(title=unit, tickCount=5, titleFontWeight="normal", format=",~r")
    if frame["low"].min() < 0:
        axis.labelExpr = SIGNED
    scale = alt.Scale(domain=list(ends)) if ends else alt.Scale(zero=True)
    chart: alt.Chart = (
        _base(frame)
        .mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round", yOffset=9)
        .encode(
            x=alt.X("low:Q", axis=axis, scale=scale),
            x2="high:Q",
            color=alt.value(theme.MOOD),
        )
    )
    return chart


def _circles(frame: pd.DataFrame) -> alt.Chart:
    chart: alt.Chart = (
        _base(frame)
        .mark_circle(size=90, opacity=1, yOffset=9)
        .encode(x="value:Q", color=alt.value(theme.MOOD))
    )
    return chart


def _words(frame: pd.DataFrame) -> list[alt.Chart]:
    """The name on the left and the figure on the right, above its dot."""
    base = _base(frame)
    name = base.mark_text(align="left", dy=-9, fontSize=13, limit=NAME)
    said = base.mark_text(align="right", dy=-9, fontSize=13, fontWeight=600)
    ink = alt.value(theme.QUIET)
    return [
        name.encode(x=alt.value(0), text="label:N", color=ink),
        said.encode(x=alt.value(alt.ExprRef("width")), text="said:N", color=ink),
    ]


def _zero() -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame({"at": [0]}))
        .mark_rule(strokeWidth=1.2, opacity=0.8)
        .encode(x="at:Q", color=alt.value(theme.QUIET))
    )
    return chart
