"""Try a source: what would be found there, and how to follow it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.asks import Ask, Asked, Preview, SeenPost
from shown import words
from shown.frames import wall
from shown.speech import _, n_
from ui import tables
from ui.shell import Here
from ui.tongue import fragment
from ui.views.sources import asked, waiting

TYPED = "try_typed"

LONGEST = 500
"""Letters of an address."""


def show(here: Here) -> None:
    """The form, and what came of the newest try."""
    st.subheader(_("Try a source"), anchor=False)
    with (
        st.form("try", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        typed = st.text_input(
            _("A channel's user name, or any public address"),
            key=TYPED,
            max_chars=LONGEST,
            placeholder="kunuzofficial, https://…",
            width=420,
        )
        pressed = st.form_submit_button(_("Try"), icon=":material/travel_explore:")
    if (
        pressed
        and (typed or "").strip()
        and not asked.ask(here.address, Asked.TRY, {"address": (typed or "").strip()})
    ):
        waiting.too_many()
    newest = next(iter(asked.latest(here.address, Asked.TRY)), None)
    if newest is None:
        st.caption(_("Nothing is stored by a try: it is read once and shown here."))
    elif newest.ended:
        _answer(here, newest)
    else:
        _wait(here, newest.id)


@fragment(run_every=waiting.LOOK)
def _wait(here: Here, id_: str) -> None:
    """Look again until there is an answer."""
    tries = asked.latest(here.address, Asked.TRY)
    ask = next((each for each in tries if each.id == id_), None)
    if ask is None or ask.ended:
        st.rerun()
    _heading(ask)
    waiting.show(ask, now=asked.now())


def _heading(ask: Ask) -> None:
    st.markdown(f"**{words.plain(ask.what.get('address', ''))}**")


def _answer(here: Here, ask: Ask) -> None:
    with st.container(border=True):
        _heading(ask)
        if not isinstance(ask.answer, Preview):
            waiting.failed(ask)
            return
        found = ask.answer
        if found.trouble:
            st.error(words.plain(found.trouble), icon=":material/error:")
            return
        st.markdown(sentence(found, here.k))
        if found.newest:
            _posts(found.newest)
        if found.robots:
            st.caption(f"robots.txt: {words.plain(found.robots)}")
        if found.source:
            _follow(here, found)


def sentence(found: Preview, k: int) -> str:
    """What was found. Of comments only how many: whose they are is not for showing."""
    if not (found.posts or found.comments):
        return _("Nothing that we could read as posts or comments.")
    posts = n_("**{n} post**", "**{n} posts**", found.posts)
    comments = words.people(found.comments, k)
    return _(
        "Found: {posts}; comments at the first look: {comments}.",
        posts=posts,
        comments=comments,
    )


def _posts(newest: Sequence[SeenPost]) -> None:
    rows = [
        {
            "at": wall(each.at) if each.at else None,
            "comments": each.comments,
            "words": each.words,
        }
        for each in newest
    ]
    table = pd.DataFrame(rows).astype({"at": "datetime64[s]", "comments": "Int64"})
    columns = {
        "at": tables.moment_column(_("Written (Tashkent)")),
        "comments": tables.count_column(_("Comments")),
        "words": tables.words_column(_("Words"), width="large"),
    }
    tables.show(table, columns, _("The newest posts that were found"))


def _follow(here: Here, found: Preview) -> None:
    """Follow it from here, or by the settings file."""
    source = dict(found.source or {})
    id_ = f"{source['kind']}:{source['name']}"
    if any(
        choice.source == id_ and choice.settings
        for choice in asked.choices(here.address)
    ):
        st.success(_("This source is followed."), icon=":material/check:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        institution = st.text_input(
            _("Who speaks there"), key="institution", max_chars=120, width=320
        )
        official = st.checkbox(
            _("The page of an institution"),
            key="official",
            help=_("Its own posts and answers are not counted as the public's."),
        )
        pressed = st.button(_("Follow"), type="primary", icon=":material/add:")
    st.caption(_("Or, for good, this line among the sources in `kayfiyat.toml`:"))
    st.code(found.line, language="toml", wrap_lines=True)
    if pressed:
        more = {
            "institution": " ".join((institution or "").split()),
            "official": official,
        }
        asked.add(here.address, id_, {**source, **more})
        st.rerun()
