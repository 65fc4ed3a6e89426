"""Mood: how people take it, since when, and how sure we are."""

from __future__ import annotations

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from mood.estimates import Estimate
from store.events import Event
from ui import charts, exports, queries, sentences, shell, states, words
from ui.drawn import draw
from ui.figures import figures, latest
from ui.frames import kept_frame, shares_frame, steps_frame
from ui.marks import blind_frame, events_frame, told
from ui.shell import Here
from ui.speech import _, later, n_
from ui.tables import sources_table

TITLE = later("Mood")

FEW = 5
"""More events than this are listed folded."""


def show() -> None:
    """The line with its interval, and what it rests on."""
    shell.page(
        _("Public mood"),
        _(
            "How people who comment in public take the reforms: the share in favour "
            "minus the share against, from −100 to +100, as an estimate with its 95% "
            "interval."
        ),
        _body,
        offers=("reform", "period", "by", "sources", "languages", "campaigns"),
    )


def _body(here: Here) -> None:
    estimates = queries.estimates(here.address, here.period, here.filters, k=here.k)
    _headline(here, estimates)
    if any(estimate.mood is not None for estimate in estimates):
        _charts(here, estimates)
    else:
        states.no_mood(here.known, estimates, here.filters, here.k)
    _completeness(here, estimates)
    st.subheader(_("Sources"), anchor=False)
    sources_table(here)


def _headline(here: Here, estimates: list[Estimate]) -> None:
    by = here.filters.by
    earlier, last = latest(estimates, by=by, today=here.today)
    st.markdown(sentences.moved(earlier, last, by=by, k=here.k))
    with st.grid(5, min_column_width=200):
        for figure in figures(estimates, by=by, today=here.today, k=here.k):
            st.metric(
                figure.name,
                figure.value,
                figure.under,
                delta_color="off",
                delta_arrow="off",
                help=figure.explained,
                border=True,
            )


def _charts(here: Here, estimates: list[Estimate]) -> None:
    by, period = here.filters.by, here.period
    blind = blind_frame(
        queries.blind(here.address, period, here.filters.sources), period
    )
    steps = steps_frame(estimates, by=by, k=here.k)
    events = events_frame(_told(here), period)
    title = _("Mood {by_step}", by_step=words.by_step(by))
    line = charts.mood_chart(steps, blind, events, period)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        table = kept_frame(estimates, k=here.k)
        exports.menu(here, "mood", table=table, chart=line, title=title)
    st.caption(_("Line: estimate. Band: 95% interval. Shaded: not seen."))
    draw(line, title)
    _event_list(events)
    voices = _("Voices {by_step}", by_step=words.by_step(by))
    st.subheader(voices, anchor=False)
    draw(charts.voices_chart(steps, blind, period), voices)
    st.subheader(_("In favour, neutral, against: share of voices"), anchor=False)
    shares = shares_frame(estimates, by=by)
    described = _("Attitudes {by_step}", by_step=words.by_step(by))
    draw(charts.shares_chart(steps, shares, blind, period), described)


def _event_list(events: pd.DataFrame) -> None:
    lines = "  \n".join(
        f"**{event.number}** {event.when}: {words.plain(event.title)}"
        for event in events.itertuples()
    )
    if len(events) > FEW:
        with st.expander(n_("{n} dated event", "{n} dated events", len(events))):
            st.caption(lines)
    elif lines:
        st.caption(lines)


def _told(here: Here) -> list[Event]:
    known = here.known
    return told(known.events, here.filters.reform, reforms=known.reforms)


def _completeness(here: Here, estimates: list[Estimate]) -> None:
    st.subheader(_("How complete this is"), anchor=False)
    st.markdown(sentences.completeness(estimates, here.k))
    if here.known.waiting:
        st.caption(
            n_(
                "{n} comment is still to be scored; the newest figures can change.",
                "{n} comments are still to be scored; the newest figures can change.",
                here.known.waiting,
            )
        )
