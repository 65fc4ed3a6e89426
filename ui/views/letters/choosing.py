"""Which week: in the address, so that a link shows the same letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from domain.letters import Kept
from shown.speech import _
from ui import address
from ui.views.letters import told

KEYS = ("week",)
"""What the week's Monday is called in the address."""

WEEK = "letters-week"


def choose(kept: Sequence[Kept], *, page: str) -> Kept:
    """Show the control; the letter at which it stands, unasked the latest."""
    state = st.session_state
    weeks = {each.week: each for each in kept}
    asked = address.anew(KEYS, page)
    if asked is not None or state.get(WEEK) not in weeks:
        state[WEEK] = week_of(asked or {}, list(weeks))
    # Set each time: in another language, Streamlit takes it for another widget.
    state[WEEK] = state[WEEK]
    st.selectbox(
        _("Week of the letter"),
        list(weeks),
        key=WEEK,
        format_func=told.week,
        width=300,
    )
    chosen = weeks[state[WEEK]]
    address.keep(query_of(chosen, kept[0]), keys=KEYS, page=page)
    return chosen


def week_of(query: Mapping[str, Sequence[str]], weeks: Sequence[date]) -> date:
    """The week that an address asks for, the first if there is no such letter. Pure."""
    asked = next(iter(query.get("week", ())), "")
    return next((week for week in weeks if week.isoformat() == asked), weeks[0])


def query_of(chosen: Kept, latest: Kept) -> dict[str, list[str]]:
    """The shortest address of a choice: the latest letter needs none. Pure."""
    return {"week": [] if chosen == latest else [chosen.week.isoformat()]}
