"""Sums against what they are made of: cells, the nation's, what posts drew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from domain.cells import Cell
from domain.nation import Total
from domain.periods import Period
from domain.sources import Completeness
from kayfiyat.verifying.findings import Verdict, alike, right
from mood.cells import cells_of_columns
from mood.collected import LATE
from mood.national import totals_of
from store.cells import Cells
from store.clients import Database, Document
from store.collected import Collected
from store.inspection import Inspection
from store.stale import SourceDay, stale_id

Judged = Iterator[tuple[str, Verdict]]

_TRIES = 2
"""A whole round of the scorer may come between two reads; hardly ever twice."""


def cells(database: Database[Document], places: Iterable[SourceDay]) -> Judged:
    """The cells of each source and day, against those made of its comments anew."""
    door, inspection = Cells(database), Inspection(database)
    for source, day in places:
        judge = partial(_of_place, door, inspection, source, day)
        yield stale_id(source, day), _judged(judge)


def nation(database: Database[Document], days: Iterable[date]) -> Judged:
    """The sums over all sources of each day, against its cells added up anew."""
    door, inspection = Cells(database), Inspection(database)
    for day in days:
        yield day.isoformat(), _judged(partial(_of_day, door, inspection, day))


def collected(database: Database[Document], places: Iterable[SourceDay]) -> Judged:
    """What each source's posts of a day drew, against the posts and comments."""
    door, inspection = Collected(database), Inspection(database)
    for place in places:
        judge = partial(_of_posts, door, inspection, place)
        yield stale_id(*place), _judged(judge)


def campaigns(database: Database[Document], ids: Iterable[str]) -> Judged:
    """What is kept of each campaign, against its comments.

    Fewer than five authors are kept, and not shown, where a few wordings of a larger
    one stand nearer to another of its centres (decision 0012).
    """
    inspection = Inspection(database)
    for id_ in ids:
        yield id_, _judged(partial(_of_campaign, inspection, id_))


def everywhere(look: Inspection) -> Judged:
    """The sums over all sources of each day, against those of the sources."""
    wrong = set(look.other_everywhere())
    if wrong:  # unless it was being written when we looked
        wrong &= set(look.other_everywhere())
    for day in sorted({day for _, day in look.collected()} | wrong):
        yield day, right(day not in wrong)


def _judged(judge: Callable[[], Verdict]) -> Verdict:
    """What cannot even be counted is wrong: a field is missing, or of another kind."""
    try:
        return judge()
    except (KeyError, TypeError, ValueError, AttributeError):
        return Verdict.WRONG


def settled(is_same: Callable[[], bool], is_moving: Callable[[], bool]) -> Verdict:
    """Right if it is found to be the same; wrong only if nothing moved around that.

    What moved before may have come to rest by the time that one asks after.
    """
    moved = False
    for _ in range(_TRIES):
        moved = is_moving()
        if is_same():
            return Verdict.RIGHT
        moved = is_moving() or moved
    return Verdict.MOVING if moved else Verdict.WRONG


def _of_place(door: Cells, look: Inspection, source: str, day: str) -> Verdict:
    def is_same() -> bool:
        return _same_cells(look.cells(source, day), _cells_anew(door, source, day))

    if look.is_final(source, day):
        return Verdict.EXPIRED
    return settled(is_same, partial(look.is_moving, source, day))


def _cells_anew(door: Cells, source: str, day: str) -> list[Cell]:
    on = date.fromisoformat(day)
    votes = door.votes_of([source], on)
    return [cell for some in votes for cell in cells_of_columns(on, some)]


def _same_cells(stored: Iterable[Cell], anew: Iterable[Cell]) -> bool:
    return alike(sorted(stored, key=_place), sorted(anew, key=_place))


def _place(cell: Cell) -> tuple[str, str, bool]:
    return cell.reform, cell.language, cell.campaign


def _of_day(door: Cells, look: Inspection, day: date) -> Verdict:
    def is_same() -> bool:
        anew = totals_of(day, look.cells_of_day(day))
        named = {total.reform for total in anew} | set(look.summed_reforms(day))
        stored = door.national.select(Period(day, day), reforms=sorted(named))
        return _same_totals(stored.totals, anew)

    return settled(is_same, partial(look.is_unsummed, day))


def _same_totals(stored: Iterable[Total], anew: Iterable[Total]) -> bool:
    def named(totals: Iterable[Total]) -> list[Total]:
        return sorted(totals, key=lambda total: total.reform)

    return alike(named(stored), named(anew))


def _of_posts(door: Collected, look: Inspection, place: SourceDay) -> Verdict:
    def is_same() -> bool:
        totals = door.totals([place])[place]
        anew = Completeness.of(totals, door.stored(list(totals)))
        drew = door.drew([place]).get(place, {})
        stored = look.drew(*place)
        kept = Completeness(*(stored[name] for name in ("posts", "server", "stored")))
        return kept == anew and _same_drew(stored, drew)

    return settled(is_same, partial(look.is_uncounted, *place, late=LATE))


def _of_campaign(look: Inspection, id_: str) -> Verdict:
    def is_same() -> bool:
        kept, anew = look.campaign(id_), look.campaign_anew(id_)
        return anew is not None and kept == anew

    if look.is_partly_forgotten(id_):
        return Verdict.EXPIRED
    return settled(is_same, partial(look.is_to_be_searched, id_))


def _same_drew(stored: Document, anew: Document) -> bool:
    return all(alike(stored.get(name), value) for name, value in anew.items())
