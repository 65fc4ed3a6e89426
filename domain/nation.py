"""What all sources together say on one day: cells summed over their sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.cells import Cell

ANY_REFORM = "*"
"""The reform of what is said of all reforms together: a voice counts once for each."""


@dataclass(frozen=True, slots=True)
class Summed:
    """The cells of all sources that are alike but for their source, which is empty.

    ``fewer`` adds up, over those cells, who speaks of the reform or who does not,
    whichever are fewer: what ``mood.disclosure`` asks of each source apart.
    """

    cell: Cell
    fewer: int


@dataclass(frozen=True, slots=True)
class Apart:
    """What a day shows of a reform where fewer than 5 voices tell it from everyone.

    With ``every``, the ``cells`` of every comment stand for it, in which ``within``
    of its voices are; without, it is shown as it is.
    """

    every: bool
    within: int = 0
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """All that is said of a reform on one day: nothing in it is of one source alone."""

    day: date
    reform: str
    parts: tuple[Summed, ...]
    apart: Apart | None = None


@dataclass(frozen=True, slots=True)
class Nation:
    """The totals of some days, and the days for which only their cells can speak."""

    totals: tuple[Total, ...]
    unsure: frozenset[date]
