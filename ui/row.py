"""The row of figures above a page's charts."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.figures import Figure


def row(figures: Sequence[Figure], *, width: int = 200) -> None:
    """The figures side by side; on a narrow screen, each at least ``width`` px wide."""
    with st.grid(len(figures), min_column_width=width):
        for figure in figures:
            st.metric(
                figure.name,
                figure.value,
                figure.under,
                delta_color="off",
                delta_arrow="off",
                help=figure.explained,
                border=True,
            )
