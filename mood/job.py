"""Keep the cells up to date: one step makes the cells of the stale days again."""

from __future__ import annotations

from datetime import datetime

from mood.cells import cells_of
from store.cells import Cells
from store.scoring import Scoring


def step(scoring: Scoring, cells: Cells, *, now: datetime) -> int:
    """Make the cells of some stale days again; the number of days done.

    A day's cells are replaced whole, and its mark is cleared after and only if
    nothing changed meanwhile: a crash in between costs a repetition, no more.
    """
    stale = scoring.stale()
    made = {}
    for each in stale:
        place = each.source, each.day
        made[place] = cells_of(*place, cells.votes(*place))
    cells.save_days(made, now=now)
    scoring.fresh(stale)
    return len(stale)
