"""Coverage: what we saw and did not see, and why."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from mood.coverage import Blind
from ui import exports, queries, shell, states, tables, words
from ui.frames import wall
from ui.marks import causes
from ui.shell import Here
from ui.speech import _, later, n_
from ui.tables import sources_table

TITLE = later("Coverage")

COLUMNS = ["start", "end", "lasted", "share", "why"]


def show() -> None:
    """Where we were blind; silence is not calm."""
    shell.page(
        _(TITLE),
        _(
            "What we saw and what we did not see, by source, and why. Where we were "
            "blind, no mood is shown: silence is not calm."
        ),
        _body,
        offers=("period", "sources"),
    )


def _body(here: Here) -> None:
    st.subheader(_("Sources"), anchor=False)
    sources_table(here)
    blind = queries.blind(here.address, here.period, here.filters.sources)
    if not blind:
        states.empty(
            _("Nothing was missed"),
            _("In this time every source was seen without a gap of an hour or more."),
        )
        return
    table = blind_table(blind)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(
            n_("{n} blind stretch", "{n} blind stretches", len(blind)), anchor=False
        )
        exports.menu(here, "coverage", table=table)
    _table(table)


def blind_table(stretches: Iterable[Blind]) -> pd.DataFrame:
    """One row for each stretch, the latest first."""
    rows = [
        {
            "start": wall(each.start_at),
            "end": wall(each.end_at),
            "lasted": words.length(each.end_at - each.start_at),
            "share": 100 * each.share,
            "why": causes(each.reasons),
        }
        for each in sorted(stretches, key=lambda one: one.start_at, reverse=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _table(table: pd.DataFrame) -> None:
    columns = {
        "start": tables.moment_column(_("From (Tashkent)")),
        "end": tables.moment_column(_("To (Tashkent)")),
        "lasted": tables.words_column(_("Lasted"), width="small"),
        "share": tables.share_column(_("Sources not seen")),
        "why": tables.words_column(_("Why")),
    }
    tables.show(table, columns, _("Blind stretches, the latest first"))
