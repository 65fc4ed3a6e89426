"""What a comment says of a reform, and how sure the scorer is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Attitude(StrEnum):
    """The three attitudes, in the order of every probability vector."""

    AGAINST = "against"
    NEUTRAL = "neutral"
    IN_FAVOUR = "in_favour"


ATTITUDES = tuple(Attitude)


class Language(StrEnum):
    """The languages that we tell apart; only the first three are scored."""

    UZBEK = "uz"
    RUSSIAN = "ru"
    ENGLISH = "en"
    OTHER = "other"
    UNDETERMINED = "undetermined"


SCORED_LANGUAGES = (Language.UZBEK, Language.RUSSIAN, Language.ENGLISH)


class Script(StrEnum):
    """The script that most letters of a text are in."""

    LATIN = "Latn"
    CYRILLIC = "Cyrl"
    MIXED = "mixed"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scorer says of one comment.

    ``p`` is (against, neutral, in favour), summing to 1, or None: *not scored*,
    which is not the same as neutral. ``reforms`` are those that the comment
    itself names. ``why`` are the words that moved the score, strongest first,
    each with the change in log-odds of in favour against against.
    """

    language: Language
    script: Script
    p: tuple[float, float, float] | None
    reforms: tuple[str, ...] = ()
    why: tuple[tuple[str, float], ...] = ()

    @property
    def scored(self) -> bool:
        return self.p is not None

    @property
    def attitude(self) -> Attitude | None:
        if self.p is None:
            return None
        return ATTITUDES[max(range(3), key=self.p.__getitem__)]
