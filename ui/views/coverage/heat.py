"""The map of what was seen, source by source. Pure.

What touches and is alike is one rectangle, so a year that was seen throughout is one,
and the chart stays small however many days and sources there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from domain.coverage import Ledger
from domain.periods import Period, day_of, starts_at
from mood.slots import Run, runs
from shown import theme, words
from shown.axes import time_axis
from shown.charts import layered
from shown.frames import Row, bounds, wall
from shown.marks import causes
from shown.speech import _

BY_HOUR = 14
"""To so many days each hour stands by itself."""

MOST = 3000
"""More rectangles than this are drawn in wider steps: a browser must not wait."""

WIDER = (timedelta(days=1), timedelta(days=7), timedelta(days=28))

NAME, BAR = 0.42, 0.92
"""In a source's row its name stands above, its bar from here to here."""

COLUMNS = ["row", "source", "start", "end", "share", "unseen", "when", "seen", "why"]


def heat_frame(
    ledgers: Mapping[str, Ledger],
    names: Mapping[str, str],
    period: Period,
    *,
    now: datetime,
) -> pd.DataFrame:
    """One row for each rectangle; sources by their ``names``, the least seen first."""
    found: dict[str, list[Run]] = {}
    for step in steps(period):
        edges = list(_edges(period, step))
        found = {each: runs(ledgers[each], edges, now=now) for each in names}
        if sum(map(len, found.values())) <= MOST:
            break
    order = sorted((each for each in names if found[each]), key=_by_seen(found, names))
    rows = [
        _rectangle(number, names[each], run)
        for number, each in enumerate(order)
        for run in found[each]
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def kept_frame(table: pd.DataFrame) -> pd.DataFrame:
    """The rectangles as they are saved to a file."""
    return table[["source", "start", "end", "share", "why"]]


def heat_chart(table: pd.DataFrame, period: Period) -> alt.LayerChart:
    """A row for each source: its name, and under it what was seen of its time."""
    rows = int(table["row"].max()) + 1
    start, end = bounds(period)
    y = alt.Scale(domain=[0, rows], reverse=True, nice=False)
    framed = pd.DataFrame({"start": [start, end], "row": [0, 0]})
    frame = (
        alt.Chart(framed)
        .mark_point(opacity=0)
        .encode(x=time_axis("start", period), y=_y("row", y))
    )
    return layered(
        [frame, *_bars(table, period, y), _names(table, y)], height=36 * rows
    )


def steps(period: Period) -> list[timedelta]:
    """The widths of a slot to try, the narrowest first."""
    hourly = [timedelta(hours=1)] if period.days <= BY_HOUR else []
    return [*hourly, *WIDER]


def _edges(period: Period, step: timedelta) -> Iterator[datetime]:
    at, end = period.start_at, period.end_at
    while at < end:
        yield at
        at += step
    yield end


def _by_seen(found: Mapping[str, list[Run]], names: Mapping[str, str]) -> Any:
    def key(source: str) -> tuple[float, str]:
        each = found[source]
        length = sum(((run.end_at - run.start_at) for run in each), timedelta())
        seen = sum(
            (run.share * (run.end_at - run.start_at) for run in each), timedelta()
        )
        return round(seen / length, 4), names[source]

    return key


def _rectangle(row: int, source: str, run: Run) -> Row:
    return {
        "row": row,
        "source": source,
        "start": wall(run.start_at),
        "end": wall(run.end_at),
        "share": run.share,
        "unseen": 1 - run.share,
        "when": _when(run),
        "seen": words.percent(run.share),
        "why": causes(run.reasons) or words.NOTHING,
    }


def _when(run: Run) -> str:
    """Whole days as days, else from hour to hour."""
    first, last = day_of(run.start_at), _last_day(run.end_at)
    if starts_at(first) == run.start_at and run.end_at == starts_at(_after(last)):
        return words.days(Period(first, last))
    return f"{words.moment(run.start_at)} – {words.moment(run.end_at)}"


def _last_day(end_at: datetime) -> date:
    return day_of(end_at - timedelta(microseconds=1))


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _bars(table: pd.DataFrame, period: Period, y: alt.Scale) -> list[alt.Chart]:
    placed = table.assign(top=table["row"] + NAME, bottom=table["row"] + BAR)
    dark = alt.Scale(domain=[0, 1], range=[0.25, 0.95], clamp=True)
    unseen = alt.Opacity("unseen:Q", scale=dark, legend=None)
    drawn = [
        (placed[placed["unseen"] <= 0], theme.MOOD, alt.value(0.3)),
        (placed[placed["unseen"] > 0], theme.QUIET, unseen),
    ]
    return [
        alt.Chart(part)
        .mark_rect()
        .encode(
            x=time_axis("start", period),
            x2="end:T",
            y=_y("top", y),
            y2="bottom:Q",
            color=alt.value(colour),
            opacity=opacity,
            tooltip=_told(),
        )
        for part, colour, opacity in drawn
        if not part.empty
    ]


def _told() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("source:N", title=_("Source")),
        alt.Tooltip("when:N", title=_("When")),
        alt.Tooltip("seen:N", title=_("Hours seen")),
        alt.Tooltip("why:N", title=_("Why")),
    ]


def _names(table: pd.DataFrame, y: alt.Scale) -> alt.Chart:
    named = table.drop_duplicates("row")[["row", "source"]]
    chart: alt.Chart = (
        alt.Chart(named.assign(at=named["row"] + NAME))
        .mark_text(
            align="left",
            baseline="bottom",
            dy=-3,
            fontSize=12,
            limit=alt.ExprRef("width"),
        )
        .encode(
            x=alt.value(0),
            y=_y("at", y),
            text="source:N",
            color=alt.value(theme.QUIET),
        )
    )
    return chart


def _y(field: str, scale: alt.Scale) -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=scale)
