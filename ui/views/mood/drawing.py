"""What stands on the chart of mood beside its line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from domain.periods import Period
from shown import charts, layers, theme
from shown.axes import mood_axis, time_axis
from shown.speech import _

KEY_ROW = 16
"""Pixels that a row of the letters of changes takes, below the word at the top."""

SHAPES = {"unseen": "circle", "unstored": "diamond"}
"""Hollow marks of steps that are only half there."""


def ends(steps: pd.DataFrame) -> pd.DataFrame:
    """``steps`` with the wider interval of the level on the last with a mood alone."""
    stated = steps.index[steps["mood"].notna()]
    rest = steps.index.difference(stated[-1:])
    shown = steps.copy()
    shown.loc[rest, ["low_elsewhere", "high_elsewhere"]] = float("nan")
    return shown


def half_marks(steps: pd.DataFrame, reach: int, period: Period) -> Iterator[alt.Chart]:
    """A hollow mark on each step that is only half there."""
    for mark, shape in SHAPES.items():
        half = steps[steps["mark"] == mark]
        if not half.empty:
            yield (
                alt.Chart(half)
                .mark_point(shape=shape, size=70, strokeWidth=1.8, filled=False)
                .encode(
                    x=time_axis("middle", period),
                    y=mood_axis("mood", reach),
                    color=alt.value(theme.MOOD),
                )
            )


def toggled_line(steps: pd.DataFrame, reach: int, period: Period) -> alt.Chart:
    """The line with campaigns, or without, lightly."""
    chart: alt.Chart = (
        alt.Chart(steps[steps["mood"].notna()])
        .mark_line(strokeWidth=1.4, strokeDash=[2, 3], opacity=0.9)
        .encode(
            x=time_axis("middle", period),
            y=mood_axis("mood", reach),
            detail="run:N",
            color=alt.value(theme.QUIET),
        )
    )
    return chart


def bracket(steps: pd.DataFrame, reach: int, period: Period) -> list[alt.Chart]:
    """At the last step, how far the level may lie off: it is so for the whole line."""
    last = steps[steps["mood"].notna() & steps["low_elsewhere"].notna()].tail(1)
    if last.empty:
        return []
    base = alt.Chart(last).encode(
        x=time_axis("middle", period), color=alt.value(theme.QUIET)
    )
    low, high = mood_axis("low_elsewhere", reach), mood_axis("high_elsewhere", reach)
    return [
        base.mark_rule(strokeWidth=1.6).encode(y=low, y2="high_elsewhere:Q"),
        *(_tick(base).encode(y=end) for end in (low, high)),
    ]


def change_marks(marks: pd.DataFrame, period: Period) -> list[alt.Chart]:
    """For each change the interval of its date, and its letter."""
    if marks.empty:
        return []
    tooltip = [
        alt.Tooltip("since:N", title=_("New mood since")),
        alt.Tooltip("was:N", title=_("Mood before")),
        alt.Tooltip("became:N", title=_("Mood after")),
        alt.Tooltip("points:N", title=_("Change")),
        alt.Tooltip("coincides:N", title=_("Coincides with")),
    ]
    ways = alt.Scale(domain=[True, False], range=[theme.IN_FAVOUR, theme.AGAINST])
    base = alt.Chart(marks).encode(
        color=alt.Color("up:N", scale=ways, legend=None), tooltip=tooltip
    )
    bands = base.mark_rect(opacity=0.16).encode(
        x=time_axis("start", period), x2="end:T"
    )
    return [bands, *(_letters(base, marks, row, period) for row in _rows(marks))]


@dataclass(frozen=True, slots=True)
class Compared:
    """Lines side by side under ``names``, and what their steps answer."""

    lines: pd.DataFrame
    hover: pd.DataFrame
    names: tuple[str, ...]
    reach: int


def compared_chart(
    drawn: Compared, blind: pd.DataFrame, events: pd.DataFrame, period: Period
) -> alt.LayerChart:
    """Lines side by side, each in its colour with its band."""
    tips = [alt.Tooltip("when:N", title=_("When"))]
    tips += [
        alt.Tooltip(f"line{n}:N", title=name) for n, name in enumerate(drawn.names)
    ]
    return charts.layered(
        [
            layers.zero(drawn.reach),
            *_compared(drawn, period),
            *layers.directions(),
            layers.answering(drawn.hover, tips, period),
            *layers.shade(blind, period),
            *layers.shade_words(blind, period),
            *layers.turn_marks(drawn.lines, period),
            *layers.event_rules(events, period),
        ],
        height=300,
    )


def _compared(drawn: Compared, period: Period) -> Iterator[alt.Chart]:
    """Bands first, then lines; a step between two gaps is a point."""
    stated, reach = drawn.lines[drawn.lines["mood"].notna()], drawn.reach
    base = alt.Chart(stated).encode(
        x=time_axis("middle", period),
        detail="run:N",
        color=_colours(drawn.names),
    )
    mood = mood_axis("mood", reach)
    yield base.mark_area(opacity=0.12).encode(y=mood_axis("low", reach), y2="high:Q")
    for dashed, dash in ((False, [1, 0]), (True, [5, 3])):
        part = stated[stated["dashed"] == dashed]
        if not part.empty:
            line = base.mark_line(strokeWidth=2, strokeDash=dash).encode(y=mood)
            yield line.properties(data=part)
    alone = stated[stated["alone"]]
    if not alone.empty:
        points = base.mark_circle(size=34, opacity=1).encode(y=mood)
        yield points.properties(data=alone)


def _colours(names: Sequence[str]) -> alt.Color:
    legend = alt.Legend(
        orient="top",
        direction="vertical",
        title=None,
        symbolType="square",
        symbolOpacity=1,
        labelLimit=320,
    )
    scale = alt.Scale(domain=list(names), range=_palette(len(names)))
    return alt.Color("name:N", scale=scale, legend=legend)


def _palette(number: int) -> list[str]:
    return [theme.SERIES[n % len(theme.SERIES)] for n in range(number)]


def _tick(base: Any) -> Any:
    return base.mark_tick(thickness=1.6, size=10, orient="horizontal")


def _rows(marks: pd.DataFrame) -> range:
    return range(int(marks["row"].max()) + 1)


def _letters(base: Any, marks: pd.DataFrame, row: int, period: Period) -> alt.Chart:
    chart: alt.Chart = (
        base.mark_text(fontSize=13, fontWeight=700, baseline="top")
        .encode(
            x=time_axis("at", period),
            y=alt.value(22 + KEY_ROW * row),
            text="key:N",
        )
        .properties(data=marks[marks["row"] == row])
    )
    return chart
