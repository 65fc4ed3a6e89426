"""The way to the page of each reform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import streamlit as st

from domain.periods import Step
from shown import words
from shown.speech import spoken
from ui.tongue import LANG


def to_reforms(
    titles: Mapping[str, str], show: Callable[[], None], *, by: Step = "week"
) -> None:
    """A link for each reform, by title, to the page that ``show`` draws.

    It goes on with the step that was chosen, where that is not the usual one.
    """
    page = st.Page(show, url_path="reform")
    for reform, title in sorted(titles.items(), key=lambda item: item[1].casefold()):
        st.page_link(
            page,
            label=words.plain(title),
            query_params=_asked(reform, by),
        )


def way(reform: str, *, by: Step) -> str:
    """The same as a relative address, for a chart."""
    return f"reform?{urlencode(_asked(reform, by))}"


def _asked(reform: str, by: Step) -> dict[str, str]:
    step: dict[str, str] = {} if by == "week" else {"by": by}
    return {"reform": reform, LANG: spoken().tag} | step
