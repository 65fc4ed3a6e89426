"""Compare what is stored with what a made-up public said."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from benchmarks.replica_world import World
from domain.cells import Cell
from domain.periods import Period
from mood.campaigns import changes, surroundings
from mood.cells import cells_of
from mood.national import totals_of
from sentiment.scorer import Scorer
from store.cells import Cells
from store.clients import Database, Document
from store.documents import cell_document, cell_of

ALWAYS = Period(date(2020, 1, 1), date(2030, 1, 1))
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """How much is there, and how much of it is not as it should be."""

    comments: int
    cells: int
    campaigns: int
    lost: int
    came_back: int
    doubled: int
    other_words: int
    unscored: int
    scored_otherwise: int
    other_cells: int
    other_totals: int
    other_campaigns: int
    marks_left: int

    @property
    def wrong(self) -> int:
        return sum(getattr(self, one.name) for one in fields(self)[3:])

    def lines(self) -> Iterator[str]:
        for one in fields(self):
            yield f"{one.name.replace('_', ' '):22} {getattr(self, one.name):,}"


def compared(database: Database[Document], worlds: Sequence[World]) -> Found:
    """What is stored, against the worlds' last words and all cells made anew."""
    said = {id_: text for world in worlds for id_, text in world.last().items()}
    held = {one["_id"]: one for one in database.comments.find()}
    both = said.keys() & held.keys()
    moments = {(one["source"], one["at"]) for one in held.values()}
    return Found(
        comments=len(held),
        cells=database.cells.count_documents({}),
        campaigns=database.campaigns.count_documents({}),
        lost=len(said.keys() - both),
        came_back=len(held.keys() - both),
        doubled=len(held) - len(moments),
        other_words=sum(held[id_]["text"] != said[id_] for id_ in both),
        unscored=sum(not _is_scored(one) for one in held.values()),
        scored_otherwise=scored_otherwise(list(held.values())),
        other_cells=other_cells(database),
        other_totals=other_totals(database),
        other_campaigns=other_campaigns(database),
        marks_left=sum(
            database[name].count_documents({})
            for name in ("stale", "unsearched", "unthreaded")
        ),
    )


def scored_otherwise(held: Sequence[Document]) -> int:
    """The comments of which the scorer says something else when asked anew."""
    verdicts = Scorer.load().predict([one["text"] for one in held])
    labels = [one.get("attitude", {}).get("label") for one in held]
    anew = [str(one.attitude) if one.attitude else None for one in verdicts]
    return sum(label != other for label, other in zip(labels, anew, strict=True))


def other_cells(database: Database[Document]) -> int:
    """The cells that differ from those made of all comments anew, or are too many."""
    stored = {one["_id"]: cell_of(one) for one in database.cells.find()}
    anew = {cell_document(cell)["_id"]: cell for cell in cells_anew(database)}
    pairs = ((stored.get(id_), anew.get(id_)) for id_ in stored.keys() | anew.keys())
    return sum(not _alike(one, other) for one, other in pairs)


def other_totals(database: Database[Document]) -> int:
    """The sums over all sources that differ from those of all cells, or are missing."""
    by_day: dict[date, list[Cell]] = defaultdict(list)
    for cell in cells_anew(database):
        by_day[cell.day].append(cell)
    anew = {
        (total.day, total.reform): total
        for day, cells in by_day.items()
        for total in totals_of(day, cells)
    }
    reforms = sorted({reform for _, reform in anew})
    nation = Cells(database).national.select(ALWAYS, reforms=reforms)
    stored = {(total.day, total.reform): total for total in nation.totals}
    pairs = ((stored.get(key), anew.get(key)) for key in stored.keys() | anew.keys())
    return sum(not _alike(one, other) for one, other in pairs)


def cells_anew(database: Database[Document]) -> Iterator[Cell]:
    """Of every source and day in which there is a comment."""
    each = {"$group": {"_id": {"source": "$source", "day": "$day"}}}
    for found in database.comments.aggregate([each]):
        place = found["_id"]["source"], date.fromisoformat(found["_id"]["day"])
        yield from cells_of(*place, Cells(database).votes(*place))


def other_campaigns(database: Database[Document]) -> int:
    """The comments that another search would put into another campaign."""
    uses = Cells(database).campaigns.uses(*surroundings(ALWAYS))
    return len(changes(uses, ALWAYS))


def _is_scored(comment: Document) -> bool:
    scored: Any = comment.get("attitude", {})
    return not comment["pending"] and scored.get("words") == comment["words"]


def _alike(one: object, other: object) -> bool:
    """Equal, but for the last digits of sums: they are in the order of reading."""
    first, second = list(_flat(one)), list(_flat(other))
    return len(first) == len(second) and all(
        (
            isinstance(a, float)
            and isinstance(b, float)
            and math.isclose(a, b, abs_tol=1e-9)
        )
        or a == b
        for a, b in zip(first, second, strict=True)
    )


def _flat(value: object) -> Iterator[object]:
    if is_dataclass(value) and not isinstance(value, type):
        value = astuple(value)
    if isinstance(value, tuple):
        for each in value:
            yield from _flat(each)
    else:
        yield value
