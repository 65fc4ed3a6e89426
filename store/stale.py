"""Days whose cells must be made again. Pure: the writes, not the writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId
from pymongo import DeleteOne, UpdateOne

SourceDay = tuple[str, str]
"""A source and a day written as in the documents: ``2026-01-31``."""


@dataclass(frozen=True, slots=True)
class StaleDay:
    """A day whose cells must be made again; ``token`` tells one mark from the next."""

    source: str
    day: date
    token: str


def marks(days: Iterable[SourceDay]) -> list[UpdateOne]:
    """Each mark is a new token, so clearing an older mark leaves it standing."""
    return [
        UpdateOne(
            {"_id": stale_id(source, day)},
            {"$set": {"source": source, "day": day, "token": ObjectId()}},
            upsert=True,
        )
        for source, day in sorted(set(days))
    ]


def clearing(days: Iterable[StaleDay]) -> list[DeleteOne]:
    """Clears a mark only if the day was not marked again since it was read."""
    return [
        DeleteOne(
            {
                "_id": stale_id(stale.source, stale.day.isoformat()),
                "token": ObjectId(stale.token),
            }
        )
        for stale in days
    ]


def stale_day(document: dict[str, Any]) -> StaleDay:
    return StaleDay(
        document["source"],
        date.fromisoformat(document["day"]),
        str(document["token"]),
    )


def stale_id(source: str, day: str) -> str:
    return f"{source}|{day}"


def place_of(id_: str) -> SourceDay:
    """The source and the day of which ``stale_id`` is made."""
    source, _, day = id_.rpartition("|")
    return source, day
