"""A day's votes in columns: an object for each would cost more than all else."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)

Probabilities = tuple[float, float, float] | list[float]

_NONE = 0.0, 0.0, 0.0


class _Numbers(dict[Name, int]):
    """The number of each name, given when it is first asked for."""

    def __missing__(self, name: Name) -> int:
        number = self[name] = len(self)
        return number


class Column(Generic[Name]):
    """Each name is held once, however many rows it stands in."""

    def __init__(self) -> None:
        self._numbers: _Numbers[Name] = _Numbers()
        self.rows = array("i")

    @property
    def names(self) -> list[Name]:
        """The names by number, in the order of their first rows."""
        return list(self._numbers)

    def extend(self, names: Iterable[Name]) -> None:
        self.rows.extend(map(self._numbers.__getitem__, names))


@dataclass(frozen=True, slots=True)
class Votes:
    """What comments by the public add to the cells of a day: a row for each.

    A voice is named by its author, or by its comment if that has none. A row without
    ``scored`` has nothing in ``p``. Rows are filled column by column, all alike far.
    """

    sources: Column[str] = field(default_factory=Column)
    voices: Column[str] = field(default_factory=Column)
    languages: Column[str] = field(default_factory=Column)
    scorers: Column[str] = field(default_factory=Column)
    posts: Column[str | None] = field(default_factory=Column)
    reforms: Column[tuple[str, ...]] = field(default_factory=Column)
    campaign: array[int] = field(default_factory=lambda: array("b"))
    scored: array[int] = field(default_factory=lambda: array("b"))
    p: array[float] = field(default_factory=lambda: array("d"))

    def __len__(self) -> int:
        return len(self.campaign)

    def score(self, found: Iterable[Probabilities | None]) -> None:
        """Fill ``scored`` and ``p``, attitude after attitude."""
        said = list(found)
        self.scored.extend(map(bool, said))
        self.p.extend(chain.from_iterable(p or _NONE for p in said))
