"""The line of one reform, with its lasting changes and dated events."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from mood.estimates import Estimate
from mood.reported import Changes
from shown import charts, sentences, words
from shown.frames import kept_frame, steps_frame
from shown.marks import blind_frame, events_frame, told
from shown.speech import _
from ui import exports, queries
from ui.drawn import draw
from ui.figures import figures
from ui.row import row
from ui.shell import Here
from ui.views.mood import changing, drawing


def changes_of(here: Here) -> Changes:
    """When the mood of what was chosen changed lastingly."""
    chosen = here.filters
    return queries.changes(
        here.address,
        here.period,
        reform=chosen.reform,
        sources=chosen.sources,
        languages=chosen.languages,
        k=here.k,
    )


def line(here: Here, estimates: list[Estimate], changes: Changes) -> None:
    """The figures, the chart, and under it the days that are numbered on it."""
    by, period = here.filters.by, here.period
    row(figures(estimates, by=by, today=here.today, k=here.k)[:3])
    blind = blind_frame(
        queries.blind(here.address, period, here.filters.sources), period
    )
    known = here.known
    events = events_frame(
        told(known.events, here.filters.reform, reforms=known.reforms), period
    )
    steps = steps_frame(estimates, by=by, k=here.k)
    title = _("Mood {by_step}", by_step=words.by_step(by))
    marks = drawing.change_marks(changing.marks_frame(changes.reported, period), period)
    chart = charts.mood_chart(steps, blind, events, period, over=marks)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        table = kept_frame(estimates, k=here.k)
        exports.menu(here, "reform", table=table, chart=chart, title=title)
    st.caption(" ".join(filter(None, _legend(estimates, changes))))
    draw(chart, title)
    told_events = "  \n".join(
        f"**{event.number}** {event.when}: {words.plain(event.title)}"
        for event in events.itertuples()
    )
    if told_events:
        st.caption(told_events)


def _legend(estimates: list[Estimate], changes: Changes) -> Iterator[str]:
    yield _("Line: estimate. Band: 95% interval. Shaded: not seen.")
    yield sentences.gap(estimates)
    if changes.reported:
        yield _("Letters: lasting changes, listed below.")
