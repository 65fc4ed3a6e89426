"""What moved, since when, and what it coincides with: for the app and the command."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from domain.cells import EVERY_REFORM
from domain.periods import Period
from mood.estimates import K
from mood.reading import others, series
from mood.reported import Changes, campaign_days, of_interest, pace_of, reported
from mood.versions import jumps, versions
from store.cells import Cells
from store.clients import Database, Document
from store.events import all_events


def changes(  # noqa: PLR0913 - the filters of every chart
    database: Database[Document],
    period: Period,
    *,
    reform: str | None = None,
    sources: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    k: int = K,
    now: datetime | None = None,
) -> Changes:
    """Where the mood of people, campaigns left out, moved and stayed.

    Beside each change stand the events that it coincides with, and how the mood
    of all other reforms moved meanwhile. Where only part of the steps are labelled,
    labels are left out: what the scorer misses on every day is no change, but the
    first day with labels would look like one.
    """
    view = partial(
        series, database, period, sources=sources, languages=languages, k=k, now=now
    )
    everyone = view(by="day", reform=reform)
    people = view(by="day", reform=reform, campaigns=False)
    by = pace_of(people)
    line = people if by == "day" else view(by=by, reform=reform, campaigns=False)
    labelled_in_part = tuple(jumps(line))
    if labelled_in_part:
        line = view(by=by, reform=reform, campaigns=False, labels=False)
    scorers = Cells(database).scorers(period, reform=reform or EVERY_REFORM)
    marks = tuple(versions(scorers))
    control = partial(
        others, database, period, sources=sources, languages=languages, k=k, now=now
    )
    return Changes(
        by=by,
        reported=reported(
            line,
            control(by=by, reform=reform) if reform else [],
            by=by,
            versions=marks,
            events=[e for e in all_events(database) if of_interest(e, reform)],
        ),
        versions=marks,
        campaigns=campaign_days(everyone, people, k=max(k, K)),
        jumps=labelled_in_part,
    )
