"""The terms of the catalogue: how they are written, and what of a comment fits them.

A *term* is one or more words; a star stands for any ending (or middle) of a word;
``a + b`` asks for both anywhere in the comment; a word in capitals is an
abbreviation and matches only capitals (ВТО, QQS, JSTga). Case, apostrophes,
ё and the letters that a Russian keyboard lacks make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.errors import InputError
from sentiment.codes import normalised

KEY = 4  # letters
SAME = str.maketrans("ёўқғҳõöğ", "еукгхoog", "'")
_TYPED = {"Ў": "[ЎУ]", "Қ": "[ҚК]", "Ғ": "[ҒГ]", "Ҳ": "[ҲХ]"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a term: ``stem`` alone, or with any ending in which ``rest`` stands."""

    stem: str
    open: bool = False
    rest: str = ""
    capitals: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; ``number`` is its own, so that terms can ask for several."""

    words: tuple[Word, ...]
    number: int

    @property
    def beginning(self) -> tuple[str, bool]:
        """Its letters up to its first star, and whether there is one."""
        letters: list[str] = []
        for word in self.words:
            letters.append(word.stem)
            if word.open:
                return " ".join(letters), True
        return " ".join(letters), False

    @property
    def capitals(self) -> tuple[re.Pattern[str], ...]:
        """What a text must have in capitals."""
        return tuple(word.capitals for word in self.words if word.capitals)


def words_of(phrase: str, reform: str) -> Iterator[Word]:
    """The words of a written phrase. Raises InputError that names ``reform``."""
    for number, written in enumerate(re.findall(r"[\w'*]+", phrase)):
        stem, star, rest = normalised_word(written).partition("*")
        if number == 0 and star and len(stem) < KEY:
            raise InputError(
                f"catalogue: {reform}: {phrase!r} starts with a stem of fewer than "
                f"{KEY} letters; write out its forms"
            )
        yield Word(stem, bool(star), rest.rstrip("*"), _capitals(written))


def _capitals(written: str) -> re.Pattern[str] | None:
    if len(written) < 2 or not written.isalpha() or not written.isupper():
        return None
    typed = "".join(_TYPED.get(letter, letter) for letter in written)
    # What stands before is asked last: `re` looks for a letter at once, not for that.
    return re.compile(rf"{typed}(?!\w)(?<!\w{typed})")


def normalised_word(word: str) -> str:
    """A word of the catalogue as words of comments are compared with it."""
    parts = [normalised(part).translate(SAME) for part in word.split("*")]
    return "*".join(part.strip() for part in parts)
