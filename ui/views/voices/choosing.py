"""Which lot, and which words: in the address, so that a link shows the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from mood.wordsearch import LONGEST
from shown.speech import _
from ui import address

KEYS = ("q", "seed")
"""What the two are called in the address."""

WORDS = "voices-words"
SEED = "voices-seed"

LAST = 999_999
"""The last seed; after it comes the first again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A lot, and the words that are searched for; none for all."""

    seed: int = 0
    words: str = ""


def choose(*, page: str) -> Choice:
    """Show the two controls; what they stand at."""
    state = st.session_state
    asked = address.anew(KEYS, page)
    if asked is not None or SEED not in state:
        given = choice_of(asked or {})
        state[SEED], state[WORDS] = given.seed, given.words
    # Set each time: in another language, Streamlit takes it for another widget.
    state[WORDS] = state.get(WORDS, "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            _("Words to search for"),
            key=WORDS,
            max_chars=LONGEST,
            placeholder=_("All words"),
            width=300,
            icon=":material/search:",
        )
        st.button(_("Show others"), icon=":material/shuffle:", on_click=_next)
    chosen = Choice(state[SEED], " ".join(state[WORDS].split()))
    address.keep(query_of(chosen), keys=KEYS, page=page)
    return chosen


def choice_of(query: Mapping[str, Sequence[str]]) -> Choice:
    """What an address asks for; what it says wrongly is left out. Pure."""
    seed = "".join(query.get("seed", ())[:1])
    usable = seed.isascii() and seed.isdigit() and int(seed[:9]) <= LAST
    words = " ".join("".join(query.get("q", ())[:1]).split())[:LONGEST]
    return Choice(int(seed[:9]) if usable else 0, words)


def query_of(choice: Choice) -> dict[str, list[str]]:
    """The shortest address of a choice. Pure."""
    return {
        "q": [choice.words] if choice.words else [],
        "seed": [str(choice.seed)] if choice.seed else [],
    }


def _next() -> None:
    st.session_state[SEED] = (st.session_state[SEED] + 1) % (LAST + 1)
