"""Make all cells again that are to be made: what follows when everything is scored."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

from domain.errors import ClaimLostError
from kayfiyat.commands.options import now
from mood import collected
from mood import job as mood_job
from store.cells import Cells
from store.clients import Database, Document
from store.collected import Collected
from store.holders import Holder
from store.scoring import Scoring
from store.shifts import Shift, kept

IDLE = 1.0
"""Seconds between two looks whether another has done it."""


def made_again(database: Database[Document]) -> Iterator[int]:
    """Make what is stale, until nothing is; the days, as they are done.

    While another scorer is on the shift it is his to do: then it is waited for.
    """
    shift = Shift(database, Holder())
    with kept(shift):
        while True:
            try:
                made, left = _step(database, shift) if shift.take() else (0, False)
            except ClaimLostError:
                continue
            yield made
            if not left and not Scoring(database).stale(1):
                return
            if not shift.is_ours:
                time.sleep(IDLE)


def _step(database: Database[Document], shift: Shift) -> tuple[int, bool]:
    """The days that were made, and whether there may be more to do."""
    scoring, guard = Scoring(database), shift.guarded
    if made := mood_job.step(scoring, Cells(database, guard), now=now()):
        return made, True
    door = Collected(database, guard)
    return 0, bool(collected.step(door, now=now(), look_every=timedelta()))
