"""What every page stands in: its title and question, the filters, the states.

A page is one call of ``page``; its body is called only with data to show. What goes
wrong on the way becomes one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

import streamlit as st

from domain.errors import KayfiyatError
from domain.periods import Period, day_of
from domain.settings import Settings, load
from shown.speech import spoken
from ui import choosing, looking, queries, roles, states, tongue
from ui.filters import OFFERS, Filters, Offer, period_of, window
from ui.queries import Address, Known


@dataclass(frozen=True, slots=True)
class Here:
    """What one drawing of a page is made of.

    ``filters`` has only what the page offers; ``period`` is theirs, inside
    ``whole``, which is None where there are no estimates yet.
    """

    address: Address
    known: Known
    filters: Filters
    period: Period
    whole: Period | None
    k: int
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)


Body = Callable[[Here], None]


def page(
    title: str,
    question: str,
    body: Body,
    *,
    offers: Collection[Offer] = OFFERS,
    empty_too: bool = False,
) -> None:
    """Show a page: ``title``, the ``question`` that it answers, then its ``body``.

    ``offers`` are the filters that it has. The body is not called before there are
    estimates, unless ``empty_too``. A stranger sees none of it.
    """
    if not roles.admitted():
        return
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.title(title, anchor=False, width="content")
        tongue.choose()
    st.markdown(question)
    try:
        _shown(load(), body, offers, empty_too=empty_too)
    except KayfiyatError as error:
        states.failed(str(error))
    tongue.tell_browser()


def _shown(
    settings: Settings, body: Body, offers: Collection[Offer], *, empty_too: bool
) -> None:
    now = datetime.now(UTC)
    address = Address(settings.mongodb.uri, settings.mongodb.db)
    known = queries.known(address, spoken().writing)
    if known.synthetic:
        states.banner()
    whole = window(known.span, today=day_of(now)) if known.span else None
    filters, period = Filters(), Period(day_of(now), day_of(now))
    if whole:
        filters = choosing.filters(known, whole, page=body.__module__, offers=offers)
        period = period_of(filters, whole)
    if whole or empty_too:
        body(Here(address, known, filters, period, whole, settings.privacy.k, now))
    else:
        states.nothing_yet(known)
    if not whole:
        looking.for_the_first(address, known)
    elif known.waiting > looking.MANY:
        looking.for_the_scorer(address, known, now)
