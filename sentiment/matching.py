"""Find the terms of the catalogue in comments, whatever their spelling.

A *term* is one or more words; a star stands for any ending (or middle) of a word;
``a + b`` asks for both anywhere in the comment; a word in capitals is an
abbreviation and matches only capitals (ВТО, QQS, JSTga). Case, apostrophes,
ё and the letters that a Russian keyboard lacks make no difference.

Two steps, both linear: compiled code walks every word through a table of the
first words of all phrases; only where one fits are the words after it compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from domain.errors import InputError
from domain.reforms import Reform
from sentiment.codes import SEEN, SPACE, Batch, Codes, normalised, word_table
from sentiment.prefixes import OPEN, Prefixes, entries_in, prefixes

KEY = 4  # letters
REACH = 100  # letters within which the words of a phrase stand
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


@dataclass(frozen=True, slots=True)
class Beginning:
    """Phrases that begin alike, and their numbers."""

    each: tuple[Phrase, ...]
    numbers: frozenset[int]


class _Words:
    """The words of a batch from a place on, decoded when they are asked for."""

    def __init__(self, batch: Batch) -> None:
        self._data = batch.codes.astype("<u4").tobytes()
        self._bounds = batch.bounds().tolist()
        self._last: tuple[int, list[str]] = (-1, [])

    def after(self, owner: int, place: int) -> list[str]:
        """The words of the text within REACH letters of the place."""
        if self._last[0] != place:
            end = min(place + REACH, self._bounds[owner + 1])
            near = self._data[4 * place : 4 * end].decode("utf-32-le", "surrogatepass")
            self._last = place, near.split()
        return self._last[1]


class Matcher:
    """Made once from the catalogue."""

    def __init__(self, catalogue: Mapping[str, Reform]) -> None:
        self._ids = tuple(catalogue)
        self._phrases: list[Phrase] = []
        self._terms: dict[int, list[tuple[str, frozenset[int]]]] = defaultdict(list)
        numbers: dict[str, int] = {}
        for reform in catalogue.values():
            for term in dict.fromkeys(t for ts in reform.terms.values() for t in ts):
                needed = frozenset(
                    self._number(part.strip(), reform.id, numbers)
                    for part in term.split(" + ")
                )
                self._terms[min(needed)].append((reform.id, needed))
        self._table, self._starting = _first_words(self._phrases)

    def reforms(self, batch: Batch, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """The ids of the reforms that each text names."""
        same = _same(batch)
        words = _Words(same)
        standing: dict[int, set[int]] = defaultdict(set)
        for owner, place, phrases in self._candidates(same):
            known = standing[owner]
            if known >= phrases.numbers:
                continue
            for phrase in phrases.each:
                if phrase.number not in known and phrase.at(
                    words.after(owner, place), texts[owner]
                ):
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
            self._phrases.append(made)
        return numbers[phrase]

    def _candidates(self, same: Batch) -> Iterator[tuple[int, int, Beginning]]:
        """Where a phrase may start: the text, the place, the phrases to try there."""
        found = np.empty((len(same.codes), 2), np.int64)
        table = self._table.keys, self._table.kinds, self._table.values
        rows = found[: entries_in(same.codes, word_table(), *table, found)]
        owners = same.owner[rows[:, 0]].tolist()
        for owner, (place, number) in zip(owners, rows.tolist(), strict=True):
            yield owner, place, self._starting[number]

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
    """The letters that people mix up made one; symbols are spaces, runs of them one."""
    codes = _same_table()[batch.codes]
    kept = codes != 0
    codes, owner = codes[kept], batch.owner[kept]
    again = np.zeros(len(codes), np.bool_)
    again[1:] = (codes[1:] == SPACE) & (codes[:-1] == SPACE) & (owner[1:] == owner[:-1])
    return Batch(codes[~again], owner[~again], batch.texts)


@cache
def _same_table() -> Codes:
    table = np.arange(SEEN, dtype=np.uint32)
    table[~word_table()] = ord(" ")
    for code, other in _SAME.items():
        table[code] = other or 0
    return table


def _first_words(phrases: Sequence[Phrase]) -> tuple[Prefixes, list[Beginning]]:
    """The table of how phrases begin; its values say which phrases to try there.

    The walk finds the longest beginning: with it go the phrases of every shorter
    one that it goes on from.
    """
    begun = [_beginning(phrase) for phrase in phrases]
    stems = list(dict.fromkeys(stem for stem, _ in begun))
    loose = {stem for stem, is_open in begun if is_open}
    entries = {
        tuple(map(ord, stem)): (1 + OPEN * (stem in loose), float(number))
        for number, stem in enumerate(stems)
    }
    starting = []
    for stem in stems:
        mine = tuple(
            phrase
            for phrase, (begins, is_open) in zip(phrases, begun, strict=True)
            if stem == begins
            or (stem.startswith(begins) and (is_open or stem[len(begins)] == " "))
        )
        starting.append(Beginning(mine, frozenset(phrase.number for phrase in mine)))
    return prefixes(entries), starting


def _beginning(phrase: Phrase) -> tuple[str, bool]:
    """The phrase's letters up to its first star, and whether there is one."""
    letters: list[str] = []
    for word in phrase.words:
        letters.append(word.stem)
        if word.open or word.pattern:
            return " ".join(letters), True
    return " ".join(letters), False
