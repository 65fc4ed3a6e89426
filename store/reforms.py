"""What the reforms are, for those who show them and may not know the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pymongo import UpdateOne
from pymongo.database import Database

from domain.periods import Period
from domain.reforms import Reform, Spoken
from store.clients import Document
from store.errors import translated

Titles = Mapping[str, str]
"""By writing."""


@dataclass(frozen=True, slots=True)
class Area:
    """A priority area, ``strategy-number``, and its strategy, by their names."""

    id: str
    title: str
    strategy: str


def save_titles(
    database: Database[Document],
    reforms: Iterable[Reform],
    areas: Mapping[str, Titles] | None = None,
    strategies: Mapping[str, Titles] | None = None,
) -> None:
    """Save the titles of ``reforms`` and of their areas; safe to repeat."""
    areas, strategies = areas or {}, strategies or {}
    writes = [
        UpdateOne(
            {"_id": reform.id},
            {
                "$set": {
                    "titles": dict(reform.titles),
                    "areas": [
                        _area(area, areas[area], strategies)
                        for area in reform.areas
                        if area in areas
                    ],
                }
            },
            upsert=True,
        )
        for reform in reforms
    ]
    if writes:
        with translated():
            database.reforms.bulk_write(writes, ordered=False)


def titles_of_reforms(
    database: Database[Document], writing: str = "en"
) -> dict[str, str]:
    """By the reform's id, in ``writing``: ``uz-Latn``, ``uz-Cyrl``, ``ru``, ``en``."""
    with translated():
        return {
            found["_id"]: found["titles"][writing]
            for found in database.reforms.find({f"titles.{writing}": {"$gt": ""}})
        }


def areas_of_reforms(
    database: Database[Document], writing: str = "en"
) -> dict[str, tuple[Area, ...]]:
    """By the reform's id its areas, those of the newest strategy first."""
    with translated():
        return {
            found["_id"]: tuple(
                Area(
                    area["_id"],
                    area["titles"].get(writing, area["_id"]),
                    area["strategy"].get(writing, ""),
                )
                for area in sorted(found["areas"], key=_strategy, reverse=True)
            )
            for found in database.reforms.find({"areas": {"$exists": True}})
        }


def spoken_of(
    database: Database[Document], reform: str, period: Period
) -> list[Spoken]:
    """The voices of each month, by source, language and campaign or not.

    They are added up where they lie: a common reform has 50,000 cells a year.
    """
    days = {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}
    place: Document = {f: f"${f}" for f in ("source", "language", "campaign")}
    place["month"] = {"$substrBytes": ["$day", 0, len("2026-03")]}
    stages: list[Document] = [
        {"$match": {"reform": reform, "day": days, "voices": {"$gt": 0}}},
        {"$group": {"_id": place, "voices": {"$sum": "$voices"}}},
    ]
    with translated():
        return [
            Spoken(**found["_id"], voices=found["voices"])
            for found in database.cells.aggregate(stages)
        ]


def _strategy(area: Document) -> str:
    strategy: str = area["_id"].partition("-")[0]
    return strategy


def _area(area: str, titles: Titles, strategies: Mapping[str, Titles]) -> Document:
    named = strategies.get(area.partition("-")[0], {})
    return {"_id": area, "titles": dict(titles), "strategy": dict(named)}
