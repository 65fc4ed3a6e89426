"""A page that looks by itself whether there is more than it shows.

It clears nothing that is kept for other pages: all that would be read anew by all
readers, every few seconds and in the busiest hours.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from shown.speech import spoken
from ui import queries
from ui.queries import Address, Known
from ui.tongue import fragment

AGAIN = 5.0
"""Seconds between two looks."""

MANY = 200
"""With more comments than this still to be scored, a page looks again."""

FRESH = timedelta(seconds=queries.FRESH)
"""So long after it was drawn, all that a page was told is asked anew."""


@fragment(run_every=AGAIN)
def for_the_first(address: Address, shown: Known) -> None:
    """Draw the empty page anew as soon as there is more."""
    writing = spoken().writing
    queries.known.clear(address, writing)  # type: ignore[attr-defined]
    now = queries.known(address, writing)
    if _standing(now) != _standing(shown):
        st.rerun()


@fragment(run_every=AGAIN)
def for_the_scorer(address: Address, shown: Known, drawn_at: datetime) -> None:
    """Draw the page anew once more is scored and what it was told is no longer kept."""
    old = datetime.now(UTC) - drawn_at > FRESH
    if old and queries.waiting(address) != shown.waiting:
        st.rerun()


def _standing(known: Known) -> tuple[object, ...]:
    return known.span, known.waiting, len(known.sources)
