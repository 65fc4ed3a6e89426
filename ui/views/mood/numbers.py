"""Every step in figures, for who does not read it off the chart."""

from __future__ import annotations

from typing import Any

import streamlit as st

from shown import words
from shown.frames import steps_frame
from shown.speech import _
from ui import tables
from ui.shell import Here
from ui.views.mood.gathered import Gathered

NUMBERS = [
    *("when", "stands", "between", "elsewhere"),
    *("in_favour", "neutral", "against", "people", "seen", "stored"),
]

SHARES = ("in_favour", "neutral", "against")

WIDE = {"when": 170, "stands": 220, "elsewhere": 170}


def numbers(here: Here, found: Gathered) -> None:
    """A folded table of the line asked about, the latest step first."""
    with st.expander(_("All steps in numbers")):
        estimates = found.line.estimates
        steps = steps_frame(estimates, by=here.filters.by, k=here.k)
        shares = {
            name: [_percent(getattr(each, name)) for each in estimates]
            for name in SHARES
        }
        table = steps.assign(**shares)[NUMBERS][::-1]
        tables.show(table, _columns(), _("Mood of every step, in numbers"))


def _percent(share: float | None) -> str:
    return words.NOTHING if share is None else words.percent(share)


def _columns() -> dict[str, Any]:
    named = {
        "when": _("When"),
        "stands": _("Mood"),
        "between": _("95% interval"),
        "elsewhere": _("If new to the scorer"),
        "in_favour": _("In favour"),
        "neutral": _("Neutral"),
        "against": _("Against"),
        "people": _("Voices"),
        "seen": _("Hours seen"),
        "stored": _("Comments stored"),
    }
    return {
        key: tables.words_column(name, WIDE.get(key, 120))
        for key, name in named.items()
    }
