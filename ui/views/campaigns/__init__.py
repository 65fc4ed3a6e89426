"""Campaigns: near-identical words by many authors, when, where, and what they move."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.campaigns import Campaign
from domain.periods import Period
from mood.estimates import Estimate
from shown import words
from shown.frames import steps_frame
from shown.marks import blind_frame
from shown.speech import _, later, n_
from ui import exports, queries, shell, states, tables
from ui.drawn import draw
from ui.shell import Here
from ui.table import called
from ui.views.campaigns import charts, frames, told

TITLE = later("Campaigns")


def show() -> None:
    """What was found, when, where, and the mood with and without."""
    shell.page(
        _(TITLE),
        _(
            "Who speaks with one voice: near-identical comments by many authors "
            "within two days. Mood is shown with them and without."
        ),
        _body,
        offers=("reform", "period", "by", "sources"),
    )


def _body(here: Here) -> None:
    found = queries.campaigns(
        here.address, here.period, sources=here.filters.sources, k=here.k
    )
    if not found:
        states.empty(
            _("No campaign was found"),
            _(
                "In this time and these sources, no text was repeated by at least "
                "{k} authors within two days.",
                k=here.k,
            ),
        )
        return
    whole = replace(here.filters, campaigns=True)
    rest = replace(here.filters, campaigns=False)
    with_them = queries.estimates(here.address, here.period, whole, k=here.k)
    without = queries.estimates(here.address, here.period, rest, k=here.k)
    names = {source.id: called(source) for source in here.known.sources}
    st.markdown(told.headline(found, with_them, without, by=here.filters.by))
    if here.filters.reform:
        st.caption(
            _(
                "Voices and mood are those of the chosen reform; campaigns are listed "
                "whatever they speak of."
            )
        )
    _mood(here, with_them, without)
    # They are listed whatever they speak of.
    listed = replace(here, filters=replace(here.filters, reform=None))
    _timeline(listed, found, names, whole_steps(with_them, here.period))
    _list(listed, found, names)
    st.caption(_(frames.NO_CAMPAIGN))


def _mood(here: Here, with_them: list[Estimate], without: list[Estimate]) -> None:
    by = here.filters.by
    steps = frames.pair_frame(
        steps_frame(with_them, by=by, k=here.k), steps_frame(without, by=by, k=here.k)
    )
    line = charts.mood_chart(steps, _blind(here), here.period)
    title = _("Mood with campaigns and without, {by_step}", by_step=words.by_step(by))
    table = frames.kept_pair(with_them, without, k=here.k)
    _heading(here, title, "campaigns-mood", table, line)
    st.caption(
        _("Lines: estimates, with 95% intervals as bands. Shaded: not seen.")
        if told.any_mood(with_them, without)
        else _("Too few voices, or too little was seen, for a mood in this time.")
    )
    draw(line, title)


def _timeline(
    here: Here, found: list[Campaign], names: dict[str, str], steps: Period
) -> None:
    table = frames.campaigns_frame(found, names)
    drawn = frames.largest(table)
    chart = charts.timeline(frames.dots_frame(drawn, steps), steps)
    title = _("When: campaigns by their number of authors")
    _heading(here, title, "campaigns-when", drawn, chart)
    if len(drawn) < len(table):
        st.caption(
            n_(
                "The {n} campaign with the most authors.",
                "The {n} campaigns with the most authors.",
                len(drawn),
            )
        )
    draw(chart, title)
    st.markdown(told.where(found, names))


def _list(here: Here, found: list[Campaign], names: dict[str, str]) -> None:
    table = frames.campaigns_frame(found, names)
    title = n_("{n} campaign", "{n} campaigns", len(found))
    _heading(here, title, "campaigns", table)
    st.caption(_("Of the words, only those that at least {k} authors wrote.", k=here.k))
    columns = {
        "first": tables.moment_column(_("From (Tashkent)")),
        "last": tables.moment_column(_("To (Tashkent)")),
        "authors": tables.count_column(_("Authors")),
        "comments": tables.count_column(_("Comments")),
        "sources": tables.words_column(_("Sources")),
        "words": tables.words_column(_("Shared words"), width="large"),
    }
    shown = table.fillna({"words": words.NOTHING})
    tables.show(shown, columns, _("Campaigns, the latest first"))


def whole_steps(estimates: list[Estimate], period: Period) -> Period:
    """The days that the lines cover, so that what stands below lines up with them."""
    if not estimates:
        return period
    return Period(estimates[0].period.first, estimates[-1].period.last)


def _heading(
    here: Here, title: str, name: str, table: pd.DataFrame, chart: object = None
) -> None:
    """A part's title, and beside it the menu that saves it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        exports.menu(here, name, table=table, chart=chart, title=title)  # type: ignore[arg-type]


def _blind(here: Here) -> pd.DataFrame:
    stretches = queries.blind(here.address, here.period, here.filters.sources)
    return blind_frame(stretches, here.period)
