"""The way to the page of each reform."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from shown import words
from shown.speech import spoken
from ui.tongue import LANG


def to_reforms(titles: Mapping[str, str], show: Callable[[], None]) -> None:
    """A link for each reform, by title, to the page that ``show`` draws."""
    page = st.Page(show, url_path="reform")
    for reform, title in sorted(titles.items(), key=lambda item: item[1].casefold()):
        st.page_link(
            page,
            label=words.plain(title),
            query_params={"reform": reform, LANG: spoken().tag},
        )
