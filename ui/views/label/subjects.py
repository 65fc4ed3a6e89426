"""Which reforms a comment speaks of: those found, unless the analyst says else."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from shown import words
from shown.speech import _
from store.labels import ToLabel
from ui.shell import Here

KEY = "5"
"""Beside the digits of the answers."""


def chosen(here: Here, comment: ToLabel) -> tuple[str, ...]:
    """Let the analyst say which reforms it speaks of, those found to begin with."""
    name = f"about-{comment.comment}"
    st.session_state.setdefault(name, list(comment.reforms))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        about = st.multiselect(
            _("Which reforms it speaks of"),
            _offered(here, comment),
            key=name,
            format_func=here.known.title,
            placeholder=_("Of none of the reforms"),
            width=460,
        )
        if comment.reforms:
            _turn_over(name, comment, nothing=not about)
    return tuple(about)


def corrected(comment: ToLabel, about: Sequence[str]) -> tuple[str, ...] | None:
    """What was chosen, in one order; None if it is what was found."""
    return None if set(about) == set(comment.reforms) else tuple(sorted(about))


def question(here: Here, reforms: Collection[str]) -> str:
    """What is asked of the comment."""
    if not reforms:
        return _("How does it take what it speaks of?")
    titles = "; ".join(here.known.title(reform) for reform in reforms)
    return _("How does it take this: {reforms}?", reforms=words.plain(titles))


def _turn_over(name: str, comment: ToLabel, *, nothing: bool) -> None:
    """One key for what happens most: the words were there, the subject was not."""
    st.button(
        _("It does speak of that") if nothing else _("It does not speak of that"),
        key="elsewhere",
        shortcut=KEY if st.session_state.get("keys", True) else None,
        on_click=_choose,
        args=(name, list(comment.reforms) if nothing else []),
    )


def _choose(name: str, about: list[str]) -> None:
    st.session_state[name] = about


def _offered(here: Here, comment: ToLabel) -> list[str]:
    """The reforms of the catalogue, those found first, the others by title."""
    others = {*here.known.titles, *here.known.reforms} - {*comment.reforms}
    return [*comment.reforms, *sorted(others, key=here.known.title)]
