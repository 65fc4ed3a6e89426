"""Campaigns drawn: two lines of mood, and a dot for each campaign. Pure."""

from __future__ import annotations

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from domain.periods import Period
from shown import layers, theme
from shown.axes import count_axis, mood_axis, reach_of, time_axis
from shown.charts import layered
from shown.frames import bounds
from shown.speech import _
from ui.views.campaigns.frames import WITH, WITHOUT

REST = theme.SERIES[2]
"""The colour of the mood without campaigns; its line is dashed, too."""

OWN = ("mood", "low", "high", "run", "alone", "turn", "turn_explained")
"""What each of the two lines has for itself."""

SIDES = ((WITH, "", theme.MOOD), (WITHOUT, "_2", REST))


def mood_chart(
    steps: pd.DataFrame, blind: pd.DataFrame, period: Period
) -> alt.LayerChart:
    """The mood with campaigns and without, each in its interval."""
    reach = max(reach_of(steps), reach_of(_side(steps, "_2")))
    both = pd.concat([_side(steps, suffix) for _name, suffix, _colour in SIDES])
    lines = [
        drawn
        for name, suffix, colour in SIDES
        for drawn in _line(_side(steps, suffix), name, colour, reach, period)
    ]
    return layered(
        [
            layers.zero(reach),
            *lines,
            *layers.directions(),
            _hover(steps, period),
            *layers.shade(blind, period),
            *layers.turn_marks(both, period),
        ],
        height=240,
    )


def timeline(dots: pd.DataFrame, period: Period) -> alt.LayerChart:
    """Each campaign as high as its number of authors."""
    start, end = bounds(period)
    frame = alt.Chart(pd.DataFrame({"at": [start, end], "authors": [0, 0]}))
    y = count_axis("authors")
    base = alt.Chart(dots).encode(
        x=time_axis("at", period),
        color=alt.value(theme.MOOD),
        tooltip=[
            alt.Tooltip("between:N", title=_("When")),
            alt.Tooltip("authors:Q", title=_("Authors")),
            alt.Tooltip("comments:Q", title=_("Comments")),
            alt.Tooltip("sources:N", title=_("Sources")),
            alt.Tooltip("words:N", title=_("Shared words")),
        ],
    )
    return layered(
        [
            frame.mark_point(opacity=0).encode(x=time_axis("at", period), y=y),
            base.mark_rule(strokeWidth=1.5, opacity=0.5).encode(y=y, y2=alt.datum(0)),
            base.mark_circle(size=70, opacity=0.75).encode(y=y),
        ],
        height=130,
    )


def _side(steps: pd.DataFrame, suffix: str) -> pd.DataFrame:
    """One of the two lines, under the names of a single one."""
    own = {f"{name}{suffix}": name for name in OWN}
    return steps[["start", "end", "middle", "when", *own]].rename(columns=own)


def _line(
    steps: pd.DataFrame, name: str, colour: str, reach: int, period: Period
) -> list[alt.Chart]:
    told = steps[steps["mood"].notna()].assign(series=_(name))
    base = alt.Chart(told).encode(x=time_axis("middle", period), detail="run:N")
    low, mood = mood_axis("low", reach), mood_axis("mood", reach)
    lines = [
        base.mark_area(opacity=0.16).encode(
            y=low, y2="high:Q", color=alt.value(colour)
        ),
        base.mark_line(strokeWidth=2, strokeJoin="round").encode(
            y=mood, color=_series(), strokeDash=_dashes()
        ),
    ]
    alone = told[told["alone"]]
    if alone.empty:
        return lines
    dots = alt.Chart(alone).mark_circle(size=34, opacity=1)
    x = time_axis("middle", period)
    return [*lines, dots.encode(x=x, y=mood, color=alt.value(colour))]


def _series() -> alt.Color:
    scale = alt.Scale(
        domain=[_(name) for name, *_rest in SIDES],
        range=[colour for *_rest, colour in SIDES],
    )
    return alt.Color("series:N", scale=scale, legend=_legend())


def _dashes() -> alt.StrokeDash:
    scale = alt.Scale(
        domain=[_(name) for name, *_rest in SIDES], range=[[1, 0], [5, 3]]
    )
    return alt.StrokeDash("series:N", scale=scale, legend=_legend())


def _legend() -> alt.Legend:
    return alt.Legend(
        orient="top", direction="horizontal", title=None, symbolStrokeWidth=2.5
    )


def _hover(steps: pd.DataFrame, period: Period) -> alt.Chart:
    """A whole step answers to the pointer, with both moods."""
    over = alt.selection_point(
        on="pointerover", clear="pointerout", fields=["start"], empty=False
    )
    chart: alt.Chart = (
        alt.Chart(steps)
        .mark_rect()
        .encode(
            x=time_axis("start", period),
            x2="end:T",
            color=alt.value(theme.QUIET),
            opacity=alt.condition(over, alt.value(0.15), alt.value(0)),
            tooltip=[
                alt.Tooltip("when:N", title=_("When")),
                alt.Tooltip("stands:N", title=_(WITH)),
                alt.Tooltip("between:N", title=_("95% interval")),
                alt.Tooltip("people:N", title=_("Voices")),
                alt.Tooltip("stands_2:N", title=_(WITHOUT)),
                alt.Tooltip("between_2:N", title=_("Its 95% interval")),
                alt.Tooltip("people_2:N", title=_("Its voices")),
            ],
        )
        .add_params(over)
    )
    return chart
