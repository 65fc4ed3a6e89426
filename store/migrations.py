"""From the schema of an older program to ours, one version at a time.

A migration stands in ``MIGRATIONS`` under the version that it starts from, and
``store.layout.VERSION`` is raised in the same change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pymongo.database import Database

from domain.errors import StoreError
from store.clients import DURABLE, Document
from store.errors import translated
from store.layout import COLLECTIONS, VERSION

_SCHEMA = {"_id": "schema"}


@dataclass(frozen=True, slots=True)
class Migration:
    """What is done, how many documents are still to change, and how.

    ``change`` is safe to repeat and to break off anywhere: it changes what ``left``
    counts, and afterwards nothing is left.
    """

    what: str
    left: Callable[[Database[Document]], int]
    change: Callable[[Database[Document]], None]


Table = Mapping[int, Migration]

MIGRATIONS: Table = {}


@dataclass(frozen=True, slots=True)
class Step:
    """A migration that is due, and how many documents it would change now."""

    version: int
    what: str
    documents: int


def due(
    database: Database[Document], *, table: Table = MIGRATIONS, to: int = VERSION
) -> list[Step]:
    """What ``migrate`` would do; changes nothing.

    The documents of a later step are counted as they are before the earlier ones.
    Raises StoreError if a step is not known.
    """
    with translated():
        return [
            Step(version, one.what, one.left(database))
            for version, one in _path(_version(database), table, to)
        ]


def migrate(
    database: Database[Document], *, table: Table = MIGRATIONS, to: int = VERSION
) -> int:
    """Bring an older database to version ``to``; how many steps that took.

    The version moves after each step, so that one broken off goes on there. Rules
    are taken away first, as those of an older schema would refuse the new; preparing
    the database sets them, and ours.
    """
    with translated():
        path = _path(_version(database), table, to)
        kept = database.with_options(write_concern=DURABLE)
        if path:
            _unruled(kept)
        for version, one in path:
            one.change(kept)
            kept.meta.update_one(_SCHEMA, {"$set": {"version": version + 1}})
        return len(path)


def _version(database: Database[Document]) -> int | None:
    """None if nothing was ever prepared here."""
    found = database.meta.find_one(_SCHEMA)
    return int(found["version"]) if found else None


def _path(version: int | None, table: Table, to: int) -> list[tuple[int, Migration]]:
    if version is None:
        return []
    missing = [each for each in range(version, to) if each not in table]
    if missing:
        raise StoreError(
            f"The database has version {version} and this program knows no way from "
            f"{missing[0]} to {missing[0] + 1}; migrate with an older Kayfiyat first"
        )
    return [(each, table[each]) for each in range(version, to)]


def _unruled(database: Database[Document]) -> None:
    database.meta.update_one(_SCHEMA, {"$set": {"layout": "migrating"}})
    for name in set(database.list_collection_names()) & set(COLLECTIONS):
        database.command("collMod", name, validator={})
