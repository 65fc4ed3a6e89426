"""The words that set the sides apart, as bars to the left and to the right. Pure."""

from __future__ import annotations

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from shown import charts, theme
from shown.speech import _

ROW = 20
"""Pixels of a word."""

LONGEST = 130
"""Pixels of a word beside its bars."""

PEOPLE = "format(abs(datum.value), ',d')"


def words_chart(bars: pd.DataFrame) -> alt.LayerChart:
    """Who used each word: against to the left, in favour to the right."""
    order = list(dict.fromkeys(bars["word"]))
    words_axis = alt.Axis(
        title=None, ticks=False, domain=False, labelLimit=LONGEST, labelPadding=6
    )
    people_axis = alt.Axis(title=None, labelExpr=PEOPLE, tickCount=5, tickMinStep=1)
    scale = alt.Scale(
        domain=[_("Against"), _("In favour")], range=[theme.AGAINST, theme.IN_FAVOUR]
    )
    legend = alt.Legend(
        orient="top", direction="horizontal", title=None, symbolType="square"
    )
    drawn = (
        alt.Chart(bars)
        .mark_bar()
        .encode(
            y=alt.Y("word:N", sort=order, axis=words_axis),
            x=alt.X("signed:Q", axis=people_axis),
            color=alt.Color("told:N", scale=scale, legend=legend),
            tooltip=[
                alt.Tooltip("word:N", title=_("Word")),
                alt.Tooltip("told:N", title=_("Attitude")),
                alt.Tooltip("people:N", title=_("People, at the least")),
            ],
        )
    )
    return charts.layered([drawn], height=ROW * len(order))
