"""Tables to charts. Pure: what a chart shows can be read off the frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from domain.periods import Period
from shown import layers, theme
from shown.axes import count_axis, mood_axis, reach_of, share_axis, time_axis
from shown.frames import ATTITUDES
from shown.speech import _

AUTOSIZE = alt.AutoSizeParams(type="fit-x", contains="padding")
"""As wide as the page; the height is the plot's own, whatever stands outside it."""

PADDING = {"top": 4, "bottom": 4, "left": 2, "right": 10}


def mood_chart(  # noqa: PLR0913 - what stands on one chart
    steps: pd.DataFrame,
    blind: pd.DataFrame,
    events: pd.DataFrame,
    period: Period,
    *,
    under: Sequence[alt.Chart] = (),
    over: Sequence[alt.Chart] = (),
    reach: int | None = None,
) -> alt.LayerChart:
    """The mood line in its interval, with what was blind and what happened.

    It is broken, and marked, where it is not made as before.

    ``under`` and ``over`` are more layers: those that only the step's tooltip
    explains, and those with their own. ``reach`` is that of the axis.
    """
    reach = reach or reach_of(steps)
    return layered(
        [
            layers.zero(reach),
            *_line(steps, reach, period),
            *_alone(steps, reach, period),
            *under,
            *layers.directions(),
            layers.hover(steps, period),
            *layers.shade(blind, period),
            *layers.shade_words(blind, period),
            *over,
            *layers.turn_marks(steps, period),
            *layers.event_rules(events, period),
        ],
        height=260,
    )


def voices_chart(
    steps: pd.DataFrame, blind: pd.DataFrame, period: Period
) -> alt.LayerChart:
    """How many voices each step rests on."""
    bars = (
        alt.Chart(steps[steps["bar"] > 0])
        .mark_rect(opacity=0.75)
        .encode(
            x=time_axis("bar_start", period),
            x2="bar_end:T",
            y=count_axis("bar"),
            y2=alt.datum(0),
            color=_ink(),
        )
    )
    hover, shade = layers.hover(steps, period), layers.shade(blind, period)
    return layered([bars, hover, *shade], height=80)


def shares_chart(
    steps: pd.DataFrame, shares: pd.DataFrame, blind: pd.DataFrame, period: Period
) -> alt.LayerChart:
    """In favour, neutral, against, as parts of all voices."""
    bars = (
        alt.Chart(shares)
        .mark_rect()
        .encode(
            x=time_axis("bar_start", period),
            x2="bar_end:T",
            y=share_axis("bottom"),
            y2="top:Q",
            color=_attitudes(),
            tooltip=[
                alt.Tooltip("when:N", title=_("When")),
                alt.Tooltip("attitude:N", title=_("Attitude")),
                alt.Tooltip("share:N", title=_("Share of voices")),
            ],
        )
    )
    hover, shade = layers.hover(steps, period), layers.shade(blind, period)
    return layered([hover, bars, *shade], height=110)


def _line(steps: pd.DataFrame, reach: int, period: Period) -> list[alt.Chart]:
    """The line and its band, broken at every gap."""
    base = alt.Chart(steps[steps["mood"].notna()]).encode(
        x=time_axis("middle", period), detail="run:N", color=_ink()
    )
    low, mood = mood_axis("low", reach), mood_axis("mood", reach)
    return [
        base.mark_area(opacity=0.22).encode(y=low, y2="high:Q"),
        base.mark_line(strokeWidth=2, strokeJoin="round").encode(y=mood),
    ]


def _alone(steps: pd.DataFrame, reach: int, period: Period) -> list[alt.Chart]:
    """A step between two gaps has no line: a point on its upright interval."""
    alone = steps[steps["alone"] & steps["mood"].notna()]
    if alone.empty:
        return []
    base = alt.Chart(alone).encode(x=time_axis("middle", period), color=_ink())
    low, mood = mood_axis("low", reach), mood_axis("mood", reach)
    return [
        base.mark_rule(strokeWidth=5, opacity=0.22).encode(y=low, y2="high:Q"),
        base.mark_circle(size=34, opacity=1).encode(y=mood),
    ]


def _attitudes() -> alt.Color:
    colours = [theme.IN_FAVOUR, theme.NEUTRAL, theme.AGAINST]
    legend = alt.Legend(
        orient="top", direction="horizontal", title=None, symbolType="square"
    )
    scale = alt.Scale(domain=[_(attitude) for attitude in ATTITUDES], range=colours)
    return alt.Color("attitude:N", scale=scale, legend=legend)


def _ink() -> Any:
    return alt.value(theme.MOOD)


def layered(drawn: Sequence[alt.Chart], *, height: int) -> alt.LayerChart:
    """Layers over one another, as wide as the page."""
    chart: alt.LayerChart = alt.LayerChart(layer=list(drawn)).properties(
        height=height, padding=PADDING, autosize=AUTOSIZE
    )
    return chart
