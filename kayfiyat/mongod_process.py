"""One mongod process: wait for it, make it a replica set of one, end it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from domain.errors import StoreError

REPLICA_SET = "kayfiyat"

_STARTS_WITHIN = 120.0  # seconds; long, for recovery after a power cut
_JOINS_WITHIN = 2.0
_STOPS_WITHIN = 60.0
_NOT_INITIATED = 94


@dataclass(frozen=True, slots=True)
class Running:
    """A mongod that answers; ``process`` if it is a child of ours."""

    pid: int
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"mongodb://127.0.0.1:{self.port}/?directConnection=true"

    @property
    def ended(self) -> bool:
        if self.process:
            return self.process.poll() is not None
        return not _alive(self.pid)


def answers(running: Running) -> bool:
    """Wait until it takes writes; False if it ended instead."""
    if not _until(lambda: running.ended or _listens(running.port), _STARTS_WITHIN):
        raise StoreError("mongod started but does not answer; see logs/mongod.log")
    if running.ended:
        return False
    try:
        with client_of(running.port) as client:
            make_primary(client, running)
    except PyMongoError:
        if running.ended:
            return False
        raise
    return True


def listens(running: Running) -> bool:
    """False if it ended, or does not come to listen: it may have just started."""
    return not running.ended and _until(lambda: _listens(running.port), _JOINS_WITHIN)


def make_primary(client: MongoClient[dict[str, Any]], running: Running) -> None:
    def primary() -> bool:
        if client.admin.command("hello")["isWritablePrimary"]:
            return True
        # Refused while it still loads what it knows; the next round asks again.
        with suppress(OperationFailure):
            _tell_who_it_is(client, f"127.0.0.1:{running.port}")
        return False

    if not _until(primary, _STARTS_WITHIN):
        raise StoreError("mongod does not become primary; see logs/mongod.log")


def _tell_who_it_is(client: MongoClient[dict[str, Any]], host: str) -> None:
    """A replica set of one, which remembers a port that may have changed."""
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != _NOT_INITIATED:
            raise
        members = [{"_id": 0, "host": host}]
        client.admin.command(
            "replSetInitiate", {"_id": REPLICA_SET, "members": members}
        )
        return
    if config["members"][0]["host"] != host:
        config["members"][0]["host"] = host
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


def end(running: Running) -> None:
    """SIGTERM: it finishes what it writes."""
    with suppress(ProcessLookupError):
        os.kill(running.pid, signal.SIGTERM)
    _until(lambda: running.ended, _STOPS_WITHIN)


def client_of(port: int) -> MongoClient[dict[str, Any]]:
    return MongoClient(
        "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=5_000
    )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _until(true: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
