"""The processes of one machine: started together, watched, ended in order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

LONGEST_LOG = 10_000_000
"""Bytes of a part's log; as many again of the one before are kept."""

GRACE = 15.0
"""Seconds that a part has to end by itself after SIGTERM."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a part that ended is started again; doubled each time."""


@dataclass(frozen=True, slots=True)
class Part:
    """One process: `kayfiyat <arguments>`, or another program's ``argv``."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def ours(name: str, *arguments: str, **environment: str) -> Part:
    """A part that is a command of ours, run by the same Python."""
    argv = (sys.executable, "-m", "kayfiyat", *arguments)
    return Part(name, argv, environment)


class Running:
    """A part that runs, and is started again when it ends by itself."""

    def __init__(self, part: Part, logs: Path) -> None:
        self.part = part
        self.log = logs / f"{part.name}.log"
        self.starts = 0
        self._again_at = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def watch(self, at: float) -> bool:
        """Start what is not running and is due; say whether it was started."""
        if self._process is not None and self._process.poll() is None:
            _keep_short(self.log)
            return False
        if self._process is not None:
            self._process = None
            self._again_at = at + pause_before(self.starts)
        if at < self._again_at:
            return False
        self._start()
        return True

    def stop(self) -> None:
        """End it: SIGTERM, some grace, then SIGKILL (nothing is lost by it)."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        """The last line of its log: why it ended, most likely."""
        if not self.log.exists():
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[-1] if lines else ""

    def _start(self) -> None:
        self.starts += 1
        with _owner_only(self.log) as log:
            # A session of its own: Ctrl-C reaches us alone, and we end the
            # parts in their order.
            self._process = subprocess.Popen(  # noqa: S603 - our own argv
                self.part.argv,
                env=os.environ | self.part.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


class Household:
    """All parts of one machine, started in order and ended in reverse."""

    def __init__(self, logs: Path) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._logs = logs
        self._parts: list[Running] = []

    def add(self, part: Part) -> Running:
        """Start ``part`` now."""
        running = Running(part, self._logs)
        self._parts.append(running)
        running.watch(time.monotonic())
        return running

    def watch(self) -> list[Running]:
        """Start again what ended; return what was started."""
        return [part for part in self._parts if part.watch(time.monotonic())]

    def stop(self) -> None:
        for part in reversed(self._parts):
            part.stop()


def pause_before(starts: int) -> float:
    """Seconds to wait before the next start, after so many."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** max(0, starts - 1))


def _keep_short(log: Path) -> None:
    """Begin it anew when it is long; the one before is kept beside it.

    Emptied in place, as the part that writes to its end has it open.
    """
    with suppress(OSError):  # no reason to end a part
        if log.stat().st_size > LONGEST_LOG:
            with _owner_only(kept := log.with_suffix(".log.1")):
                shutil.copyfile(log, kept)
            os.truncate(log, 0)


def _owner_only(log: Path) -> IO[bytes]:
    return open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
