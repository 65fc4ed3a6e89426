"""Charts on the page: in the reader's language, with words for who cannot see them."""

from __future__ import annotations

import altair as alt
import streamlit as st

from shown.localised import localised


def draw(chart: alt.TopLevelMixin, described: str) -> None:
    """Draw ``chart`` as wide as the page; ``described`` is read aloud in its place."""
    st.altair_chart(localised(chart), width="stretch", alt=described)
