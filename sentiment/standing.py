"""Which phrases stand in texts: a compiled walk through every word of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sentiment.codes import Batch, bounds_of, word_table
from sentiment.kernel import SPACE, Array
from sentiment.prefixes import OPEN, Prefixes, longest_entry, prefixes
from sentiment.terms import Phrase

REACH = 100  # letters within which the words of a phrase stand

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of whole numbers, one after the other; ``bounds`` says where each is."""

    bounds: Whole
    numbers: Whole

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> Lists:
        numbers = np.array(list(chain.from_iterable(lists)), np.int64)
        return cls(_bounds_of(lists), numbers)

    @property
    def longest(self) -> int:
        return int(np.diff(self.bounds).max(initial=0))


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a catalogue as compiled code reads them.

    ``table`` is of how they begin; its values are the numbers of the lists in
    ``begun``, of phrases. ``words`` tells where among the words those of each phrase
    start, ``stems`` and ``rests`` have the letters of each word. ``partners`` are the
    phrases beside each of which a phrase names a reform; itself, if it does so alone.
    """

    table: Prefixes
    begun: Lists
    words: Whole
    stems: Lists
    rests: Lists
    open: NDArray[np.bool_]
    partners: Lists

    @classmethod
    def of(
        cls, phrases: Sequence[Phrase], partners: Sequence[Sequence[int]]
    ) -> Phrases:
        words = [word for phrase in phrases for word in phrase.words]
        table, begun = _beginnings(phrases)
        return cls(
            table=table,
            begun=begun,
            words=_bounds_of([phrase.words for phrase in phrases]),
            stems=Lists.of([list(map(ord, word.stem)) for word in words]),
            rests=Lists.of([list(map(ord, word.rest)) for word in words]),
            open=np.array([word.open for word in words], np.bool_),
            partners=Lists.of(partners),
        )

    def standing(self, batch: Batch) -> Iterable[tuple[int, int]]:
        """Text and number of each phrase, of texts in which one has its partner.

        Whether they stand in capitals is not looked at.
        """
        most = len(batch.codes) // 2 * self.begun.longest
        found = np.empty((most, 2), np.int32)
        rows = _standing(
            batch.codes,
            batch.bounds,
            word_table(),
            self.table.keys,
            self.table.kinds,
            self.table.values,
            self.begun.bounds,
            self.begun.numbers,
            self.words,
            self.stems.bounds,
            self.stems.numbers,
            self.rests.bounds,
            self.rests.numbers,
            self.open,
            self.partners.bounds,
            self.partners.numbers,
            found,
        )
        texts, phrases = found[:rows].T.tolist()
        return zip(texts, phrases, strict=True)


def _bounds_of(lists: Sequence[Sequence[object]]) -> Whole:
    return bounds_of(np.array(list(map(len, lists)), np.int64))


def _beginnings(phrases: Sequence[Phrase]) -> tuple[Prefixes, Lists]:
    """The table of how phrases begin; its values say which phrases to try there.

    The walk finds the longest beginning: with it go the phrases of every shorter
    one that it goes on from.
    """
    begun = [phrase.beginning for phrase in phrases]
    stems = list(dict.fromkeys(stem for stem, _ in begun))
    loose = {stem for stem, is_open in begun if is_open}
    entries = {
        tuple(map(ord, stem)): (1 + OPEN * (stem in loose), float(number))
        for number, stem in enumerate(stems)
    }
    tried = [
        [
            number
            for number, (begins, is_open) in enumerate(begun)
            if stem == begins
            or (stem.startswith(begins) and (is_open or stem[len(begins)] == " "))
        ]
        for stem in stems
    ]
    return prefixes(entries), Lists.of(tried)


@njit(cache=True, nogil=True)
def _standing(
    codes: Array,
    bounds: Array,
    inside: Array,
    keys: Array,
    kinds: Array,
    values: Array,
    begun: Array,
    tried: Array,
    words: Array,
    stems: Array,
    letters: Array,
    rests: Array,
    rest_letters: Array,
    is_open: Array,
    partners_of: Array,
    partners: Array,
    found: Array,
) -> int:
    """A walk may run on into the next text: no entry holds two spaces in a row."""
    rows = 0
    last_seen = np.full(len(words) - 1, -1)
    for text in range(len(bounds) - 1):
        end, kept, named = bounds[text + 1], rows, False
        for place in range(bounds[text] + 1, end):
            if not inside[codes[place]] or inside[codes[place - 1]]:
                continue
            length, _, value = longest_entry(
                codes, place, len(codes), inside, keys, kinds, values
            )
            if not length:
                continue
            near = min(place + REACH, end)
            for at in range(begun[int(value)], begun[int(value) + 1]):
                phrase = tried[at]
                if last_seen[phrase] == text or not _fit(
                    codes,
                    place,
                    near,
                    words[phrase],
                    words[phrase + 1],
                    stems,
                    letters,
                    rests,
                    rest_letters,
                    is_open,
                ):
                    continue
                found[rows, 0], found[rows, 1] = text, phrase
                rows += 1
                last_seen[phrase] = text
                for one in range(partners_of[phrase], partners_of[phrase + 1]):
                    named |= last_seen[partners[one]] == text
        if not named:
            rows = kept
    return rows


@njit(cache=True, nogil=True)
def _fit(
    codes: Array,
    place: int,
    end: int,
    first: int,
    last: int,
    stems: Array,
    letters: Array,
    rests: Array,
    rest_letters: Array,
    is_open: Array,
) -> bool:
    """Whether the words from the place on are those from ``first`` to ``last``."""
    for word in range(first, last):
        while place < end and codes[place] == SPACE:
            place += 1
        stem = letters[stems[word] : stems[word + 1]]
        if not _starts(codes, place, end, stem):
            return False
        place += len(stem)
        if not is_open[word] and place < end and codes[place] != SPACE:
            return False
        rest = rest_letters[rests[word] : rests[word + 1]]
        while not _starts(codes, place, end, rest):
            if place >= end or codes[place] == SPACE:
                return False
            place += 1
        while place < end and codes[place] != SPACE:
            place += 1
    return True


@njit(cache=True, nogil=True)
def _starts(codes: Array, place: int, end: int, letters: Array) -> bool:
    if place + len(letters) > end:
        return False
    for letter in range(len(letters)):
        if codes[place + letter] != letters[letter]:
            return False
    return True
