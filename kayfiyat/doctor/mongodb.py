"""MongoDB: is there one, does it take what we write, is it in shape."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from domain.errors import StoreError
from domain.sign_in import is_loopback
from kayfiyat.doctor.findings import Finding, State, ok, warning, wrong
from kayfiyat.doctor.machine import of_clock, of_disk
from kayfiyat.doctor.world import World
from kayfiyat.mongod import binary
from kayfiyat.opening import unprepared
from store.checkup import Checkup, Server, Shape
from store.clients import Database, Document
from store.schema import refuse_half

OLDEST = (6, 0)

_VERSION = re.compile(r"db version v(\d+)\.(\d+)\.(\d+)")
_LIBRARY = re.compile(r"loading shared libraries: (\S+?):")
_PATIENCE = 20.0

_NEWER = "install MongoDB 6 or newer, or set MONGODB_URI to one of yours"


@contextmanager
def reached(world: World) -> Iterator[Database[Document] | None]:
    """The database as it is; None if a private one is not made yet.

    A private one that is there is started for the look, as by every command.
    Raises StoreError if it cannot be reached.
    """
    if not world.told.mongodb.uri and not _is_made(world.data_dir):
        yield None
        return
    with unprepared(world.place) as database:
        yield database


def _is_made(data_dir: Path) -> bool:
    return (data_dir / "mongodb" / "WiredTiger").exists()


def program(_world: World) -> Finding:
    """The mongod that would be started here."""
    path = binary()
    try:
        told = subprocess.run(  # noqa: S603 - the program that we would start
            [path, "--version"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StoreError(f"{path} does not run ({error}); {_NEWER}") from None
    return of_program(str(path), told.stdout, told.stderr)


def of_program(path: str, told: str, trouble: str) -> Finding:
    """``told`` and ``trouble`` are what it wrote when asked for its version."""
    found = _VERSION.search(told)
    library = _LIBRARY.search(trouble)
    if library:
        return wrong(
            f"{path} needs the system library {library[1]}",
            "`apt-get install libcurl4`, or set MONGODB_URI to a MongoDB of yours",
        )
    if not found:
        return wrong(f"{path} does not tell its version", _NEWER)
    version = tuple(map(int, found.groups()))
    said = (
        f"mongod {_dotted(version)} is there; its database is made at the first start"
    )
    return ok(said) if version >= OLDEST else wrong(said, _NEWER)


def server(world: World, database: Database[Document]) -> Finding:
    checkup = Checkup(database)
    found = of_server(checkup.server(), private=not world.told.mongodb.uri)
    if found.state is State.OK:
        checkup.write_nothing()
    return found


def of_server(told: Server, *, private: bool) -> Finding:
    of_set = f", replica set {told.replica_set}" if told.replica_set else ", alone"
    whose = ", private" if private else f" at {told.host}"
    said = f"MongoDB {_dotted(told.version)}{whose}{of_set}"
    if told.version < OLDEST:
        return wrong(said, "install MongoDB 6 or newer")
    if not told.takes_writes:
        return wrong(
            f"{said}: it takes no writes, as it is no primary",
            "name all members and replicaSet= in MONGODB_URI; `rs.status()` tells why",
        )
    return ok(f"{said}, takes writes")


def room(_world: World, database: Database[Document]) -> Finding:
    told = Checkup(database).server()
    if told.free is None:
        return ok("it does not tell how much is free")
    return of_disk(told.free, f"for MongoDB at {told.host}")


def clock(world: World, database: Database[Document] | None) -> Finding:
    if database is None:
        return ok("nothing is here to compare it with; --online asks a source")
    before = world.now()
    told = Checkup(database).server()
    between = before + (world.now() - before) / 2
    return of_server_clock(between - told.at, told.host)


def of_server_clock(ahead: timedelta, host: str) -> Finding:
    """On one machine there is one clock."""
    if is_loopback(host):
        return ok("MongoDB goes by the same clock; --online asks a source")
    return of_clock(ahead, "MongoDB's")


def shape(_world: World, database: Database[Document]) -> Finding:
    refuse_half(database)
    return of_shape(Checkup(database).shape(), database.name)


def of_shape(told: Shape, name: str) -> Finding:
    if told.version is None:
        return ok(f"{name} is empty; the first command makes its collections")
    if told.version > told.known:
        return wrong(
            f"{name} has version {told.version}, this program knows {told.known}",
            "install a newer Kayfiyat, or name another MONGODB_DB",
        )
    if told.version < told.known:
        return wrong(
            f"{name} has version {told.version}, this program makes {told.known}",
            "stop all that uses it, make a backup, and run `kayfiyat migrate`",
        )
    if told.missing:
        return warning(
            f"indexes are missing: {', '.join(told.missing)}",
            'in mongosh: db.meta.updateOne({_id: "schema"}, {$unset: {layout: ""}}); '
            "the next command makes them",
        )
    return ok(f"{name} has version {told.version} and all indexes")


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
