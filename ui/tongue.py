"""Which language the page speaks: the link's, else the reader's choice or browser's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from domain.errors import KayfiyatError
from shown.speech import TONGUES, Tongue, _, accepted, speak, spoken, understood
from ui import states

LANG = "lang"
"""The key in the address."""

CHOSEN = "_lang_chosen"
WIDGET = "lang"


def listen() -> Tongue:
    """Speak the reader's language from here on in this run."""
    asked = st.query_params.get(LANG)
    if asked in TONGUES:
        st.session_state[CHOSEN] = asked
    tongue = speak(st.session_state.get(CHOSEN) or understood(_browsers()))
    if CHOSEN in st.session_state and asked != tongue.tag:
        st.query_params[LANG] = tongue.tag
    return tongue


def choose() -> None:
    """The switch between languages."""
    st.session_state[WIDGET] = spoken().tag
    st.selectbox(
        _("Language of the app"),
        list(TONGUES),
        key=WIDGET,
        format_func=lambda tag: TONGUES[tag].name,
        on_change=_chosen,
        label_visibility="collapsed",
        width=150,
    )


def tell_browser() -> None:
    """A screen reader must know the language of the page (WCAG 3.1.1).

    Streamlit's own buttons that save a table or a chart are hidden: their files say
    neither that data is made up nor are they safe in a spreadsheet.
    """
    hidden = "<style>button[aria-label^='Download as'] { display: none }</style>"
    told = f"<script>document.documentElement.lang = '{spoken().tag}'</script>"
    st.html(hidden + told, unsafe_allow_javascript=True)


def fragment(*, run_every: float | None = None) -> Callable[..., Callable[..., Any]]:
    """``st.fragment`` that speaks the language of its page.

    A fragment is run again alone, in another thread, without ``listen`` and without
    the page, so what goes wrong becomes one sentence here.
    """

    def wrapped(part: Callable[..., Any]) -> Callable[..., Any]:
        def speaking(tag: str, *arguments: Any, **options: Any) -> Any:
            speak(tag)
            try:
                return part(*arguments, **options)
            except KayfiyatError as error:
                states.failed(str(error), key=f"{part.__module__}.{part.__name__}")

        # Named after the part: Streamlit tells fragments apart by it.
        speaking.__qualname__ = part.__qualname__
        speaking.__module__ = part.__module__
        again = st.fragment(speaking, run_every=run_every)
        return lambda *given, **options: again(spoken().tag, *given, **options)

    return wrapped


def _chosen() -> None:
    tag = st.session_state[WIDGET]
    st.session_state[CHOSEN] = tag
    st.query_params[LANG] = tag


def _browsers() -> list[str]:
    """The browser's languages, the most wanted first."""
    first = st.context.locale
    header = st.context.headers.get("Accept-Language", "")
    return [*([first] if first else []), *accepted(header)]
