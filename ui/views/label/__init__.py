"""Label: a sample that chance drew, labelled by hand, and what the labels say."""

from __future__ import annotations

import streamlit as st

from domain.cells import EVERY_REFORM
from domain.labels import Frame
from shown.speech import _, later
from ui import queries, roles, shell
from ui.shell import Here
from ui.views.label import asked, draws, sentences, shown, turns

TITLE = later("Label")


def show() -> None:
    """How right the scorer is here; label, and the mood is made with it."""
    shell.page(
        _(TITLE),
        _(
            "How often is the scorer right here? Label a random sample by hand: the "
            "labels answer that, and the mood is made with them."
        ),
        _body,
        offers=("reform", "period", "by", "sources", "languages"),
    )


def _body(here: Here) -> None:
    frame = _frame(here)
    progress = asked.progress(here.address)
    found = asked.found(here.address, frame, k=here.k, answers=progress.answers)
    estimates = queries.estimates(here.address, here.period, here.filters, k=here.k)
    st.markdown(sentences.told(found, estimates, by=here.filters.by, k=here.k))
    if roles.may_write():
        turns.table(here, progress)
        draws.form(here, frame, estimates, waiting=progress.drawn > progress.answered)
    else:
        st.info(_("You may read what the labels say; analysts label."))
    shown.findings(here, found)
    shown.moods(here, estimates)


def _frame(here: Here) -> Frame:
    """What the filters chose."""
    chosen = here.filters
    return Frame(
        here.period,
        chosen.reform or EVERY_REFORM,
        chosen.sources or None,
        tuple(map(str, chosen.languages)) or None,
    )
