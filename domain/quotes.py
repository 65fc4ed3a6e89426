"""What people said, as it may be shown: a comment without who wrote it, or when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.attitudes import Attitude
from domain.cells import Vector
from domain.periods import Period


class Silent(StrEnum):
    """Why nothing is shown."""

    EXPIRED = "expired"  # the words of all these days are forgotten
    UNSTATED = "unstated"  # no estimate: too few voices, or hours not seen
    FEW = "few"  # too few people wrote what is kept
    SEARCHED = "searched"  # too few people wrote what was searched for


@dataclass(frozen=True, slots=True)
class Heard:
    """One comment of one voice, as it is drawn from. It stays between store and mood.

    ``campaign`` is the id of the campaign that it is of.
    """

    id: str
    source: str
    day: date
    text: str
    author: str | None
    post: str | None
    language: str
    script: str
    p: Vector
    campaign: str | None = None

    @property
    def person(self) -> str:
        """A pseudonym; of one without an author, its own."""
        return self.author or self.id


@dataclass(frozen=True, slots=True)
class Quote:
    """What is shown of a comment: no id, no author, no time of the day.

    ``why`` are the words that moved its score, as in a Verdict; ``like_it`` counts
    the other comments of the campaign that it stands for.
    """

    text: str
    attitude: Attitude
    p: Vector
    source: str
    day: date
    language: str
    script: str
    why: tuple[tuple[str, float], ...] = ()
    post: str | None = None
    like_it: int = 0


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes drawn by lot, or why there are none.

    ``period`` are the days whose words are kept. ``shares`` are those of the
    estimate over ``voices`` voices; ``due`` says how many of each attitude they ask
    for. ``looked`` voices were drawn to choose, or search, among; ``found`` of them
    wrote what was searched for.
    """

    period: Period | None
    quotes: tuple[Quote, ...] = ()
    silent: Silent | None = None
    voices: int = 0
    shares: Mapping[Attitude, float] = field(default_factory=dict)
    due: Mapping[Attitude, int] = field(default_factory=dict)
    looked: int = 0
    found: int = 0
