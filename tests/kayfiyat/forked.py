"""The command line in processes of its own, which begin at once.

One process has read the program and forks for each command: to read it anew takes
seconds. What is forked ends as any process of the command line does.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

LONGEST = 90.0
"""Seconds after which a command that has not ended never will."""


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Running:
    """A command in its process."""

    house: Forking
    pid: int
    out: Path
    err: Path

    def signal(self, how: signal.Signals) -> None:
        os.kill(self.pid, how)

    def done(self) -> Done:
        """Wait for its end. Its number is free for others from then on."""
        status = self.house.obey({"wait": self.pid})
        assert status is not None, f"it did not end; it said {self.err.read_text()}"
        self.house.alive.discard(self.pid)
        return Done(status, self.out.read_text(), self.err.read_text())

    def says(self, words: str) -> str:
        """All that it has said, once these words are in it."""
        until = time.monotonic() + LONGEST
        while words not in (said := self.out.read_text() + self.err.read_text()):
            assert time.monotonic() < until, said
            time.sleep(0.02)
        return said


@dataclass
class Forking:
    """The process that forks."""

    process: subprocess.Popen[str]
    alive: set[int] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=count)

    def start(
        self, *words: str, folder: Path, environment: Mapping[str, str]
    ) -> Running:
        """Begin ``kayfiyat WORDS`` in ``folder``."""
        number = next(self._numbers)
        out, err = folder / f"{number}.out", folder / f"{number}.err"
        out.touch()
        err.touch()
        order = {"words": words, "folder": str(folder), "environment": environment}
        pid = self.obey({**order, "out": str(out), "err": str(err)})
        self.alive.add(pid)
        return Running(self, pid, out, err)

    def obey(self, order: Mapping[str, Any]) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the program could not be read"
        return json.loads(answer)


@contextmanager
def forking() -> Iterator[Forking]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "tests.kayfiyat.forked"]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        house = Forking(process)
        try:
            yield house
        finally:
            for pid in house.alive:
                os.kill(pid, signal.SIGKILL)
            assert process.stdin
            process.stdin.close()


def _forked() -> bool:
    """Obey orders until there are none: True in a process that was forked for one."""
    while line := sys.stdin.readline():
        order = json.loads(line)
        if "wait" in order:
            print(json.dumps(_ended(order["wait"])), flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            _become(order)
            return True
        print(json.dumps(pid), flush=True)
    return False


def _ended(pid: int) -> int | None:
    """The status of a process that was forked; None if it does not end."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    return None


def _become(order: Mapping[str, Any]) -> None:
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["out"], os.O_WRONLY),
        (2, order["err"], os.O_WRONLY),
    ):
        os.dup2(os.open(path, flags), number)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["kayfiyat", *order["words"]]


if __name__ == "__main__":
    from kayfiyat.cli import commands, main

    commands()  # reads all of them
    if _forked():
        main()
