"""The small multiples: one line a reform, on one axis of time and one of mood. Pure.

An area is one chart, as wide as it has room. Its reforms stand one below the other,
so that their lines can be read across; each has its figures above it in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Any

import altair as alt
import numpy as np
import pandas as pd  # type: ignore[import-untyped]

from domain.periods import Period, Step
from mood.estimates import Estimate
from shown import charts, layers, sentences, theme, words
from shown.axes import time_axis
from shown.frames import Row, steps_frame
from shown.speech import _, n_
from ui.filters import Filters
from ui.views.reform import links
from ui.views.reforms.standings import Standing

HEAD = 40
"""Pixels above each line for its name and figures."""

LINE = 18
PLOT = 54
GAP = 16
ROW = HEAD + PLOT + GAP

VOICES_ROOM = 96
"""Pixels that the voices take beside a name."""

TINTS = (theme.IN_FAVOUR, theme.AGAINST, theme.QUIET)

STEP_COLUMNS = [
    *("start", "end", "middle", "top", "bottom"),
    *("mood_y", "low_y", "high_y", "line", "alone"),
    *("reform", "when", "stands", "between", "people", "seen"),
    *("plot", "turn", "turn_explained"),
]


def reach_of(found: Iterable[Standing]) -> int:
    """How far every line reaches either way, so that all have one scale.

    Nine moods in ten have room: one reform of few voices would flatten all.
    """
    moods = [
        abs(e.mood) for each in found for e in each.estimates if e.mood is not None
    ]
    if not moods:
        return 20
    return min(100, max(20, 10 * ceil((np.quantile(moods, 0.9) + 5) / 10)))


def area_chart(
    found: Sequence[Standing], period: Period, *, view: Filters, k: int, reach: int
) -> alt.LayerChart:
    """All reforms of one area; their names lead on in the same ``view``."""
    lines = lines_frame(found, by=view.by, k=k, reach=reach)
    heads = heads_frame(found, view=view, k=k)
    height = ROW * len(found)
    drawn = [
        _zeros(len(found), height),
        *_lines(lines, period, height),
        _hover(lines, period, height),
        *_turns(lines, period, height),
        *_heads(heads, height),
    ]
    return charts.layered(drawn, height=height)


def lines_frame(
    found: Sequence[Standing], *, by: Step, k: int, reach: int
) -> pd.DataFrame:
    """The steps of all reforms, with the pixels at which they stand."""
    parts = [
        _placed(steps_frame(each.estimates, by=by, k=k), number, each.title, reach)
        for number, each in enumerate(found)
    ]
    return pd.concat(parts, ignore_index=True)[STEP_COLUMNS]


def heads_frame(found: Sequence[Standing], *, view: Filters, k: int) -> pd.DataFrame:
    """What is written above each line."""
    heads = (_head(each, number, k, view) for number, each in enumerate(found))
    return pd.DataFrame([row for head in heads for row in head])


def change_told(standing: Standing) -> str:
    """``▲ +5 (+1 to +9)``; without an arrow it did not move beyond its interval."""
    step = standing.change
    if step is None:
        return ""
    arrow = ("▲ " if step.points > 0 else "▼ ") if step.moved else ""
    return f"{arrow}{words.signed(step.points)} ({words.interval(step.low, step.high)})"


def _placed(steps: pd.DataFrame, number: int, title: str, reach: int) -> pd.DataFrame:
    top = number * ROW
    middle, scale = top + HEAD + PLOT / 2, PLOT / 2 / reach
    pixels = {
        f"{name}_y": middle - steps[name].clip(-reach, reach) * scale
        for name in ("mood", "low", "high")
    }
    return steps.assign(
        **pixels,
        top=top,
        plot=top + HEAD,
        bottom=top + HEAD + PLOT,
        line=[f"{number}.{run}" for run in steps["run"]],
        reform=title,
    )


def _head(standing: Standing, number: int, k: int, view: Filters) -> Iterator[Row]:
    """Two lines: the name and who spoke, then the mood and its change; both lead to
    the reform's own page."""
    now, step = standing.now, standing.change
    tint = 2
    if step and step.moved:
        tint = 0 if step.points > 0 else 1
    stands = (
        f"{words.signed(now.mood)} ({words.interval(now.low, now.high)})"
        if now.mood is not None
        else _("no mood: {why}", why=sentences.why_none(now, k))
    )
    changed = _("change {points}", points=change_told(standing)) if step else ""
    y, people = number * ROW + 2, _people(now, k)
    there = {"way": links.way(standing.reform, view), "open": standing.title}
    yield {"y": y, "left": standing.title, "right": people, "tint": 2} | there
    yield {"y": y + LINE, "left": stands, "right": changed, "tint": tint} | there


def _people(now: Estimate, k: int) -> str:
    if not sentences.tells_numbers([now], k):
        return ""
    return n_("{n} voice", "{n} voices", now.voices)


def _y(field: str, height: int) -> alt.Y:
    scale = alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)
    return alt.Y(f"{field}:Q", axis=None, scale=scale)


def _zeros(rows: int, height: int) -> alt.Chart:
    at = [number * ROW + HEAD + PLOT / 2 for number in range(rows)]
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame({"zero": at}))
        .mark_rule(strokeWidth=1, opacity=0.6)
        .encode(y=_y("zero", height), color=alt.value(theme.QUIET))
    )
    return chart


def _lines(lines: pd.DataFrame, period: Period, height: int) -> Iterator[alt.Chart]:
    """Bands and lines, broken at every gap; a step between two gaps is a point."""
    stated = lines[lines["mood_y"].notna()]
    base = alt.Chart(stated).encode(
        x=time_axis("middle", period), detail="line:N", color=alt.value(theme.MOOD)
    )
    low, mood = _y("low_y", height), _y("mood_y", height)
    yield base.mark_area(opacity=0.22).encode(y=low, y2="high_y:Q")
    yield base.mark_line(strokeWidth=2, strokeJoin="round").encode(y=mood)
    alone = stated[stated["alone"]]
    if not alone.empty:
        points = alt.Chart(alone).encode(
            x=time_axis("middle", period), color=alt.value(theme.MOOD)
        )
        yield points.mark_rule(strokeWidth=5, opacity=0.22).encode(y=low, y2="high_y:Q")
        yield points.mark_circle(size=34, opacity=1).encode(y=mood)


def _turns(lines: pd.DataFrame, period: Period, height: int) -> list[alt.Chart]:
    """In its own plot a mark where a line is not made as before."""
    turns = lines[lines["turn"] != ""]
    if turns.empty:
        return []
    base, foot = layers.turned(turns, period), _y("bottom", height)
    style: dict[str, Any] = {"baseline": "bottom", "align": "left", "dx": 4}
    return [
        base.mark_rule(strokeWidth=1.5, strokeDash=[6, 3]).encode(
            y=_y("plot", height), y2="bottom:Q"
        ),
        base.mark_text(fontSize=11, fontWeight=600, **style).encode(
            text="turn:N", y=foot
        ),
    ]


def _hover(lines: pd.DataFrame, period: Period, height: int) -> alt.Chart:
    over = alt.selection_point(
        on="pointerover", clear="pointerout", fields=["start", "top"], empty=False
    )
    chart: alt.Chart = (
        alt.Chart(lines)
        .mark_rect()
        .encode(
            x=time_axis("start", period),
            x2="end:T",
            y=_y("top", height),
            y2="bottom:Q",
            color=alt.value(theme.QUIET),
            opacity=alt.condition(over, alt.value(0.15), alt.value(0)),
            tooltip=[
                alt.Tooltip("reform:N", title=_("Reform")),
                alt.Tooltip("when:N", title=_("When")),
                alt.Tooltip("stands:N", title=_("Mood")),
                alt.Tooltip("between:N", title=_("95% interval")),
                alt.Tooltip("people:N", title=_("Voices")),
                alt.Tooltip("seen:N", title=_("Hours seen")),
            ],
        )
        .add_params(over)
    )
    return chart


def _heads(heads: pd.DataFrame, height: int) -> list[alt.Chart]:
    """Name and mood to the left, voices and change to the right."""
    base = alt.Chart(heads).encode(y=_y("y", height))
    style: dict[str, Any] = {"baseline": "top", "fontSize": 12.5, "fontWeight": 600}
    room = alt.ExprRef(f"width - {VOICES_ROOM}")
    tints = alt.Scale(domain=[0, 1, 2], range=list(TINTS))
    return [
        base.mark_text(align="left", limit=room, **style).encode(
            text="left:N",
            x=alt.value(0),
            color=alt.value(theme.MOOD),
            href="way:N",
            # What has no tooltip takes no click beside the lines that have.
            tooltip=alt.Tooltip("open:N", title=_("Open a reform")),
        ),
        base.mark_text(align="right", **style).encode(
            text="right:N",
            x=alt.value(alt.ExprRef("width")),
            color=alt.Color("tint:O", scale=tints, legend=None),
        ),
    ]
