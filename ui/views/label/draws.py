"""Let chance draw what is to be labelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from domain.cells import EVERY_REFORM
from domain.errors import InputError
from domain.labels import Frame
from domain.periods import Period
from mood.drawing import Taken
from mood.estimates import Estimate
from mood.labelled import LEAST
from shown import words
from shown.speech import _, n_
from ui import queries
from ui.shell import Here
from ui.views.label import asked

SIZE, MOST = 100, 1_000

QUICK = 5_000
"""So many comments are read in a second when a sample is drawn."""

PATIENCE = timedelta(seconds=5)
"""A draw that takes longer says so before."""

TOO_LONG = timedelta(minutes=5)
"""Nobody should wait so long before a page."""

DRAWN = "_drawn"


def form(
    here: Here, frame: Frame, estimates: Sequence[Estimate], *, waiting: bool
) -> None:
    """Offer to draw from what the filters chose; open while nothing waits."""
    whole = replace(frame, period=until_yesterday(frame.period, here.today))
    comments = sum(each.scored for each in estimates)
    with st.expander(_("Draw comments to label"), expanded=not waiting):
        st.markdown(_from_what(whole, comments))
        size = st.number_input(
            _("How many comments"), 10, MOST, SIZE, step=10, key="size", width=220
        )
        if st.button(
            _("Draw"),
            key="draw",
            icon=":material/casino:",
            disabled=took(comments) > TOO_LONG,
        ):
            _draw(here, whole, int(size))
        if told := st.session_state.pop(DRAWN, None):
            st.success(told)


def until_yesterday(period: Period, today: date) -> Period:
    """Comments of today still come: what comes later had no chance to be drawn."""
    yesterday = today - timedelta(days=1)
    if period.first > yesterday:
        return period
    return Period(period.first, min(period.last, yesterday))


def took(comments: int) -> timedelta:
    """About how long a draw from so many comments takes."""
    return timedelta(seconds=comments / QUICK)


def _from_what(frame: Frame, comments: int) -> str:
    """What is drawn from, what it is good for, how long it takes."""
    told = [
        _(
            "At random from {days} and what is chosen above, in proportion, nothing "
            "twice. From {least} labelled voices on, the mood of a step is made with "
            "labels.",
            days=words.days(frame.period),
            least=LEAST,
        )
    ]
    if frame.reform != EVERY_REFORM:
        told.append(
            _("Labels drawn on one reform help its mood alone, not that of all.")
        )
    return " ".join([*told, *how_long(comments)])


def how_long(comments: int) -> list[str]:
    """What to say before a draw from so many comments."""
    long, all_of_them = took(comments), n_("{n} comment", "{n} comments", comments)
    if long <= PATIENCE:
        return []
    told = _(
        "All {comments} are looked at: about {length}. A shorter period is quicker, "
        "and its steps have enough labels sooner.",
        comments=all_of_them,
        length=_length(long),
    )
    if long <= TOO_LONG:
        return [told]
    return [
        told,
        _("That is too long for a page: choose less, or use `kayfiyat labels draw`."),
    ]


def _length(duration: timedelta) -> str:
    seconds = max(round(duration.total_seconds()), 1)
    if seconds < 90:
        return n_("{n} second", "{n} seconds", seconds)
    return n_("{n} minute", "{n} minutes", round(seconds / 60))


def _draw(here: Here, frame: Frame, size: int) -> None:
    try:
        with st.spinner(_("Drawing…")):
            taken = asked.draw(here.address, frame, size=size, now=here.now)
    except InputError:
        few = _(
            "There are fewer than {k} voices to draw from. Take a longer period or "
            "fewer filters.",
            k=here.k,
        )
        st.warning(few)
        return
    if not taken.comments:
        st.info(_("All comments of this choice were drawn before."))
        return
    st.session_state[DRAWN] = drawn(taken)
    queries.forget()
    st.rerun()


def drawn(taken: Taken) -> str:
    return n_(
        "{n} comment drawn, {share} of those that could be.",
        "{n} comments drawn, {share} of those that could be.",
        taken.comments,
        share=words.percent(taken.chance),
    )
