"""Compose the letter: the facts of a week, from the numbers that the app shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from digest.letter import LanguageLine, Letter, ReformLine
from digest.stretches import unseen
from domain.cells import Cell
from domain.periods import Period
from domain.reforms import readable
from mood.changes import change
from mood.estimates import Estimate, K
from mood.reading import blind, series
from store.cells import Cells
from store.clients import Database, Document
from store.reading import Reading
from store.reforms import titles_of_reforms
from store.schema import is_synthetic

WEEKS = 12
"""So many weeks, with the letter's own, stand in its chart."""


def compose(
    database: Database[Document],
    week: Period,
    *,
    k: int = K,
) -> Letter:
    """The letter of ``week``, a whole week in the past."""
    weeks = _series(database, _until(week, WEEKS), k=k)
    cells = Cells(database).select(week)
    ledgers = Reading(database).ledgers()
    return Letter(
        week=week,
        k=k,
        synthetic=is_synthetic(database),
        sources=len({cell.source for cell in cells} | set(ledgers)),
        weeks=tuple(weeks),
        change=change(weeks[-2], weeks[-1]),
        reforms=_reforms(database, week, k=k),
        languages=_languages(cells),
        unseen=unseen(blind(database, week, now=week.end_at)),
    )


def _reforms(
    database: Database[Document], week: Period, *, k: int
) -> tuple[ReformLine, ...]:
    lines, titles = [], titles_of_reforms(database)
    for reform in Reading(database).reforms_with_cells():
        before, now = _series(database, _until(week, 2), k=k, reform=reform)
        if now.mood is not None:
            title = titles.get(reform, readable(reform))
            lines.append(ReformLine(reform, title, before, now, change(before, now)))
    return tuple(sorted(lines, key=_order))


def _order(line: ReformLine) -> tuple[int, float, int]:
    if line.change is None:
        return 2, 0.0, -line.now.voices
    return int(not line.change.moved), -abs(line.change.points), -line.now.voices


def _languages(cells: Sequence[Cell]) -> tuple[LanguageLine, ...]:
    comments: dict[str, int] = defaultdict(int)
    missed: dict[str, int] = defaultdict(int)
    for cell in cells:
        comments[cell.language] += cell.comments
        missed[cell.language] += cell.comments - cell.scored
    order = sorted(comments, key=lambda language: (-comments[language], language))
    return tuple(LanguageLine(each, comments[each], missed[each]) for each in order)


def _series(
    database: Database[Document], period: Period, *, k: int, reform: str | None = None
) -> list[Estimate]:
    return series(database, period, by="week", reform=reform, k=k, now=period.end_at)


def _until(week: Period, weeks: int) -> Period:
    return Period(week.first - timedelta(weeks=weeks - 1), week.last)
