"""What the page asks MongoDB: the rows, which any weights can rank."""

from __future__ import annotations

from domain.periods import Period
from domain.scorecards import By, Scorecard
from mood import official
from ui import queries
from ui.queries import Base


@queries.kept()
def cards(database: Base, period: Period, *, by: By, k: int) -> list[Scorecard]:
    """The official pages, or institutions, over the posts of ``period``."""
    return official.unranked(database, period, by=by, k=k)
