"""What the pages ask MongoDB, kept for half a minute. Only sums travel.

A page's own question is a function of a database, marked ``@kept()``; it is asked
by an ``Address``. Nothing else of the app connects or caches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

import streamlit as st

from domain.campaigns import Campaign
from domain.coverage import Stretch
from domain.periods import Period, Step
from domain.reforms import readable
from mood import moving, reading
from mood.coverage import Blind
from mood.estimates import Estimate
from mood.reported import Changes
from store.campaigns import Campaigns
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

P = ParamSpec("P")
R = TypeVar("R")

Base = Database[Document]


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


def _closed(database: Base) -> None:
    database.client.close()


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_closed)
def _database(address: Address) -> Base:
    return connect(address.uri, address.name)


def kept(
    *, entries: int = 64, fresh: float = FRESH
) -> Callable[
    [Callable[Concatenate[Base, P], R]], Callable[Concatenate[Address, P], R]
]:
    """Ask once in ``fresh`` seconds and keep at most ``entries`` answers.

    What MongoDB does not answer is a StoreError. An answer is the same for every
    reader, so it must not be worded: words are the page's.
    """

    def marked(
        question: Callable[Concatenate[Base, P], R],
    ) -> Callable[Concatenate[Address, P], R]:
        @wraps(question)
        def asked(address: Address, *args: P.args, **kwargs: P.kwargs) -> R:
            with translated():
                return question(_database(address), *args, **kwargs)

        remembered = st.cache_data(ttl=fresh, max_entries=entries, show_spinner=False)
        return cast("Callable[Concatenate[Address, P], R]", remembered(asked))

    return marked


@kept(entries=16)
def known(database: Base, writing: str) -> Known:
    """What there is; reforms have their titles in ``writing``."""
    door = Reading(database)
    return Known(
        span=Cells(database).span(),
        reforms=tuple(door.reforms_with_cells()),
        titles=titles_of_reforms(database, writing),
        sources=tuple(door.sources(counted=False)),
        ledgers=door.ledgers(),
        events=tuple(all_events(database)),
        waiting=Scoring(database).count_pending(),
        synthetic=is_synthetic(database),
    )


def estimates(
    address: Address, period: Period, filters: Filters, *, k: int
) -> list[Estimate]:
    """One estimate for each step of ``period``, of ``filters.reform``."""
    return _series(
        address,
        period,
        reform=filters.reform,
        sources=filters.sources,
        languages=filters.languages,
        by=filters.by,
        campaigns=filters.campaigns,
        k=k,
    )


@kept(entries=128)
def _series(  # noqa: PLR0913 - the filters of every chart
    database: Base,
    period: Period,
    *,
    reform: str | None,
    sources: tuple[str, ...],
    languages: tuple[str, ...],
    by: Step,
    campaigns: bool,
    k: int,
) -> list[Estimate]:
    return reading.series(
        database,
        period,
        by=by,
        reform=reform,
        sources=sources or None,
        languages=languages or None,
        campaigns=campaigns,
        k=k,
    )


@kept()
def hours_seen(database: Base, period: Period, sources: tuple[str, ...]) -> float:
    """The share of the hours of ``period`` that was seen; no sources means all."""
    return reading.hours_seen(database, period, sources=sources or None)


@kept()
def blind(database: Base, period: Period, sources: tuple[str, ...]) -> list[Blind]:
    """Where nobody saw; no sources means all."""
    return reading.blind(database, period, sources=sources or None)


@kept()
def changes(  # noqa: PLR0913 - the filters of every chart
    database: Base,
    period: Period,
    *,
    reform: str | None,
    sources: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
    k: int,
) -> Changes:
    """Where the mood of people, campaigns left out, moved."""
    return moving.changes(
        database,
        period,
        reform=reform,
        sources=sources or None,
        languages=languages or None,
        k=k,
    )


@kept()
def campaigns(
    database: Base, period: Period, *, sources: tuple[str, ...] = (), k: int
) -> list[Campaign]:
    """Coordinated campaigns, the latest first; no sources means all."""
    return Campaigns(database).select(period, sources=sources or None, k=k)


def once(address: Address, act: Callable[[Base], R]) -> R:
    """Ask or write now, and keep nothing. After writing, ``forget``."""
    with translated():
        return act(_database(address))


def waiting(address: Address) -> int:
    """How many comments wait for the scorer now."""
    return once(address, lambda database: Scoring(database).count_pending())


def forget() -> None:
    """Read anew at the next question."""
    st.cache_data.clear()
