"""Find the terms of the catalogue in comments, whatever their spelling.

A *term* is one or more words; a star stands for any ending (or middle) of a word;
``a + b`` asks for both anywhere in the comment; a word in capitals is an
abbreviation and matches only capitals (ВТО, QQS, JSTga). Case, apostrophes,
ё and the letters that a Russian keyboard lacks make no difference.

Two steps, both linear: the first four letters of every word are looked up in a
table for the whole batch at once; only where that hits are words compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from domain.errors import InputError
from domain.reforms import Reform
from sentiment.codes import SEEN, Batch, Codes, normalised, word_table

KEY = 4  # letters
REACH = 100  # letters within which the words of a phrase stand
_SLOTS = 2**18
_TYPED = {"Ў": "[ЎУ]", "Қ": "[ҚК]", "Ғ": "[ҒГ]", "Ҳ": "[ҲХ]"}
_SAME = str.maketrans("ёўқғҳõöğ", "еукгхoog", "'")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a term: ``stem`` alone, with any ending, or a pattern."""

    stem: str
    open: bool = False
    pattern: re.Pattern[str] | None = None
    capitals: re.Pattern[str] | None = None

    def fits(self, word: str) -> bool:
        if self.pattern:
            return self.pattern.fullmatch(word) is not None
        return word.startswith(self.stem) if self.open else word == self.stem


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; ``number`` is its own, so that terms can ask for several."""

    words: tuple[Word, ...]
    number: int

    def at(self, words: Sequence[str], original: str) -> bool:
        """Whether ``words`` start with it; ``original`` is asked for capitals."""
        if len(words) < len(self.words):
            return False
        for own, word in zip(self.words, words, strict=False):
            if not own.fits(word):
                return False
            if own.capitals and not own.capitals.search(original):
                return False
        return True


class Matcher:
    """Made once from the catalogue."""

    def __init__(self, catalogue: Mapping[str, Reform]) -> None:
        self._ids = tuple(catalogue)
        self._phrases: dict[str, list[Phrase]] = defaultdict(list)
        self._terms: dict[int, list[tuple[str, frozenset[int]]]] = defaultdict(list)
        numbers: dict[str, int] = {}
        for reform in catalogue.values():
            for term in dict.fromkeys(t for ts in reform.terms.values() for t in ts):
                needed = frozenset(
                    self._number(part.strip(), reform.id, numbers)
                    for part in term.split(" + ")
                )
                self._terms[min(needed)].append((reform.id, needed))
        self._keys = _slots_of(self._phrases)

    def reforms(self, batch: Batch, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """The ids of the reforms that each text names."""
        same = _same(batch)
        standing: dict[int, set[int]] = defaultdict(set)
        for owner, words in self._candidates(same):
            original, known = texts[owner], standing[owner]
            for phrase in self._phrases.get(words[0][:KEY], ()):
                if phrase.number not in known and phrase.at(words, original):
                    known.add(phrase.number)
        found: list[tuple[str, ...]] = [()] * batch.texts
        for owner, numbers in standing.items():
            found[owner] = self._named(numbers)
        return found

    def _number(self, phrase: str, reform: str, numbers: dict[str, int]) -> int:
        if phrase not in numbers:
            numbers[phrase] = len(numbers)
            words = tuple(_words(phrase, reform))
            made = Phrase(words, numbers[phrase])
            self._phrases[words[0].stem[:KEY]].append(made)
        return numbers[phrase]

    def _candidates(self, same: Batch) -> Iterator[tuple[int, list[str]]]:
        """Words that may start a phrase, each with its text and the words after it."""
        start = word_starts(same)
        start = start[self._keys[_slots(same.codes, start)]]
        owner = same.owner[start]
        end = np.minimum(start + REACH, same.bounds()[owner + 1])
        data = same.codes.astype("<u4").tobytes()
        for text, a, b in zip(
            owner.tolist(), start.tolist(), end.tolist(), strict=True
        ):
            near = data[4 * a : 4 * b].decode("utf-32-le", "surrogatepass")
            yield text, near.split()

    def _named(self, standing: set[int]) -> tuple[str, ...]:
        named = {
            id_
            for number in standing
            for id_, needed in self._terms.get(number, ())
            if needed <= standing
        }
        return tuple(id_ for id_ in self._ids if id_ in named)


def _words(phrase: str, reform: str) -> Iterator[Word]:
    for number, written in enumerate(re.findall(r"[\w'*]+", phrase)):
        stem, star, rest = normalised_word(written).partition("*")
        if number == 0 and star and len(stem) < KEY:
            raise InputError(
                f"catalogue: {reform}: {phrase!r} starts with a stem of fewer than "
                f"{KEY} letters; write out its forms"
            )
        pattern = re.compile(f"{stem}\\w*{rest}\\w*") if rest else None
        yield Word(stem, bool(star), pattern, _capitals(written))


def _capitals(written: str) -> re.Pattern[str] | None:
    if len(written) < 2 or not written.isalpha() or not written.isupper():
        return None
    typed = "".join(_TYPED.get(letter, letter) for letter in written)
    return re.compile(rf"(?<!\w){typed}(?!\w)")


def normalised_word(word: str) -> str:
    """A word of the catalogue as words of comments are compared with it."""
    parts = [normalised(part).translate(_SAME) for part in word.split("*")]
    return "*".join(part.strip() for part in parts)


def _same(batch: Batch) -> Batch:
    """The letters that people mix up made one; symbols are spaces."""
    codes = _same_table()[batch.codes]
    kept = codes != 0
    return Batch(codes[kept], batch.owner[kept], batch.texts)


@cache
def _same_table() -> Codes:
    table = np.arange(SEEN, dtype=np.uint32)
    table[~word_table()] = ord(" ")
    for code, other in _SAME.items():
        table[code] = other or 0
    return table


def word_starts(batch: Batch) -> NDArray[np.int64]:
    """Where words start; each symbol or emoji is a word of its own."""
    inside = word_table()[batch.codes]
    alone = ~inside & (batch.codes != ord(" "))
    starts = inside.copy()
    starts[1:] &= ~inside[:-1]
    return np.flatnonzero(starts | alone)


def _slots_of(keys: Mapping[str, object]) -> NDArray[np.bool_]:
    table = np.zeros(_SLOTS, np.bool_)
    for key in keys:
        codes = np.array([ord(c) for c in f"{key}    "], np.uint32)
        table[_slots(codes, np.zeros(1, np.int64))] = True
    return table


def _slots(codes: Codes, start: NDArray[np.int64]) -> Codes:
    """A hash of the first four letters of each word, fewer if it is shorter."""
    padded = np.concatenate([codes, np.full(KEY, ord(" "), np.uint32)])
    hashed = np.zeros(len(start), np.uint32)
    inside = np.ones(len(start), np.bool_)
    for step in range(KEY):
        letter = padded[start + step]
        inside &= letter != ord(" ")
        hashed = hashed * np.uint32(0x01000193) + letter * inside
    return ((hashed * np.uint32(0x9E3779B1)) >> np.uint32(14)) & np.uint32(_SLOTS - 1)
