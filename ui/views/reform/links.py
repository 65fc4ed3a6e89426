"""The way to the page of each reform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from shown import words
from shown.speech import spoken
from ui.filters import Filters, to_query
from ui.tongue import LANG


def to_reforms(
    titles: Mapping[str, str], show: Callable[[], None], view: Filters
) -> None:
    """A link for each reform, by title, to the page that ``show`` draws.

    It goes on with the ``view`` that was chosen.
    """
    page = st.Page(show, url_path="reform")
    for reform, title in sorted(titles.items(), key=lambda item: item[1].casefold()):
        st.page_link(
            page,
            label=words.plain(title),
            query_params=_asked(reform, view),
        )


def way(reform: str, view: Filters) -> str:
    """The same as a relative address, for a chart."""
    return f"reform?{urlencode(_asked(reform, view), doseq=True)}"


def _asked(reform: str, view: Filters) -> dict[str, list[str]]:
    beside = tuple(each for each in view.compare if each != reform)
    asked = to_query(replace(view, reform=reform, compare=beside))
    return asked | {LANG: [spoken().tag]}
