"""Compose the letter: the facts of a week, from the numbers that the app shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from digest import gathered
from digest.gathered import Vocabulary
from digest.languages import by_language
from digest.letter import Letter, ReformLine, WordLine
from digest.stretches import unseen
from digest.titles import titles_by_tag
from domain.cells import Cell
from domain.periods import Period
from domain.reforms import readable
from mood.changes import change
from mood.estimates import Estimate, K
from mood.reading import blind, each_series, series
from store.cells import Cells
from store.clients import Database, Document
from store.reading import Reading
from store.schema import is_synthetic
from store.scoring import Scoring

WEEKS = 12
"""So many weeks, with the letter's own, stand in its chart."""


def compose(
    database: Database[Document],
    week: Period,
    *,
    k: int = K,
    vocabulary: Vocabulary | None = None,
) -> Letter:
    """The letter of ``week``, a whole week in the past.

    However little there was, there is a letter that says so. Without a ``vocabulary``
    no words are told.
    """
    shown = _until(week, WEEKS)
    weeks = _series(database, shown, k=k)
    cells = Cells(database).select(week)
    events, ahead = gathered.events(database, shown)
    return Letter(
        week=week,
        k=k,
        synthetic=is_synthetic(database),
        sources=_sources(database, cells),
        weeks=tuple(weeks),
        change=change(weeks[-2], weeks[-1]),
        reforms=_reforms(database, week, k=k),
        languages=by_language(cells, k),
        unseen=unseen(blind(database, week, now=week.end_at)),
        blind=tuple(blind(database, shown, now=week.end_at)),
        events=events,
        ahead=ahead,
        words=_words(database, weeks[-1], vocabulary, k=k),
        campaigns=gathered.campaigns(database, week, k=k),
        answering=gathered.answering(database, week, k=k),
        waiting=Scoring(database).pending_in(week),
    )


def _sources(database: Database[Document], cells: Sequence[Cell]) -> int:
    """An imported file has no ledger, but speaks in cells."""
    ledgers = Reading(database).ledgers()
    return len({cell.source for cell in cells} | set(ledgers))


def _words(
    database: Database[Document],
    week: Estimate,
    vocabulary: Vocabulary | None,
    *,
    k: int,
) -> tuple[WordLine, ...]:
    """Of a week that is too silent, or was too little seen, no words are told."""
    if vocabulary is None or week.mood is None:
        return ()
    return gathered.words(database, week.period, vocabulary, k=k)


def _reforms(
    database: Database[Document], week: Period, *, k: int
) -> tuple[ReformLine, ...]:
    known = Reading(database).reforms_with_cells()
    found = each_series(
        database, _until(week, 2), by="week", reforms=known, k=k, now=week.end_at
    )
    titles = titles_by_tag(database)
    lines = [
        ReformLine(
            id=reform,
            title=named.get("en", readable(reform)),
            before=before,
            now=now,
            change=change(before, now),
            titles=named,
        )
        for reform, (before, now) in found.items()
        for named in [titles.get(reform, {})]
        if now.mood is not None
    ]
    return tuple(sorted(lines, key=_order))


def _order(line: ReformLine) -> tuple[int, float, int]:
    if line.change is None:
        return 2, 0.0, -line.now.voices
    return int(not line.change.moved), -abs(line.change.points), -line.now.voices


def _series(database: Database[Document], period: Period, *, k: int) -> list[Estimate]:
    return series(database, period, by="week", k=k, now=period.end_at)


def _until(week: Period, weeks: int) -> Period:
    return Period(week.first - timedelta(weeks=weeks - 1), week.last)
