"""A line that moves while documents go by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from kayfiyat.printing import aside


class Watch:
    """Is told how many there will be, and which go by; shows nothing of itself."""

    def begin(self, total: int) -> None:
        """So many will go by."""

    def went(self, what: str, count: int) -> None:
        """So many more, of ``what``, have."""


class _Shown(Watch):
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = bars.add_task("", total=None)

    def begin(self, total: int) -> None:
        self._bars.reset(self._task, total=total)

    def went(self, what: str, count: int) -> None:
        self._bars.update(self._task, advance=count, description=what)


@contextmanager
def shown() -> Iterator[Watch]:
    """Beside the result, and only on a terminal."""
    columns = (TextColumn("{task.description:12}"), BarColumn(bar_width=30))
    with Bars(
        *columns,
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=aside,
        transient=True,
        disable=not aside.is_terminal,
    ) as bars:
        yield _Shown(bars)
