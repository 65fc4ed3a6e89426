"""Campaigns: near-identical words by many authors, when, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.campaigns import Campaign
from ui import exports, queries, shell, states, tables
from ui.frames import wall
from ui.shell import Here
from ui.speech import _, later, n_
from ui.table import called

TITLE = later("Campaigns")

COLUMNS = ["first", "last", "authors", "comments", "sources", "words"]


def show() -> None:
    """What was found, when, and where."""
    shell.page(
        _(TITLE),
        _(
            "Who speaks with one voice: near-identical comments by many authors "
            "within two days. Mood is shown with them and without."
        ),
        _body,
        offers=("period", "sources"),
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
    names = {source.id: called(source) for source in here.known.sources}
    table = campaigns_frame(found, names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(n_("{n} campaign", "{n} campaigns", len(found)), anchor=False)
        exports.menu(here, "campaigns", table=table)
    st.caption(_("Of the words, only those that at least {k} authors wrote.", k=here.k))
    _table(table)


def campaigns_frame(
    campaigns: Iterable[Campaign], names: Mapping[str, str]
) -> pd.DataFrame:
    """One row for each campaign; sources by their ``names``. Pure."""
    rows = [
        {
            "first": wall(each.first_at),
            "last": wall(each.last_at),
            "authors": each.authors,
            "comments": each.comments,
            "sources": ", ".join(names.get(source, source) for source in each.sources),
            "words": each.words,
        }
        for each in campaigns
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _table(table: pd.DataFrame) -> None:
    columns = {
        "first": tables.moment_column(_("From (Tashkent)")),
        "last": tables.moment_column(_("To (Tashkent)")),
        "authors": tables.count_column(_("Authors")),
        "comments": tables.count_column(_("Comments")),
        "sources": tables.words_column(_("Sources")),
        "words": tables.words_column(_("Shared words"), width="large"),
    }
    tables.show(table, columns, _("Campaigns, the latest first"))
