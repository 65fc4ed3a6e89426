"""Tables on the page, with their columns named in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from shown.speech import _
from ui.shell import Here
from ui.table import sources_frame


def show(table: pd.DataFrame, columns: Mapping[str, Any], described: str) -> None:
    """Show ``table``; ``columns`` say how each is named, or are ready-made columns."""
    shares = {
        name: table[name].astype(float).map(_neither_nothing_nor_all)
        for name, column in columns.items()
        if _is_share(column)
    }
    st.dataframe(
        table.assign(**shares),
        hide_index=True,
        width="stretch",
        alt=described,
        column_config=columns,
    )


def share_column(name: str) -> Any:
    """Percent, 0 to 100, as a bar with its number."""
    return st.column_config.ProgressColumn(
        name, format="%.0f%%", min_value=0, max_value=100
    )


def _is_share(column: Any) -> bool:
    return isinstance(column, dict) and column["type_config"]["type"] == "progress"


def _neither_nothing_nor_all(percent: float) -> float:
    """Rounded, what is nearly nothing or nearly all would be told as just that."""
    if 0 < percent < 1:
        return 1.0
    return 99.0 if 99 < percent < 100 else percent


def moment_column(name: str) -> Any:
    """A wall clock in Tashkent (``shown.frames.wall``); the name should say so."""
    return st.column_config.DatetimeColumn(name, format="DD.MM.YYYY HH:mm")


def count_column(name: str) -> Any:
    return st.column_config.NumberColumn(name, format="localized")


def words_column(name: str, width: str | int = "medium") -> Any:
    return st.column_config.TextColumn(name, width=width)  # type: ignore[arg-type]


def sources_table(here: Here) -> pd.DataFrame:
    """The sources of the choice: who, when last seen, how much of the time."""
    chosen = [
        source
        for source in here.known.sources
        if not here.filters.sources or source.id in here.filters.sources
    ]
    table = sources_frame(chosen, here.known.ledgers, here.period, now=here.now)
    columns = {
        "Source": words_column(_("Source")),
        "Seen": share_column(_("Hours seen")),
        "Last seen": moment_column(_("Last seen (Tashkent)")),
        "State": words_column(_("State")),
    }
    show(table, columns, _("Sources with when they were last seen"))
    return table
