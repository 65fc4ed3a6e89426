"""Letters: what readers were told each week, as it was written, and how far it is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.due import next_due
from domain.letters import Edition, Kept
from domain.settings import load
from shown import words
from shown.speech import TONGUES, _, later, n_, spoken
from ui import exports, shell, states, tables
from ui.row import row
from ui.shell import Here
from ui.views.letters import asked, choosing, framing, paper, told

TITLE = later("Letters")


def show() -> None:
    """The letter of a week, how far its sending is, and all letters."""
    shell.page(
        _(TITLE),
        _(
            "What readers were told each week: the letters as they were written, and "
            "how far their sending is."
        ),
        _body,
        offers=(),
        empty_too=True,
    )


def _body(here: Here) -> None:
    due = words.moment(next_due(here.now, load().letter))
    kept = asked.letters(here.address)
    if not kept:
        states.empty(_("No letter has been written yet"), told.none_yet(due))
        return
    chosen = choosing.choose(kept, page=__name__)
    edition = asked.edition(here.address, chosen.week, told.language(chosen))
    if edition is None:
        states.failed(_("This letter is gone. Choose another week."))
        return
    _heading(here, chosen, edition)
    _delivered(here, chosen)
    framing.show(edition, key="letter")
    _all(kept, due)


def _heading(here: Here, chosen: Kept, edition: Edition) -> None:
    """What the letter is called, and beside it the menu that saves it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(words.plain(edition.subject), anchor=False)
        exports.ready(
            replace(here, period=told.days(chosen.week)),
            told.file_name(chosen),
            [
                ("html", "text/html", partial(paper.page, edition)),
                ("txt", "text/plain", partial(paper.text, edition)),
            ],
        )
    st.caption(told.written(chosen))
    if (tag := told.language(chosen)) != spoken().tag:
        name = TONGUES[tag].name if tag in TONGUES else tag
        st.info(
            _("It was not written in your language; here it is in {name}.", name=name),
            icon=":material/translate:",
        )


def _delivered(here: Here, chosen: Kept) -> None:
    """How far the sending is: numbers, and nobody's address."""
    if chosen.addressed_at is None:
        st.markdown(
            _(
                "It was not sent: it was written for the archive alone, or its sending "
                "has not begun."
            )
        )
        return
    stands = asked.stands(here.address, chosen.week)
    if not stands.copies:
        st.markdown(
            _(
                "Nobody was to get it, or it is so long ago that it is not counted "
                "any more."
            )
        )
        return
    row(told.figures(stands), width=150)
    if stands.dropped:
        st.caption(
            n_(
                "{n} copy was not sent any more: its reader had left, or the next "
                "letter was due.",
                "{n} copies were not sent any more: their readers had left, or the "
                "next letter was due.",
                stands.dropped,
            )
        )


def _all(kept: list[Kept], due: str) -> None:
    title = n_("{n} letter", "{n} letters", len(kept))
    st.subheader(title, anchor=False)
    st.caption(_("The next one is due on {moment}, Tashkent time.", moment=due))
    columns = {
        "week": tables.words_column(_("Week")),
        "subject": tables.words_column(_("Subject"), width="large"),
        "written": tables.words_column(_("Written (Tashkent)")),
        "began": tables.words_column(_("Sending began (Tashkent)")),
    }
    table = pd.DataFrame([told.line(each) for each in kept])
    tables.show(table, columns, _("All letters, the latest first"))
