"""The overview: how people take it, since when, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import altair as alt
import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.errors import KayfiyatError
from domain.periods import Period, day_of
from domain.settings import Settings, load
from mood.estimates import Estimate
from store.events import Event
from ui import charts, choosing, queries, states, words
from ui.figures import figures, latest
from ui.filters import Filters, period_of, window
from ui.frames import shares_frame, steps_frame
from ui.marks import blind_frame, events_frame, told
from ui.queries import Address, Known
from ui.table import sources_frame

FEW = 5
"""More events than this are listed folded."""


@dataclass(frozen=True, slots=True)
class View:
    """What one drawing of the page is made of."""

    known: Known
    filters: Filters
    period: Period
    estimates: list[Estimate]
    k: int
    now: datetime


def page() -> None:
    """What goes wrong becomes one sentence on the page."""
    st.title("Public mood", anchor=False)
    st.markdown(
        "How people who comment in public take the reforms: the share in favour minus "
        "the share against, from −100 to +100, as an estimate with its 95% interval."
    )
    try:
        _overview(load(), datetime.now(UTC))
    except KayfiyatError as error:
        states.failed(str(error))


def _overview(settings: Settings, now: datetime) -> None:
    address = Address(settings.mongodb.uri, settings.mongodb.db)
    known = queries.known(address)
    if known.synthetic:
        states.banner()
    if known.span is None:
        states.nothing_yet(known)
        states.look_again(address, known)
        return
    whole = window(known.span, today=day_of(now))
    filters = choosing.filters(known, whole)
    period = period_of(filters, whole)
    k = settings.privacy.k
    estimates = queries.estimates(address, period, filters, k=k)
    _view(View(known, filters, period, estimates, k, now), address)
    if known.waiting > states.MANY:
        states.look_again(address, known)


def _view(view: View, address: Address) -> None:
    _headline(view)
    if any(estimate.mood is not None for estimate in view.estimates):
        blind = queries.blind(address, view.period, view.filters.sources)
        _charts(view, blind_frame(blind, view.period))
    else:
        states.no_mood(view.known, view.estimates, view.filters, view.k)
    _completeness(view)
    _sources(view)


def _headline(view: View) -> None:
    today, by = day_of(view.now), view.filters.by
    earlier, last = latest(view.estimates, by=by, today=today)
    st.markdown(words.moved(earlier, last, by=by, k=view.k))
    with st.grid(5, min_column_width=150):
        for figure in figures(view.estimates, by=by, today=today, k=view.k):
            st.metric(
                figure.name,
                figure.value,
                figure.under,
                delta_color="off",
                delta_arrow="off",
                help=figure.explained,
                border=True,
            )


def _charts(view: View, blind: pd.DataFrame) -> None:
    by, period = view.filters.by, view.period
    steps = steps_frame(view.estimates, by=by, k=view.k)
    events = events_frame(_told(view), period)
    st.subheader(f"Mood by {by}", anchor=False)
    st.caption("Line: estimate. Band: 95% interval. Shaded: not seen.")
    _drawn(charts.mood_chart(steps, blind, events, period), f"Mood by {by}")
    _event_list(events)
    st.subheader(f"Voices by {by}", anchor=False)
    _drawn(charts.voices_chart(steps, blind, period), f"Voices by {by}")
    st.subheader("In favour, neutral, against: share of voices", anchor=False)
    shares = shares_frame(view.estimates, by=by)
    _drawn(charts.shares_chart(steps, shares, blind, period), f"Attitudes by {by}")


def _drawn(chart: alt.LayerChart, name: str) -> None:
    st.altair_chart(chart, width="stretch", alt=name)


def _event_list(events: pd.DataFrame) -> None:
    lines = "  \n".join(
        f"**{event.number}** {event.when}: {words.plain(event.title)}"
        for event in events.itertuples()
    )
    if len(events) > FEW:
        with st.expander(words.many(len(events), "dated event")):
            st.caption(lines)
    elif lines:
        st.caption(lines)


def _told(view: View) -> list[Event]:
    reform, reforms = view.filters.reform, view.known.reforms
    return told(view.known.events, reform, reforms=reforms)


def _completeness(view: View) -> None:
    st.subheader("How complete this is", anchor=False)
    st.markdown(words.completeness(view.estimates, view.k))
    if view.known.waiting:
        waiting = words.many(view.known.waiting, "comment")
        st.caption(f"{waiting} still to be scored; the newest figures can change.")


def _sources(view: View) -> None:
    chosen = [
        source
        for source in view.known.sources
        if not view.filters.sources or source.id in view.filters.sources
    ]
    table = sources_frame(chosen, view.known.ledgers, view.period, now=view.now)
    st.subheader("Sources", anchor=False)
    st.dataframe(
        table,
        hide_index=True,
        alt="Sources with when they were last seen",
        column_config={
            "Source": st.column_config.TextColumn(width="medium"),
            "Seen": st.column_config.ProgressColumn(
                "Hours seen", format="%.0f%%", min_value=0, max_value=100
            ),
            "Last seen": st.column_config.DatetimeColumn(
                "Last seen (Tashkent)", format="D MMM YYYY, HH:mm"
            ),
            "Comments": st.column_config.NumberColumn(
                "Comments stored", format="localized"
            ),
        },
    )
