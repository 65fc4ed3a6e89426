"""Voices: what people say, as many against and in favour as the estimate says."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from domain.attitudes import ATTITUDES
from domain.quotes import Quotes
from mood.wordsearch import words_of
from shown import words
from shown.speech import _, later
from ui import exports, shell, states
from ui.drawn import draw
from ui.shell import Here
from ui.table import called
from ui.views.voices import choosing, showing, told
from ui.views.voices.asked import quotes
from ui.views.voices.drawing import shares_chart
from ui.views.voices.frames import quotes_frame

TITLE = later("Voices")


def show() -> None:
    """Comments by the public, drawn by lot in proportion to the estimate."""
    shell.page(
        _(TITLE),
        _(
            "What people say, in their own words: comments drawn by lot, as many "
            "against and in favour as the estimate says, not the loudest. User "
            "names, phone, card and document numbers were removed on arrival."
        ),
        _body,
        offers=("reform", "period", "sources", "languages", "campaigns"),
    )


def _body(here: Here) -> None:
    choice = choosing.choose(page=__name__)
    found = quotes(
        here.address,
        here.period,
        here.filters,
        seed=choice.seed,
        words=choice.words,
        k=here.k,
    )
    searched = choice.words if words_of(choice.words) else ""
    if found.silent:
        states.empty(*told.why_none(found, here.period, searched, here.k))
        return
    st.markdown(told.headline(found, searched, here.k))
    if told.cut(found, here.period):
        st.caption(told.since(found.period or here.period))
    _charted(here, found, searched=bool(searched))
    _quoted(here, found, searched)
    st.caption(told.how(found))


def _charted(here: Here, found: Quotes, *, searched: bool) -> None:
    title = _("Voices by attitude, as estimated")
    names = {source.id: called(source) for source in here.known.sources}
    chart = None if searched else shares_chart(found)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(_("Drawn by lot") if searched else title, anchor=False)
        table = quotes_frame(found.quotes, names)
        held = replace(here, period=found.period or here.period)
        exports.menu(held, "voices", table=table, chart=chart, title=title)
    if chart is not None:
        draw(chart, told.described(found))


def _quoted(here: Here, found: Quotes, searched: str) -> None:
    names = {source.id: called(source) for source in here.known.sources}
    for attitude in ATTITUDES:
        mine = [each for each in found.quotes if each.attitude is attitude]
        wanted = len(mine) if searched else found.due[attitude]
        if wanted:
            heading = _(
                "{attitude}: {n}",
                attitude=told.named(attitude),
                n=words.count(len(mine)),
            )
            st.subheader(heading, anchor=False)
        if len(mine) < wanted:
            st.caption(told.short_of(wanted, len(mine)))
        if mine:
            showing.cards(mine, names, key=f"voices-{attitude}")
