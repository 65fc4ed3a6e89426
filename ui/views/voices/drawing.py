"""The shares that decide how many of each attitude are shown. Pure."""

from __future__ import annotations

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from domain.attitudes import ATTITUDES, Attitude
from domain.quotes import Quotes
from shown import theme, words
from shown.charts import layered
from shown.speech import _
from ui.views.voices.told import named

COLOURS = {
    Attitude.AGAINST: theme.AGAINST,
    Attitude.NEUTRAL: theme.NEUTRAL,
    Attitude.IN_FAVOUR: theme.IN_FAVOUR,
}


def shares_frame(found: Quotes) -> pd.DataFrame:
    """One row for each attitude, side by side from against on."""
    left, rows = 0.0, []
    for attitude in ATTITUDES:
        share = found.shares[attitude]
        rows.append(
            {
                "attitude": named(attitude),
                "left": left,
                "right": left + share,
                "share": words.percent(share),
                "drawn": words.count(found.due[attitude]),
            }
        )
        left += share
    return pd.DataFrame(rows)


def shares_chart(found: Quotes) -> alt.LayerChart:
    """One bar of three parts."""
    axis = alt.Axis(format="%", tickCount=5, title=None, grid=False)
    bar = (
        alt.Chart(shares_frame(found))
        .mark_rect()
        .encode(
            x=alt.X("left:Q", scale=alt.Scale(domain=[0, 1]), axis=axis),
            x2="right:Q",
            color=_attitudes(),
            tooltip=[
                alt.Tooltip("attitude:N", title=_("Attitude")),
                alt.Tooltip("share:N", title=_("Share of voices")),
                alt.Tooltip("drawn:N", title=_("Comments shown")),
            ],
        )
    )
    return layered([bar], height=36)


def _attitudes() -> alt.Color:
    names = [named(attitude) for attitude in ATTITUDES]
    colours = [COLOURS[attitude] for attitude in ATTITUDES]
    legend = alt.Legend(
        orient="top", direction="horizontal", title=None, symbolType="square"
    )
    scale = alt.Scale(domain=names, range=colours)
    return alt.Color("attitude:N", scale=scale, legend=legend)
