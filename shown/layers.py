"""What lies over and under the lines and bars of a chart. Pure."""

from __future__ import annotations

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from domain.periods import Period
from shown import theme
from shown.axes import mood_axis, time_axis
from shown.speech import _

EVENT_ROW = 16
"""Pixels that a row of event numbers takes above the plot."""


def zero(reach: int) -> alt.Chart:
    """The line between against and in favour."""
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame({"mood": [0]}))
        .mark_rule(strokeWidth=1.2, opacity=0.8)
        .encode(y=mood_axis("mood", reach), color=alt.value(theme.QUIET))
    )
    return chart


def directions() -> list[alt.Chart]:
    """Which way is which, in words and not in colour alone."""
    named = [
        ("▲ " + _("in favour"), theme.IN_FAVOUR, "10"),
        ("▼ " + _("against"), theme.AGAINST, "height - 10"),
    ]
    return [
        alt.Chart(pd.DataFrame({"words": [words]}))
        .mark_text(align="left", fontSize=12, fontWeight=600)
        .encode(
            text="words:N",
            x=alt.value(6),
            y=alt.value(alt.ExprRef(y)),
            color=alt.value(colour),
        )
        for words, colour, y in named
    ]


def hover(steps: pd.DataFrame, period: Period) -> alt.Chart:
    """A whole step answers to the pointer, also where there is no line."""
    tooltip = [
        alt.Tooltip("when:N", title=_("When")),
        alt.Tooltip("stands:N", title=_("Mood")),
        alt.Tooltip("between:N", title=_("95% interval")),
        alt.Tooltip("elsewhere:N", title=_("If new to the scorer")),
        alt.Tooltip("people:N", title=_("Voices")),
        alt.Tooltip("seen:N", title=_("Hours seen")),
        alt.Tooltip("stored:N", title=_("Comments stored")),
    ]
    return answering(steps, tooltip, period)


def answering(
    steps: pd.DataFrame, tooltip: list[alt.Tooltip], period: Period
) -> alt.Chart:
    """Steps that answer to the pointer with ``tooltip``."""
    over = alt.selection_point(
        on="pointerover", clear="pointerout", fields=["start"], empty=False
    )
    shade = alt.condition(over, alt.value(0.15), alt.value(0))
    chart: alt.Chart = (
        alt.Chart(steps)
        .mark_rect()
        .encode(
            x=time_axis("start", period),
            x2="end:T",
            color=alt.value(theme.QUIET),
            opacity=shade,
            tooltip=tooltip,
        )
        .add_params(over)
    )
    return chart


def shade(blind: pd.DataFrame, period: Period) -> list[alt.Chart]:
    """Blind stretches, the darker the more sources were not seen."""
    if blind.empty:
        return []
    dark = alt.Scale(domain=[0, 1], range=[0.04, 0.28])
    return [
        alt.Chart(blind)
        .mark_rect()
        .encode(
            x=time_axis("start", period),
            x2="end:T",
            color=alt.value(theme.QUIET),
            opacity=alt.Opacity("share:Q", scale=dark, legend=None),
            tooltip=[
                alt.Tooltip("unseen:N", title=_("Not seen")),
                alt.Tooltip("why:N", title=_("Why")),
                alt.Tooltip("when:N", title=_("Since")),
            ],
        )
    ]


def shade_words(blind: pd.DataFrame, period: Period) -> list[alt.Chart]:
    """Why it was blind, over the heavy stretches; below is *against*."""
    named = blind[blind["label"] != ""]
    if named.empty:
        return []
    return [
        alt.Chart(named)
        .mark_text(fontSize=12, fontWeight=600, baseline="bottom")
        .encode(
            x=time_axis("middle", period),
            y=alt.value(alt.ExprRef("height - 22")),
            text="label:N",
            color=alt.value(theme.QUIET),
        )
    ]


def turn_marks(steps: pd.DataFrame, period: Period) -> list[alt.Chart]:
    """An upright line with a word where a line is not made as before."""
    turns = steps[steps["turn"] != ""].drop_duplicates(["start", "turn"])
    if turns.empty:
        return []
    base = turned(turns, period)
    words = base.mark_text(fontSize=12, fontWeight=600, align="left", dx=4).encode(
        text="turn:N", y=alt.value(alt.ExprRef("height - 26"))
    )
    return [base.mark_rule(strokeWidth=2, strokeDash=[8, 3]), words]


def turned(turns: pd.DataFrame, period: Period) -> alt.Chart:
    """Where steps turn, with what that means."""
    chart: alt.Chart = alt.Chart(turns).encode(
        x=time_axis("start", period),
        color=alt.value(theme.QUIET),
        tooltip=[
            alt.Tooltip("when:N", title=_("Since")),
            alt.Tooltip("turn_explained:N", title=_("What changed")),
        ],
    )
    return chart


def event_rules(events: pd.DataFrame, period: Period) -> list[alt.Chart]:
    """A thin rule on each day, with a number that the list below explains."""
    if events.empty:
        return []
    return [
        _events(events, period)
        .mark_rule(strokeDash=[3, 3], strokeWidth=1.2, opacity=0.9)
        .encode(color=alt.value(theme.QUIET)),
        *(_numbers(events, row, period) for row in range(rows_of(events))),
    ]


def rows_of(events: pd.DataFrame) -> int:
    """How many rows of numbers stand above the plot."""
    return 0 if events.empty else int(events["row"].max()) + 1


def _numbers(events: pd.DataFrame, row: int, period: Period) -> alt.Chart:
    chart: alt.Chart = (
        _events(events[events["row"] == row], period)
        .mark_text(fontSize=12, fontWeight=700, baseline="bottom")
        .encode(
            text="number:N",
            y=alt.value(-4 - EVENT_ROW * row),
            color=alt.value(theme.QUIET),
        )
    )
    return chart


def _events(events: pd.DataFrame, period: Period) -> alt.Chart:
    chart: alt.Chart = alt.Chart(events).encode(
        x=time_axis("at", period),
        tooltip=[
            alt.Tooltip("when:N", title=_("On")),
            alt.Tooltip("title:N", title=_("Event")),
        ],
    )
    return chart
