"""The words that set those in favour of a reform apart from those against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.attitudes import Attitude

AUTHORS = 5
"""A word that fewer people used on its side is never kept."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is said more on its ``side`` than chance explains.

    ``against`` and ``in_favour`` are people who used it on either side, at the
    least: authors have another name each month, so it is the most of any month.
    ``z`` is how far it stands from no difference, in standard errors, 0 or more.
    """

    word: str
    side: Attitude
    against: int
    in_favour: int
    z: float

    @property
    def people(self) -> int:
        """Those of its own side."""
        return self.against if self.side is Attitude.AGAINST else self.in_favour


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of a reform, the most telling first, and the comments they are of.

    ``comments`` are the latest that have words, from the ``first`` day to the
    ``last``; coordinated campaigns and those without an author are not among them.
    """

    first: date
    last: date
    comments: int
    words: tuple[Term, ...]
