"""The parts of the whole: started, killed, started again; how much each took."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from benchmarks.three_nodes import ThreeNodes, three_nodes
from tests.listener.telegram.processes import Mongod

NAME = "soak"
"""The database."""

AGAIN_AFTER = 2.0
"""Seconds until what was killed is started again, as an operator's service would."""

_ENDS_WITHIN = 60.0


@dataclass
class Part:
    """A process of a session of its own, so that its children are killed with it."""

    name: str
    argv: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    ended_itself: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pids(self) -> list[int]:
        return [self._process.pid] if self._process and self.runs else []

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own
                self.argv,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def keep(self) -> None:
        """Start it again if it ended without our doing, and count that."""
        if self._process is not None and not self.runs:
            self.ended_itself += not self._came_too_early
            self.start()

    @property
    def _came_too_early(self) -> bool:
        """A part that starts while MongoDB is away says so, and ends."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return bool(lines) and "MongoDB does not answer" in lines[-1]

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def kill_and_start(self) -> None:
        self.end(signal.SIGKILL)
        time.sleep(AGAIN_AFTER)
        self.start()


def ours(name: str, *arguments: str, folder: Path, uri: str) -> Part:
    """A command of ours, as an operator starts it."""
    argv = (sys.executable, "-m", "kayfiyat", *arguments)
    environment = {"MONGODB_URI": uri, "MONGODB_DB": NAME}
    return Part(name, argv, folder / f"{name}.log", environment)


class Telegram:
    """The server in its own process, by the lines that it obeys."""

    def __init__(self, *arguments: str, folder: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.soak.telegram", *arguments]
        self._turn = threading.Lock()
        self._process = subprocess.Popen(  # noqa: S603 - our own
            [*command, "--folder", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.place: dict[str, str] = self._heard()

    @property
    def pids(self) -> list[int]:
        return [self._process.pid]

    def do(self, what: str, **how: Any) -> Any:
        assert self._process.stdin
        with self._turn:
            self._process.stdin.write(json.dumps({"do": what, **how}) + "\n")
            self._process.stdin.flush()
            return self._heard()

    def end(self) -> None:
        self._process.terminate()
        self._process.communicate()

    def _heard(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


class Nodes(Protocol):
    """MongoDB, of one node or three."""

    @property
    def uri(self) -> str: ...

    @property
    def pids(self) -> list[int]: ...

    def lose_primary(self) -> float:
        """Kill it; the seconds until there is one again."""
        ...


class OneNode(Mongod):
    """A replica set of one: it is away until it has started again."""

    @property
    def pids(self) -> list[int]:
        return [self._process.pid]

    def lose_primary(self) -> float:
        began = time.monotonic()
        self.kill_and_start()
        return time.monotonic() - began


class Three:
    """Three nodes: the one that was killed comes back and follows."""

    def __init__(self, nodes: ThreeNodes) -> None:
        self._nodes = nodes

    @property
    def uri(self) -> str:
        return self._nodes.uri

    @property
    def pids(self) -> list[int]:
        return [n.process.pid for n in self._nodes.nodes if n.process and n.runs]

    def lose_primary(self) -> float:
        seconds = self._nodes.lose_primary()
        self._nodes.mend()
        return seconds


@contextmanager
def mongodb(folder: Path, nodes: int) -> Iterator[Nodes]:
    if nodes == 1:
        one = OneNode(folder)
        try:
            yield one
        finally:
            one.kill()
        return
    with three_nodes(folder) as three:
        yield Three(three)
