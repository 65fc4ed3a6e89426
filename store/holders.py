"""Who holds something that one process at a time may do, and whether it still lives."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NUMBERS = Path("/proc/self/ns/pid")


def _place() -> str:
    """Where a process number means the same process as here; empty if unknown.

    A machine since its start, and in it one namespace of numbers: each container has
    its own (pid_namespaces(7)). A host's name would not do, as clones share it.
    """
    try:
        return f"{_BOOT.read_text().strip()} {_NUMBERS.readlink()}"
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Holder:
    """One who holds: a process since its start, or a part of one."""

    by: str = field(default_factory=lambda: uuid4().hex)
    place: str = field(default_factory=_place)
    pid: int = field(default_factory=os.getpid)

    def document(self) -> dict[str, Any]:
        return {"by": self.by, "place": self.place, "pid": self.pid}

    def knows_dead(self, other: Mapping[str, Any]) -> bool:
        """Whether ``other`` is known to have ended: its lease need not be awaited.

        Only of processes beside this one can it be known. One that has the number of
        another that ended is taken for it until the lease ends.
        """
        here = bool(self.place) and other["place"] == self.place
        return here and not _lives(other["pid"])


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # of another user
        return True
    return True
