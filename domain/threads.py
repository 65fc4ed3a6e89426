"""What is said under a post of an official page, and whom the page answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from struct import Struct

from domain.cells import Vector

Scored = tuple[str, tuple[str, ...]]
"""A language, and by whom what is in it was scored."""

ROW = Struct("<10f")


@dataclass(frozen=True, slots=True)
class Sides:
    """The voices of a language before the page's first answer and after, their votes.

    Votes are sums, as in cells, of what the same ``scorers`` scored; what campaigns
    wrote is left out.
    """

    language: str
    scorers: tuple[str, ...]
    voices_before: int
    votes_before: Vector
    voices_after: int
    votes_after: Vector


Turn = tuple[Sides, ...]
"""A thread in which the page answered: its sides in each language."""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment of a thread; ``p`` is None if it is not scored."""

    id: str
    at: datetime
    author: str | None
    official: bool
    reply_to: str | None
    language: str = ""
    p: Vector | None = None
    scorer: str = ""
    campaign: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What is said under a post where the page says nothing: by the public alone.

    ``voices`` are how many spoke on each day.
    """

    comments: int
    voices: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Most:
    """The day on which most of some voices spoke, and how many did."""

    day: date | None = None
    voices: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """The sums of what stands under one post; no author, no words.

    ``days`` are those of the comments, ``waits`` the seconds from each answered
    comment to the answer. A thread with few voices on a side has no ``turn``.
    """

    post: str
    days: tuple[date, ...]
    comments: int
    most: Most
    answered: int
    answered_most: Most
    waits: tuple[int, ...] = ()
    turn: Turn = ()


@dataclass(frozen=True, slots=True)
class Turns:
    """Several turns, packed: a year of them is read in a moment.

    A row of ten 32-bit numbers for each turn and entry of ``strata``: the numbers of
    both, then voices and votes before, voices and votes after. Rows are in the order
    of turns.
    """

    strata: tuple[Scored, ...] = ()
    rows: bytes = b""

    @classmethod
    def of(cls, turns: Iterable[Turn]) -> Turns:
        """Turns without any side are none."""
        there = [turn for turn in turns if turn]
        strata = sorted({_scored(each) for turn in there for each in turn})
        rows = (row for n, turn in enumerate(there) for row in _rows(n, turn, strata))
        return cls(tuple(strata), b"".join(rows))


def _rows(number: int, turn: Turn, strata: list[Scored]) -> Iterator[bytes]:
    for each in turn:
        yield ROW.pack(
            number,
            strata.index(_scored(each)),
            each.voices_before,
            *each.votes_before,
            each.voices_after,
            *each.votes_after,
        )


def _scored(sides: Sides) -> Scored:
    return sides.language, sides.scorers
