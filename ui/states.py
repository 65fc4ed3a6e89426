"""What the page says when there is nothing to draw: yet, here, or at all."""

from __future__ import annotations

import streamlit as st

from mood.estimates import Estimate
from ui import queries, words
from ui.filters import Filters
from ui.queries import Address, Known

AGAIN = 5.0
"""Seconds after which an empty page looks again."""

MANY = 200
"""With more comments than this still to be scored, the page looks again too."""


def banner() -> None:
    st.warning(
        "**SYNTHETIC.** This is a demonstration: the people, their comments and "
        "their mood are made up and say nothing about anyone.",
        icon=":material/science:",
    )


def failed(sentence: str) -> None:
    """One sentence, and a way on."""
    st.error(words.plain(sentence), icon=":material/cloud_off:")
    if st.button("Try again", icon=":material/refresh:"):
        queries.forget()
        st.rerun()


def nothing_yet(known: Known) -> None:
    """The first minutes: what is missing, and what to do about it."""
    with st.container(border=True):
        if known.waiting:
            st.subheader("The first comments are here")
            st.markdown(
                f"{words.many(known.waiting, 'comment')} collected, waiting for the "
                "scorer. The mood line appears by itself; with `kayfiyat score` it "
                "appears now."
            )
        elif known.sources:
            st.subheader("Listening")
            st.markdown(
                f"{words.many(len(known.sources), 'source')} followed; no comment has "
                "come yet. This page looks again by itself."
            )
        else:
            st.subheader("Nothing has been collected yet")
            st.markdown(
                "Name the channels to follow: `kayfiyat init` writes a "
                "`kayfiyat.toml`, then `kayfiyat run` listens. To bring an export: "
                "`kayfiyat import result.json`."
            )


def no_mood(known: Known, estimates: list[Estimate], filters: Filters, k: int) -> None:
    """Data there is, but none that may be shown for this choice."""
    with st.container(border=True):
        if not any(e.voices for e in estimates):
            st.subheader("Nobody spoke")
            what = f"on {known.title(filters.reform)} " if filters.reform else ""
            st.markdown(
                f"No scored comment {words.plain(what)} in this time and choice. Take "
                "a longer period or fewer filters."
            )
        else:
            st.subheader("Too few voices for a mood")
            st.markdown(
                f"No {filters.by} has {k} voices in hours that we saw. Fewer would "
                "speak of single people, so nothing is shown. Take longer steps or "
                "fewer filters."
            )


@st.fragment(run_every=AGAIN)
def look_again(address: Address, shown: Known) -> None:
    """Draw the page anew as soon as there is more than it shows."""
    queries.known.clear(address)
    now = queries.known(address)
    if (now.span, now.waiting, len(now.sources)) != (
        shown.span,
        shown.waiting,
        len(shown.sources),
    ):
        queries.forget()
        st.rerun()
