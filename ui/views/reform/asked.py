"""What the two pages on reforms ask the database."""

from __future__ import annotations

from domain.periods import Period, Step
from domain.reforms import Spoken
from domain.terms import Terms
from mood.disclosure import whole
from mood.estimates import Estimate
from mood.reading import each_series
from store.clients import Database, Document
from store.reforms import Area, areas_of_reforms, spoken_of
from store.terms import TermsDoor
from ui.queries import kept


@kept(entries=8, fresh=300)
def areas(database: Database[Document], writing: str) -> dict[str, tuple[Area, ...]]:
    """By reform its priority areas, those of the newest strategy first."""
    return areas_of_reforms(database, writing)


@kept(entries=16)
def moods(  # noqa: PLR0913 - the filters of the page
    database: Database[Document],
    period: Period,
    reforms: tuple[str, ...],
    *,
    by: Step,
    campaigns: bool,
    k: int,
) -> dict[str, list[Estimate]]:
    """The line of every reform, of a few questions to the database."""
    return each_series(
        database, period, by=by, reforms=reforms, campaigns=campaigns, k=k
    )


@kept()
def terms(database: Database[Document], reform: str, *, k: int) -> Terms | None:
    return TermsDoor(database).select(reform, k=k)


@kept()
def spoken(database: Database[Document], period: Period, reform: str) -> list[Spoken]:
    """How many voices spoke of ``reform`` in the whole months that ``period`` touches.

    By source and language.
    """
    months = whole(period, "month")
    touched = Period(months[0].first, months[-1].last)
    return spoken_of(database, reform, touched)


def days_of(terms: Terms) -> Period:
    return Period(terms.first, terms.last)
