"""The compiled core: passes over code points, hashed n-grams, sums of their weights.

Compiled by Numba on first use and kept beside the module, so that a process
starts with machine code. One implementation serves training and scoring.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]
"""Inside compiled code arrays are plain; their callers say what they hold."""

SPACE = 32
SEED, PRIME = np.uint32(0x811C9DC5), np.uint32(0x01000193)
"""FNV-1a, over code points."""

_MIX = np.uint32(0x9E3779B1)


@njit(cache=True, nogil=True)
def rewrite(
    codes: Array, bounds: Array, table: Array, most: int, out: Array, ends: Array
) -> None:
    """What Batch.rewritten promises, and where each text ends."""
    last = np.uint32(len(table) - 1)
    found = 0
    for text in range(len(bounds) - 1):
        before, run = np.uint32(0), 0
        for place in range(bounds[text], bounds[text + 1]):
            code = table[min(codes[place], last)]
            if code == 0:
                continue
            run = run + 1 if code == before else 1
            before = code
            if run <= (1 if code == SPACE else most) or 48 <= code <= 57:
                out[found] = code
                found += 1
        ends[text] = found


@njit(cache=True, nogil=True)
def count_kinds(codes: Array, bounds: Array, kinds: Array, counts: Array) -> None:
    """How many codes of each kind every text has: a row a text."""
    for text in range(len(bounds) - 1):
        for place in range(bounds[text], bounds[text + 1]):
            counts[text, kinds[codes[place]]] += 1


@njit(cache=True, nogil=True, inline="always")
def _mixed(hashed: np.uint32, mask: np.uint32) -> np.uint32:
    mixed = np.uint32((hashed ^ (hashed >> np.uint32(15))) * _MIX)
    return np.uint32((mixed ^ (mixed >> np.uint32(13))) & mask)


@njit(cache=True, nogil=True)
def character_buckets(
    codes: Array,
    first: int,
    end: int,
    mask: int,
    shortest: int,
    longest: int,
    out: Array,
) -> int:
    """Runs of characters inside words, the space before and after included."""
    found = 0
    for start in range(first, end - 1):
        rolled = np.uint32(codes[start] * _MIX)
        for place in range(start + 1, min(start + longest, end)):
            length = place - start + 1
            if length > 2 and codes[place - 1] == SPACE:
                break  # a space strictly inside
            rolled = np.uint32(rolled * PRIME + np.uint32(codes[place] * _MIX))
            if length >= shortest:
                out[found] = _mixed(np.uint32(rolled + length), np.uint32(mask))
                found += 1
    return found


@njit(cache=True, nogil=True)
def word_hashes(codes: Array, first: int, end: int, inside: Array, out: Array) -> int:
    """A hash of each word; each symbol or emoji is a word of its own."""
    found, place = 0, first
    while place < end:
        if codes[place] == SPACE:
            place += 1
            continue
        hashed = np.uint32((SEED ^ codes[place]) * PRIME)
        goes_on = inside[codes[place]]
        place += 1
        while goes_on and place < end and inside[codes[place]]:
            hashed = np.uint32((hashed ^ codes[place]) * PRIME)
            place += 1
        out[found] = hashed
        found += 1
    return found


@njit(cache=True, nogil=True)
def word_buckets(hashes: Array, words: int, mask: int, pairs: int, out: Array) -> int:
    """Words, and pairs of neighbouring words."""
    found = 0
    for word in range(words):
        out[found] = _mixed(hashes[word], np.uint32(mask))
        found += 1
        if pairs and word + 1 < words:
            paired = np.uint32(hashes[word] * PRIME + (hashes[word + 1] ^ _MIX))
            out[found] = _mixed(paired, np.uint32(mask))
            found += 1
    return found


@njit(cache=True, nogil=True)
def _add(table: Array, buckets: Array, found: int, sums: Array) -> None:
    one, two, three, rarity = 0, 0, 0, 0
    for place in range(found):
        row = table[buckets[place]]
        one += row[0]
        two += row[1]
        three += row[2]
        rarity += row[3]
    sums[0], sums[1], sums[2], sums[3] = one, two, three, rarity


@njit(cache=True, nogil=True)
def sum_weights(
    codes: Array,
    bounds: Array,
    inside: Array,
    shape: Array,
    characters: Array,
    words: Array,
    known: Array,
    sums: Array,
) -> None:
    """For each text and block, the sums of the rows of its n-grams.

    ``shape`` is (shortest, longest, whether pairs of words). ``sums`` has a row a
    text, of three blocks (characters, words, known words) of four whole numbers;
    so the result does not depend on what else is in the batch.
    """
    longest = 0
    for text in range(len(bounds) - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    buckets = np.empty(max(longest * max(shape[1], 2), 1), np.uint32)
    hashes = np.empty(max(longest, 1), np.uint32)
    for text in range(len(bounds) - 1):
        first, end = bounds[text], bounds[text + 1]
        mask = len(characters) - 1
        found = character_buckets(codes, first, end, mask, shape[0], shape[1], buckets)
        _add(characters, buckets, found, sums[text, 0])
        count = word_hashes(codes, first, end, inside, hashes)
        mask = len(words) - 1
        found = word_buckets(hashes, count, mask, shape[2], buckets)
        _add(words, buckets, found, sums[text, 1])
        if len(known) > 1:
            mask = len(known) - 1
            found = word_buckets(hashes, count, mask, 0, buckets)
            _add(known, buckets, found, sums[text, 2])


@njit(cache=True, nogil=True)
def add_up(
    sums: Array,
    unit: float,
    figures: Array,
    centre: Array,
    weights: Array,
    logits: Array,
) -> None:
    """Log-odds of each class against the second: of each block, then the figures."""
    for text in range(len(sums)):
        for column in range(logits.shape[1] - 1):
            odds = 0.0
            for block in range(sums.shape[1]):
                size = np.sqrt(float(max(sums[text, block, 3], 1)))
                odds += sums[text, block, column] / size * unit
            for figure in range(len(weights)):
                value = figures[text, figure] - centre[figure]
                odds += value * weights[figure, column]
            logits[text, column + (column > 0)] = odds


@njit(cache=True, nogil=True)
def collect(
    codes: Array,
    bounds: Array,
    inside: Array,
    shape: Array,
    mask: int,
    kind: int,
    owner: Array,
    out: Array,
) -> int:
    """All buckets of all texts, with their owners: what a model is fitted to.

    ``kind`` is 0 for characters, 1 for words (pairs by ``shape``).
    """
    found = 0
    hashes = np.empty(len(codes) + 1, np.uint32)
    for text in range(len(bounds) - 1):
        first, end = bounds[text], bounds[text + 1]
        here = out[found:]
        if kind == 0:
            new = character_buckets(codes, first, end, mask, shape[0], shape[1], here)
        else:
            count = word_hashes(codes, first, end, inside, hashes)
            new = word_buckets(hashes, count, mask, shape[2], here)
        owner[found : found + new] = text
        found += new
    return found
