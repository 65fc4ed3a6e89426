"""Open what a command needs: its settings, its database, its keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.errors import StoreError
from domain.settings import DEFAULT_CONFIG, Settings, load
from kayfiyat.mongod import private_mongod, revived
from listener.pseudonyms import KEYS
from store.clients import Database, Document, connect
from store.schema import prepare


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works: the settings, and the folder of keys and data."""

    settings: Settings
    config: Path | None
    data_dir: Path

    @property
    def keys_dir(self) -> Path:
        return self.data_dir / KEYS


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that is ready, and the address to reach it again."""

    uri: str
    database: Database[Document]

    @property
    def environment(self) -> dict[str, str]:
        """What a process of ours must be told to work on the same database."""
        return {"MONGODB_URI": self.uri, "MONGODB_DB": self.database.name}


def place(config: Path | None, data_dir: Path) -> Place:
    """The settings from ``config``, else from here, else from the data folder."""
    kept = data_dir / DEFAULT_CONFIG
    if config is None and not DEFAULT_CONFIG.exists() and kept.exists():
        config = kept
    return Place(settings=load(config), config=config, data_dir=data_dir)


@contextmanager
def address(where: Place) -> Iterator[str]:
    """The URI that was set, else that of a private mongod for the time being."""
    if where.settings.mongodb.uri:
        yield where.settings.mongodb.uri
    else:
        with private_mongod(where.data_dir) as uri:
            yield uri


def revive(where: Place, opened: Opened) -> None:
    """Start a private mongod that died, there where all look for it.

    Raises StoreError if that cannot be. One that was set is another's to start.
    """
    if where.settings.mongodb.uri:
        return
    uri = revived(where.data_dir)
    if uri not in {None, opened.uri}:
        raise StoreError(
            f"mongod ended, and it could not be started at {opened.uri} again, where "
            "all look for it: start again"
        )


@contextmanager
def opened(where: Place) -> Iterator[Opened]:
    """The prepared database."""
    with address(where) as uri:
        database = connect(uri, where.settings.mongodb.db)
        prepare(database)
        try:
            yield Opened(uri, database)
        finally:
            database.client.close()


@contextmanager
def unprepared(where: Place) -> Iterator[Database[Document]]:
    """The database as it is: of an older version, half restored, or not there yet."""
    with address(where) as uri:
        database = connect(uri, where.settings.mongodb.db)
        try:
            yield database
        finally:
            database.client.close()
