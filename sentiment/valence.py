"""What a lexicon makes of texts: VADER's rules, compiled, for agglutinated words too.

After Hutto and Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment
Analysis of Social Media Text", ICWSM 2014; their constants are kept. Uzbek
negates at the end of a word (-ma-, -mas, -siz) and after it (emas, yo'q).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from sentiment.codes import Batch, word_table
from sentiment.kernel import SPACE, Array
from sentiment.lexicon import (
    AFTER,
    BEFORE,
    BOOST,
    BUT,
    NOUN,
    WORD,
)
from sentiment.linear import Floats
from sentiment.prefixes import Prefixes, longest_entry

FIGURES = 6
"""compound, praise, blame, the last word's valence, share of known words, and
whether any is known."""

NEGATED, REACH, ALPHA = -0.74, 3, 15.0
_BEFORE_BUT, _AFTER_BUT = 0.5, 1.5
_EXCLAIMED, _MOST_MARKS = 0.292, 4
_LATER = 2  # words before emas and yo'q that these negate
_MOST_WORDS = 2_000


def valence(batch: Batch, lexicon: Prefixes, *, uzbek: bool) -> Floats:
    """FIGURES for each text; ``uzbek``: whether the endings of words negate."""
    found = np.zeros((batch.texts, FIGURES))
    tables = lexicon.keys, lexicon.kinds, lexicon.values
    _all(batch.codes, batch.bounds, word_table(), *tables, uzbek, found)
    return found


@njit(cache=True, nogil=True)
def _all(
    codes: Array,
    bounds: Array,
    inside: Array,
    keys: Array,
    kinds: Array,
    valences: Array,
    uzbek: bool,
    found: Array,
) -> None:
    said = np.zeros(_MOST_WORDS)
    kind_of = np.zeros(_MOST_WORDS, np.uint8)
    for text in range(len(bounds) - 1):
        first, end = bounds[text], bounds[text + 1]
        words, marks = _read(
            codes, first, end, inside, keys, kinds, valences, uzbek, said, kind_of
        )
        _negate_and_boost(said, kind_of, words)
        _sum(said, kind_of, words, marks, found[text])


@njit(cache=True, nogil=True)
def _read(
    codes: Array,
    first: int,
    end: int,
    inside: Array,
    keys: Array,
    kinds: Array,
    valences: Array,
    uzbek: bool,
    said: Array,
    kind_of: Array,
) -> tuple[int, int]:
    """Each word's valence and kind; phrases count as one word."""
    at, words, marks = first, 0, 0
    while at < end and words < _MOST_WORDS:
        code = codes[at]
        if code == SPACE:
            at += 1
            continue
        marks += code == 33
        length, kind, value = longest_entry(
            codes, at, end, inside, keys, kinds, valences
        )
        stop = at + max(length, 1)
        tail = stop
        while stop < end and inside[codes[stop]] and inside[code]:
            stop += 1
        if length and uzbek and (kind in (WORD, NOUN)):
            value = _with_ending(codes, tail, stop, kind, value)
        said[words], kind_of[words] = value, kind
        words += 1
        at = stop
    return words, marks


@njit(cache=True, nogil=True)
def _with_ending(codes: Array, tail: int, stop: int, kind: int, value: float) -> float:
    """-ma- and -mas after a stem, and -siz after a noun, negate."""
    m, a, s, i, z = 109, 97, 115, 105, 122
    for place in range(tail, min(tail + 4, stop - 2)):
        if codes[place] == m and codes[place + 1] == a:
            after = codes[place + 2]
            if after in (100, 103, 121, s):  # d, g, y, s
                return value * NEGATED
    if kind == NOUN:
        for place in range(tail, min(tail + 4, stop - 2)):
            if codes[place] == s and codes[place + 1] == i and codes[place + 2] == z:
                return value * NEGATED
    return value


@njit(cache=True, nogil=True)
def _negate_and_boost(said: Array, kind_of: Array, words: int) -> None:
    for word in range(words):
        kind = kind_of[word]
        if kind == AFTER:
            for place in range(max(0, word - _LATER), word):
                if kind_of[place] in (WORD, NOUN):
                    said[place] *= NEGATED
        elif kind == BEFORE:
            for place in range(word + 1, min(words, word + 1 + REACH)):
                if kind_of[place] in (WORD, NOUN):
                    said[place] *= NEGATED
                    break
        elif kind == BOOST:
            for place in range(word + 1, min(words, word + 1 + REACH)):
                if kind_of[place] in (WORD, NOUN):
                    fade = 1.0 - 0.05 * (place - word - 1)
                    said[place] += said[word] * fade * np.sign(said[place])
                    break


@njit(cache=True, nogil=True)
def _sum(said: Array, kind_of: Array, words: int, marks: int, row: Array) -> None:
    turn = -1
    for word in range(words):
        if kind_of[word] == BUT and 0 < word < words - 1:
            turn = word
    total, praise, blame, known, last = 0.0, 0.0, 0.0, 0, 0.0
    for word in range(words):
        if kind_of[word] != WORD and kind_of[word] != NOUN:
            continue
        value = said[word]
        if turn >= 0:
            value *= _BEFORE_BUT if word < turn else _AFTER_BUT
        total += value
        praise += max(value, 0.0)
        blame += max(-value, 0.0)
        known += 1
        last = value
    total += np.sign(total) * _EXCLAIMED * min(marks, _MOST_MARKS)
    row[0] = total / np.sqrt(total * total + ALPHA)
    row[1] = praise / np.sqrt(praise * praise + ALPHA)
    row[2] = blame / np.sqrt(blame * blame + ALPHA)
    row[3] = last / np.sqrt(last * last + ALPHA)
    row[4] = known / max(words, 1)
    row[5] = 1.0 if known else 0.0
