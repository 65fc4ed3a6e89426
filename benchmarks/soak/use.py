"""What processes take of memory and processors, as Linux tells it (proc(5))."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE") / 1e6
_TICK = os.sysconf("SC_CLK_TCK")
_USER, _SYSTEM = 11, 12  # fields of stat, counted from behind the name


@dataclass
class Use:
    """What a part and its children took: memory now and at most, processors in all.

    A part that was killed goes on in its next process.
    """

    megabytes: float = 0.0
    most: float = 0.0
    _seconds: dict[int, float] = field(default_factory=dict, repr=False)

    @property
    def cpu_seconds(self) -> float:
        return sum(self._seconds.values())

    def look(self, pids: Sequence[int]) -> None:
        self.megabytes = 0.0
        for pid in (one for parent in pids for one in _with_children(parent)):
            with suppress(OSError):  # it ended meanwhile
                pages = (_PROC / f"{pid}/statm").read_text().split()[1]
                self.megabytes += int(pages) * _PAGE
                stat = (_PROC / f"{pid}/stat").read_text().rpartition(") ")[2].split()
                ticks = int(stat[_USER]) + int(stat[_SYSTEM])
                self._seconds[pid] = ticks / _TICK
        self.most = max(self.most, self.megabytes)


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        children = (_PROC / f"{pid}/task/{pid}/children").read_text().split()
        for child in children:
            yield from _with_children(int(child))


def free_gigabytes(folder: Path) -> float:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize / 1e9


def gigabytes_of(folder: Path) -> float:
    """What the files below a folder take on the disk."""
    sizes = 0
    for file in folder.rglob("*"):
        with suppress(OSError):
            sizes += file.lstat().st_blocks * 512
    return sizes / 1e9
