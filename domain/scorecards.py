"""How official pages do: what they publish, what it stirs, whom they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Literal

from domain.threads import Turns

By = Literal["source", "institution"]


@dataclass(frozen=True, slots=True)
class Moments:
    """The sums of a number that each post has, and of its powers."""

    count: int = 0
    total: float = 0.0
    squares: float = 0.0
    cubes: float = 0.0

    def __add__(self, other: Moments) -> Moments:
        return Moments(
            self.count + other.count,
            self.total + other.total,
            self.squares + other.squares,
            self.cubes + other.cubes,
        )

    def scaled(self, by: float) -> Moments:
        """Those of the number times ``by``."""
        return Moments(
            self.count, self.total * by, self.squares * by**2, self.cubes * by**3
        )


@dataclass(frozen=True, slots=True)
class Talk:
    """Sums over the threads of some pages: comments by the public, and answers.

    ``squares`` and ``answered_squares`` are sums of squares of the threads' counts,
    ``products`` of both; ``voices`` and ``answered_voices`` are so many at the least.
    """

    threads: int = 0
    comments: int = 0
    answered: int = 0
    squares: int = 0
    answered_squares: int = 0
    products: int = 0
    voices: int = 0
    answered_voices: int = 0

    def __add__(self, other: Talk) -> Talk:
        names = [each.name for each in fields(self)]
        return Talk(**{n: getattr(self, n) + getattr(other, n) for n in names})


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of an official page in a period.

    None is not known: a feed has no followers. ``answered`` holds the waits of each
    thread with an answer; ``earlier`` are the followers at the period's beginning,
    ``coverage`` is the share of hours seen.
    """

    source: str
    name: str
    institution: str
    coverage: float
    posts: int = 0
    views: Moments | None = None
    interactions: Moments | None = None
    followers: int | None = None
    earlier: int | None = None
    talk: Talk = field(default_factory=Talk)
    answered: tuple[tuple[int, ...], ...] = ()
    turns: tuple[Turns, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95% interval; without one there are too few posts for it."""

    value: float
    low: float | None = None
    high: float | None = None


class Missing(StrEnum):
    """Why a figure is not stated."""

    BLIND = "less than half of its hours was seen"
    NO_POSTS = "nothing was published"
    NOT_TOLD = "the page does not tell it"
    NOT_COUNTED = "followers were not counted in this period"
    ONCE = "followers were counted once"
    NO_COMMENTS = "no comments under these posts"
    FEW_VOICES = "fewer voices than may be shown"
    NO_ANSWERS = "no comment was answered"
    FEW_THREADS = "too few threads with enough voices before and after an answer"


class Component(StrEnum):
    """What a score may be made of."""

    FOLLOWERS = "followers"
    VIEWS = "views"
    INTERACTIONS = "interactions"
    EFFECTIVENESS = "effectiveness"
    ANSWERED = "answered"
    WAIT = "wait"
    MOOD = "mood"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each component counts in the score; 0 leaves it out.

    Mood counts for nothing unless it is asked for: it is the public's, not the
    page's conduct, and much of it is noise. Nor do views, which few sources tell.
    """

    followers: float = 1.0
    views: float = 0.0
    interactions: float = 1.0
    effectiveness: float = 1.0
    answered: float = 1.0
    wait: float = 1.0
    mood: float = 0.0

    def items(self) -> Iterator[tuple[Component, float]]:
        """The components that count, each with its weight."""
        found = ((each, float(getattr(self, each))) for each in Component)
        return ((each, weight) for each, weight in found if weight > 0)


@dataclass(frozen=True, slots=True)
class Place:
    """A score from 0 to 100 and the rank by it, each with its 95% interval.

    ``known`` is the share of the weights of which the row has a figure.
    """

    score: Figure
    rank: int
    best: int
    worst: int
    among: int
    known: float


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A page's or an institution's row; what it lacks stands in ``missing``.

    An institution's ``followers`` are those of its pages added up: who follows two
    of them counts twice. Pages that do not tell a figure are left out of it.
    ``interactions`` are reactions and comments, by post; ``effectiveness`` those for
    a thousand followers; ``wait`` the median seconds to an answer; ``mood`` how much
    higher it is after the page's first answer in a thread than before, in points.
    ``left_out`` are pages of the institution that were hardly seen.
    """

    title: str
    institution: str
    sources: tuple[str, ...]
    coverage: float
    posts: int | None = None
    followers: int | None = None
    followers_change: int | None = None
    views: Figure | None = None
    interactions: Figure | None = None
    effectiveness: Figure | None = None
    comments: int | None = None
    answered: Figure | None = None
    wait: Figure | None = None
    mood: Figure | None = None
    mood_before: float | None = None
    mood_after: float | None = None
    threads: int = 0
    left_out: tuple[str, ...] = ()
    missing: Mapping[str, Missing] = field(default_factory=dict)
    place: Place | None = None

    @property
    def called(self) -> str:
        """A page by its institution and, where that says more, its own name."""
        if not self.institution or self.institution == self.title:
            return self.title
        return f"{self.institution} ({self.title})"

    def placed(self, place: Place | None) -> Scorecard:
        return replace(self, place=place)
