"""Dated events: what happened on which day, to stand beside the line of mood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pymongo import UpdateOne
from pymongo.database import Database

from store.clients import Document
from store.errors import translated


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; ``reform`` if it belongs to one."""

    day: date
    title: str
    reform: str | None = None

    @property
    def id(self) -> str:
        return f"{self.day}|{self.reform or ''}|{self.title}"


def save_events(database: Database[Document], events: Iterable[Event]) -> None:
    """Save ``events``; safe to repeat."""
    writes = [
        UpdateOne({"_id": event.id}, {"$set": _document(event)}, upsert=True)
        for event in events
    ]
    if writes:
        with translated():
            database.events.bulk_write(writes, ordered=False)


def all_events(database: Database[Document]) -> list[Event]:
    """All of them, by day."""
    with translated():
        found = database.events.find().sort("day", 1)
        return [
            Event(date.fromisoformat(e["day"]), e["title"], e.get("reform"))
            for e in found
        ]


def _document(event: Event) -> Document:
    reform = {"reform": event.reform} if event.reform else {}
    return {"day": event.day.isoformat(), "title": event.title} | reform
