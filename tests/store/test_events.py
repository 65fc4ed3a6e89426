"""Dated events beside the line of mood."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from pymongo.database import Database

from store.events import Event, add_event, all_events, remove_event, save_events

MongoDB = Database[dict[str, Any]]

TARIFFS = Event(date(2024, 5, 1), "New tariffs", "energy_tariffs_2024")
HOLIDAY = Event(date(2024, 3, 21), "Navroʻz")
NOON = datetime(2026, 3, 9, 7, tzinfo=UTC)


def test_events_are_kept_once_and_in_order(database: MongoDB) -> None:
    save_events(database, [TARIFFS, HOLIDAY])
    save_events(database, [TARIFFS])

    assert all_events(database) == [HOLIDAY, TARIFFS]


def test_no_events_are_no_trouble(database: MongoDB) -> None:
    save_events(database, [])

    assert all_events(database) == []


def test_an_analyst_s_event_is_added_once_with_its_link(database: MongoDB) -> None:
    linked = replace(HOLIDAY, link="https://example.uz/navroz")

    assert add_event(database, linked, now=NOON)
    assert not add_event(database, linked, now=NOON)
    assert all_events(database) == [replace(linked, added=True)]


def test_only_what_was_added_can_be_removed(database: MongoDB) -> None:
    save_events(database, [TARIFFS])
    add_event(database, HOLIDAY, now=NOON)

    assert not remove_event(database, TARIFFS)
    assert remove_event(database, HOLIDAY)
    assert not remove_event(database, HOLIDAY)
    assert all_events(database) == [TARIFFS]


def test_adding_what_the_catalogue_has_makes_it_no_analyst_s(database: MongoDB) -> None:
    save_events(database, [TARIFFS])

    assert not add_event(database, TARIFFS, now=NOON)
    assert not remove_event(database, TARIFFS)


def test_titles_in_other_writings_are_kept_and_come_later_too(
    database: MongoDB,
) -> None:
    save_events(database, [TARIFFS])
    told = replace(TARIFFS, titles={"ru": "Новые тарифы", "uz-Latn": "Yangi tariflar"})
    assert all_events(database) == [TARIFFS]

    save_events(database, [told])

    assert all_events(database) == [told]
