"""An ask that waits for the listener: how far it is, and whether anybody hears it."""

from __future__ import annotations

from datetime import datetime, timedelta

import streamlit as st

from domain.asks import Ask, State
from shown import words
from shown.speech import _, n_

PATIENCE = timedelta(seconds=20)
"""Whoever waits longer is told what may be the matter."""

LOOK = 2.0
"""Seconds between two looks at what waits."""


def show(ask: Ask, *, now: datetime) -> None:
    """What the ask waits for."""
    if ask.state is State.TAKEN:
        told = _("In hand …")
        if ask.read:
            told = n_("In hand: {n} row read …", "In hand: {n} rows read …", ask.read)
        st.info(told, icon=":material/hourglass_top:")
    elif now - ask.at > PATIENCE:
        st.warning(
            _(
                "Nobody has taken this up yet. It is done by the listener: is "
                "`kayfiyat run` or `kayfiyat listen` running?"
            ),
            icon=":material/hourglass_disabled:",
        )
    else:
        st.info(_("Waiting for the listener …"), icon=":material/hourglass_empty:")


def failed(ask: Ask) -> None:
    """Why it was not done."""
    why = ask.error or _("It was broken off twice; the log of the listener says why.")
    st.error(words.plain(why), icon=":material/error:")


def too_many() -> None:
    st.warning(
        _("You have asked for much in this hour; go on in the next."),
        icon=":material/speed:",
    )
