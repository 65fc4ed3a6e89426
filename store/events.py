"""The door of dated events: the catalogue's, and those that analysts add."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pymongo import UpdateOne
from pymongo.database import Database

from domain.events import Event
from store.clients import Document
from store.errors import translated

__all__ = ["Event", "add_event", "all_events", "remove_event", "save_events"]

ADDED = {"at": {"$exists": True}}
"""Analysts' events carry the time at which they were added."""


def save_events(database: Database[Document], events: Iterable[Event]) -> None:
    """Save ``events`` of the catalogue; safe to repeat."""
    writes = [
        UpdateOne({"_id": event.id}, {"$set": _document(event)}, upsert=True)
        for event in events
    ]
    if writes:
        with translated():
            database.events.bulk_write(writes, ordered=False)


def add_event(database: Database[Document], event: Event, *, now: datetime) -> bool:
    """Save an analyst's event; False if it was there already."""
    document = _document(event) | {"at": now}
    with translated():
        done = database.events.update_one(
            {"_id": event.id}, {"$setOnInsert": document}, upsert=True
        )
    return done.upserted_id is not None


def remove_event(database: Database[Document], event: Event) -> bool:
    """Remove what an analyst added; False if there is no such event of theirs."""
    with translated():
        done = database.events.delete_one({"_id": event.id} | ADDED)
    return done.deleted_count == 1


def all_events(database: Database[Document]) -> list[Event]:
    """All of them, by day."""
    with translated():
        return [_event(found) for found in database.events.find().sort("day", 1)]


def _document(event: Event) -> Document:
    more = {"reform": event.reform, "link": event.link, "titles": dict(event.titles)}
    given = {key: value for key, value in more.items() if value}
    return {"day": event.day.isoformat(), "title": event.title} | given


def _event(found: Document) -> Event:
    return Event(
        day=date.fromisoformat(found["day"]),
        title=found["title"],
        reform=found.get("reform"),
        link=found.get("link"),
        added="at" in found,
        titles=found.get("titles", {}),
    )
