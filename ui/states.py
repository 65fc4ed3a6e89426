"""What a page says when there is nothing to draw: yet, here, or at all."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mood.estimates import BLIND, Estimate
from shown import sentences, words
from shown.speech import _, later, n_
from ui import queries
from ui.filters import Filters
from ui.queries import Known

NO_STEP = {
    "day": later("No day has {k} voices in hours that we saw."),
    "week": later("No week has {k} voices in hours that we saw."),
    "month": later("No month has {k} voices in hours that we saw."),
}


def banner() -> None:
    st.warning(
        _(
            "**SYNTHETIC.** This is a demonstration: the people, their comments and "
            "their mood are made up and say nothing about anyone."
        ),
        icon=":material/science:",
    )


def failed(sentence: str, *, key: str | None = None) -> None:
    """One sentence, and a way on; ``key`` where there may be two on one page."""
    st.error(words.plain(sentence), icon=":material/cloud_off:")
    if st.button(_("Try again"), icon=":material/refresh:", key=key):
        queries.forget()
        st.rerun()


def empty(heading: str, sentence: str) -> None:
    """There is nothing to show: what is so, and what to do. Markdown."""
    with st.container(border=True):
        st.subheader(heading, anchor=False)
        st.markdown(sentence)


def nothing_yet(known: Known) -> None:
    """The first minutes: what is missing, and what to do about it."""
    if known.waiting:
        empty(
            _("The first comments are here"),
            _(
                "{comments} collected, waiting for the scorer. The mood line appears "
                "by itself; with `kayfiyat score` it appears now.",
                comments=sentences.comments_told(known.waiting),
            ),
        )
    elif known.sources:
        empty(
            _("Listening"),
            _(
                "{sources} followed; no comment has come yet. This page looks again "
                "by itself.",
                sources=n_("{n} source", "{n} sources", len(known.sources)),
            ),
        )
    else:
        empty(
            _("Nothing has been collected yet"),
            _(
                "Name the channels to follow: `kayfiyat init` writes a "
                "`kayfiyat.toml`, then `kayfiyat run` listens. To bring an export: "
                "`kayfiyat import result.json`."
            ),
        )


def no_mood(
    known: Known, estimates: Sequence[Estimate], filters: Filters, k: int
) -> None:
    """Data there is, but none that may be shown for this choice."""
    if any(_is_too_narrow(e, k) for e in estimates):
        empty(
            _("Too few voices for a mood"),
            _(
                "The choice is so narrow that those who spoke could be told apart, so "
                "nothing is shown. Take longer steps or fewer filters."
            ),
        )
    elif any(e.voices or e.withheld for e in estimates):
        empty(
            _("Too few voices for a mood"),
            _(NO_STEP[filters.by], k=k)
            + " "
            + _(
                "Fewer would speak of single people, so nothing is shown. Take longer "
                "steps or fewer filters."
            ),
        )
    elif any(e.comments for e in estimates):
        empty(
            _("No comment could be scored"),
            _(
                "What was written in this time and choice is in languages that the "
                "scorer does not know, or it is not sure. Take a longer period or "
                "fewer filters."
            ),
        )
    else:
        empty(_("Nobody spoke"), _no_comment(known, filters))


def _is_too_narrow(estimate: Estimate, k: int) -> bool:
    """Whether it is for its filters, and for nothing else, that it has no mood."""
    spoke = estimate.voices + estimate.withheld
    return estimate.voices < k <= spoke and estimate.coverage >= BLIND


def _no_comment(known: Known, filters: Filters) -> str:
    if filters.reform is None:
        return _(
            "No scored comment in this time and choice. Take a longer period or fewer "
            "filters."
        )
    return _(
        "No scored comment on “{reform}” in this time and choice. Take a longer "
        "period or fewer filters.",
        reform=words.plain(known.title(filters.reform)),
    )
