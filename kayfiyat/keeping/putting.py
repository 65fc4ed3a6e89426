"""Put a backup back: into an empty database, or keys into the data folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from domain.errors import InputError, StoreError
from kayfiyat.keeping.keys import put_keys
from kayfiyat.keeping.parts import Digest
from kayfiyat.keeping.reading import Backup
from kayfiyat.keeping.watching import Watch
from store.clients import Database, Document
from store.layout import VERSION
from store.migrations import MIGRATIONS, Table, migrate
from store.restoring import Restoring


def refuse_full(database: Database[Document]) -> None:
    """Raises StoreError if there is anything that a backup could overwrite."""
    if not Restoring(database).is_free():
        raise StoreError(
            f"The database {database.name} is not empty, and a backup is restored into "
            "an empty one alone; set MONGODB_DB to a new name, or another --data-dir"
        )


def put_database(
    database: Database[Document],
    found: Backup,
    *,
    now: datetime,
    watch: Watch,
    table: Table = MIGRATIONS,
) -> None:
    """Put all documents back, compare them with the backup, migrate, set the rules.

    Until that is done nobody else can open the database. Raises StoreError.
    """
    refuse_full(database)
    door = Restoring(database)
    door.begin(now=now)
    watch.begin(sum(found.header.counts.values()))
    for name, some in found.documents():
        door.put(name, some)
        watch.went(name, len(some))
    for name, told in found.digests.items():
        _compare(name, door, told)
    migrate(database, table=table)
    door.end()


def put_keys_of(found: Backup, data_dir: Path) -> int:
    """Put back the keys that are missing; how many."""
    return put_keys(data_dir, dict(found.bodies()))


def refuse_newer(found: Backup, name: str) -> None:
    if found.header.schema > VERSION:
        raise InputError(
            f"{name} is of version {found.header.schema} and this program knows "
            f"{VERSION}; install a newer Kayfiyat"
        )


def _compare(name: str, door: Restoring, told: str) -> None:
    if str(Digest(door.documents(name))) != told:
        raise StoreError(
            f"What was restored of {name} is not what the backup holds; stop all that "
            "writes to this database, and restore again"
        )
