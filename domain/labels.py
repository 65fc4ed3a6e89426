"""What an analyst says of a comment that chance has drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.cells import EVERY_REFORM, Vector
from domain.periods import Period


class Said(StrEnum):
    """A labeller's answers; *unclear* is an answer, but no attitude."""

    AGAINST = "against"
    NEUTRAL = "neutral"
    IN_FAVOUR = "in_favour"
    UNCLEAR = "unclear"


CLEAR = (Said.AGAINST, Said.NEUTRAL, Said.IN_FAVOUR)
"""In the order of every probability vector."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a comment is in the cells of ``reform``.

    One of ``of`` scored comments of its voice, which is counted in ``language``.
    """

    reform: str
    of: int
    language: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored comment by the public, as chance sees it: without words or author.

    ``voice`` tells voices apart, but nobody can be followed by it from one day or
    source to the next. ``parts`` has one for every comment, and one for each
    reform that it speaks of.
    """

    comment: str
    voice: str
    source: str
    day: date
    language: str
    campaign: bool
    p: Vector
    parts: tuple[Part, ...]

    def part(self, reform: str) -> Part | None:
        """What it is in the cells of ``reform``; None if it speaks not of it."""
        return next((part for part in self.parts if part.reform == reform), None)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a draw is made from: a period, and what was chosen of it; None is all."""

    period: Period
    reform: str = EVERY_REFORM
    sources: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None

    def __contains__(self, comment: Candidate) -> bool:
        return (
            comment.day in self.period
            and comment.part(self.reform) is not None
            and (self.sources is None or comment.source in self.sources)
            and (self.languages is None or comment.language in self.languages)
        )


@dataclass(frozen=True, slots=True)
class Draw:
    """A sample that was drawn: each comment of ``frame`` with the same ``chance``.

    A comment that an earlier draw took was not in it any more. Of ``drawn``
    comments, ``answered`` have been labelled so far.
    """

    id: str
    frame: Frame
    chance: float
    at: datetime
    drawn: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one labeller said; the name is as the labeller typed it.

    ``reforms`` are those that the comment speaks of in the labeller's eyes; None is
    all in whose cells it stands.
    """

    labeller: str
    said: Said
    at: datetime
    reforms: tuple[str, ...] | None = None

    def speaks_of(self, reform: str) -> bool:
        """Whether ``reform``, in whose cells the comment stands, is what it is about.

        All comments together are one subject, whatever each is about.
        """
        whole = reform == EVERY_REFORM or self.reforms is None
        return whole or reform in (self.reforms or ())


@dataclass(frozen=True, slots=True)
class Label:
    """A drawn comment and the answers so far.

    ``scorer`` is the version whose ``about.p`` it is, ``script`` what it saw the
    words written in; ``chance`` is that of the draw which took it.
    """

    about: Candidate
    scorer: str
    draw: str
    chance: float
    drawn_at: datetime
    answers: tuple[Answer, ...] = ()
    script: str = ""

    @property
    def clear(self) -> tuple[Said, ...]:
        """The attitudes among the answers."""
        return tuple(a.said for a in self.answers if a.said != Said.UNCLEAR)

    def of(self, reform: str) -> Label:
        """The label with those answers alone that it speaks of ``reform``."""
        said = tuple(each for each in self.answers if each.speaks_of(reform))
        return replace(self, answers=said)
