"""Dated events beside the line of mood."""

from datetime import date
from typing import Any

from pymongo.database import Database

from store.events import Event, all_events, save_events

TARIFFS = Event(date(2024, 5, 1), "New tariffs", "energy_tariffs_2024")
HOLIDAY = Event(date(2024, 3, 21), "Navroʻz")


def test_events_are_kept_once_and_in_order(database: Database[dict[str, Any]]) -> None:
    save_events(database, [TARIFFS, HOLIDAY])
    save_events(database, [TARIFFS])

    assert all_events(database) == [HOLIDAY, TARIFFS]


def test_no_events_are_no_trouble(database: Database[dict[str, Any]]) -> None:
    save_events(database, [])

    assert all_events(database) == []
