"""A real replica set of three on this machine, whose primary can be killed."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pymongo.errors import PyMongoError

from kayfiyat.mongod import binary
from kayfiyat.mongod_process import client_of
from kayfiyat.ports import free_port

NAME = "three"
ELECTION = 10_000
"""Milliseconds without a primary after which the others elect; MongoDB's default."""

_WITHIN = 60.0
_OPTIONS = "--bind_ip 127.0.0.1 --nounixsocket --quiet --logappend --oplogSize 990"
_SMALL = "--wiredTigerCacheSizeGB 0.25 --setParameter"
_LOUD = "diagnosticDataCollectionEnabled=false"


@dataclass
class Node:
    """One mongod of the set."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        files = ["--dbpath", str(self.folder), "--logpath", str(self.folder / "log")]
        place = ["--port", str(self.port), "--replSet", NAME, *files]
        command = [str(binary()), *place, *_OPTIONS.split(), *_SMALL.split(), _LOUD]
        with (self.folder / "out").open("ab") as out:
            # A session of its own: Ctrl-C must not end it before those who write.
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL: what it alone knows is lost to the set."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def asked(self, what: str, **more: Any) -> dict[str, Any]:
        """Its answer to a command; nothing if it gives none."""
        try:
            with client_of(self.port) as client:
                return client.admin.command(what, **more)
        except PyMongoError:
            return {}

    def is_primary(self) -> bool:
        return self.runs and bool(self.asked("hello").get("isWritablePrimary"))


@dataclass
class ThreeNodes:
    """The set: its address, and what can be done to it."""

    nodes: Sequence[Node]

    @property
    def uri(self) -> str:
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return f"mongodb://{hosts}/?replicaSet={NAME}"

    def primary(self) -> Node:
        """The one that is elected; waits for it."""
        until = time.monotonic() + _WITHIN
        while time.monotonic() < until:
            for node in self.nodes:
                if node.is_primary():
                    return node
            time.sleep(0.05)
        raise TimeoutError("no primary was elected")

    def lose_primary(self) -> float:
        """Kill the primary; the seconds until there is another."""
        lost = self.primary()
        lost.kill()
        started = time.monotonic()
        self.primary()
        return time.monotonic() - started

    def mend(self) -> None:
        """Start what is not running, and wait until all follow the primary."""
        for node in self.nodes:
            if not node.runs:
                node.start()
        until = time.monotonic() + _WITHIN
        while time.monotonic() < until and not self._is_whole():
            time.sleep(0.1)

    def rolled_back(self) -> int:
        """How many times a node threw away what it alone knew."""
        return sum(len(list(node.folder.glob("rollback/*"))) for node in self.nodes)

    def _is_whole(self) -> bool:
        members = self.primary().asked("replSetGetStatus").get("members", [])
        states = sorted(member["stateStr"] for member in members)
        return states == ["PRIMARY", "SECONDARY", "SECONDARY"]


@contextmanager
def three_nodes(folder: Path, *, election: int = ELECTION) -> Iterator[ThreeNodes]:
    """A set whose members elect after ``election`` milliseconds of silence."""
    nodes = [Node(folder / f"node{number}", free_port()) for number in range(3)]
    made = ThreeNodes(nodes)
    try:
        for node in nodes:
            node.start()
        _initiate(nodes, election)
        made.mend()
        yield made
    finally:
        for node in nodes:
            node.kill()


def _initiate(nodes: Sequence[Node], election: int) -> None:
    members = [
        {"_id": number, "host": f"127.0.0.1:{node.port}"}
        for number, node in enumerate(nodes)
    ]
    settings = {"electionTimeoutMillis": election}
    for node in nodes:
        node.asked("ping")  # all must listen before one asks the others
    config = {"_id": NAME, "members": members, "settings": settings}
    with client_of(nodes[0].port) as client:
        client.admin.command("replSetInitiate", config)
