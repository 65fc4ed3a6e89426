"""What the pages read, kept for half a minute.

Only sums travel: an estimate a step, never a comment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from domain.coverage import Stretch
from domain.periods import Period
from domain.reforms import readable
from mood import reading
from mood.coverage import Blind
from mood.estimates import Estimate
from store.cells import Cells
from store.clients import Database, Document, connect
from store.errors import translated
from store.events import Event, all_events
from store.reading import KnownSource, Reading
from store.reforms import titles_of_reforms
from store.schema import is_synthetic
from store.scoring import Scoring
from ui.filters import Filters

FRESH = 30.0
"""Seconds for which an answer is given again."""


@dataclass(frozen=True, slots=True)
class Address:
    """Which database the page reads."""

    uri: str
    name: str


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to choose from."""

    span: Period | None
    reforms: tuple[str, ...]
    titles: Mapping[str, str]
    sources: tuple[KnownSource, ...]
    ledgers: Mapping[str, list[Stretch]]
    events: tuple[Event, ...]
    waiting: int
    synthetic: bool

    def title(self, reform: str) -> str:
        return self.titles.get(reform) or readable(reform)


def _closed(database: Database[Document]) -> None:
    database.client.close()


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_closed)
def _database(address: Address) -> Database[Document]:
    return connect(address.uri, address.name)


@st.cache_data(ttl=FRESH, max_entries=8, show_spinner="Asking the database …")
def known(address: Address) -> Known:
    """Raises StoreError if MongoDB does not answer."""
    database = _database(address)
    door = Reading(database)
    return Known(
        span=Cells(database).span(),
        reforms=tuple(door.reforms_with_cells()),
        titles=titles_of_reforms(database),
        sources=tuple(door.sources()),
        ledgers=door.ledgers(),
        events=tuple(all_events(database)),
        waiting=Scoring(database).count_pending(),
        synthetic=is_synthetic(database),
    )


@st.cache_data(ttl=FRESH, max_entries=64, show_spinner="Adding up the days …")
def estimates(
    address: Address, period: Period, filters: Filters, *, k: int
) -> list[Estimate]:
    """One estimate for each step of ``period``."""
    with translated():
        return reading.series(
            _database(address),
            period,
            by=filters.by,
            reform=filters.reform,
            sources=filters.sources or None,
            languages=filters.languages or None,
            campaigns=filters.campaigns,
            k=k,
        )


@st.cache_data(ttl=FRESH, max_entries=64, show_spinner=False)
def blind(address: Address, period: Period, sources: tuple[str, ...]) -> list[Blind]:
    with translated():
        return reading.blind(_database(address), period, sources=sources or None)


def forget() -> None:
    """Read anew at the next question."""
    st.cache_data.clear()
