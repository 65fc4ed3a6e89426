"""Hashed n-grams of words and characters, by arithmetic over a batch's code points.

No loop runs over texts or n-grams, one and many give the same n-grams, and the
same arithmetic serves the language model and the attitude model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sentiment.codes import SPACE, Batch, Bools, Codes, word_table

_BASE = np.uint32(0x01000193)
_MIX = np.uint32(0x9E3779B1)
_LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Grams:
    """One entry for each n-gram, in the order of the texts: its bucket, its text.

    Those that are ``void`` cross a space and do not count. They stay in their
    place because to take them out would cost more than to look them up.
    """

    bucket: NDArray[np.uint32]
    owner: NDArray[np.int32]
    void: Bools


@dataclass(frozen=True, slots=True)
class Shape:
    """Which n-grams to make, and into how many buckets (a power of two)."""

    buckets: int
    shortest: int
    longest: int
    word_pairs: bool


def character_grams(batch: Batch, shape: Shape) -> list[Grams]:
    """Runs of characters inside words, the space before and after included."""
    symbols = batch.codes * _MIX
    space = batch.codes == SPACE
    rolled = symbols
    crossed = np.zeros(len(symbols), np.bool_)  # a space strictly inside
    found = []
    for length in range(2, shape.longest + 1):
        rolled = rolled[:-1] * _BASE + symbols[length - 1 :]
        inner = space[length - 2 : -1]
        # Of two characters none is inside: a pair of spaces parts two texts.
        crossed = crossed[:-1] | inner if length > 2 else space[:-1] & space[1:]
        if length >= shape.shortest:
            bucket = _bucket(rolled + np.uint32(length), shape)
            found.append(Grams(bucket, batch.owner[: len(bucket)], crossed))
    return found


def word_grams(batch: Batch, shape: Shape) -> list[Grams]:
    """Words, and pairs of neighbouring words."""
    start = word_starts(batch)
    if not len(start):
        return []
    hashed = _word_hashes(batch, start)
    owner = batch.owner[start]
    words = Grams(_bucket(hashed, shape), owner, np.zeros(len(owner), np.bool_))
    if not shape.word_pairs:
        return [words]
    paired = hashed[:-1] * _BASE + (hashed[1:] ^ _MIX)
    apart = owner[1:] != owner[:-1]
    return [words, Grams(_bucket(paired, shape), owner[:-1], apart)]


def word_starts(batch: Batch) -> NDArray[np.int64]:
    """Where words start; each symbol or emoji is a word of its own."""
    inside = word_table()[batch.codes]
    alone = ~inside & (batch.codes != SPACE)
    starts = inside.copy()
    starts[1:] &= ~inside[:-1]
    return np.flatnonzero(starts | alone)


def _word_hashes(batch: Batch, start: NDArray[np.int64]) -> Codes:
    codes, offset = batch.codes[start[0] :], start - start[0]
    size = np.diff(offset, append=len(codes))
    place = np.arange(len(codes)) - np.repeat(offset, size)
    value = codes * _powers()[np.minimum(place, _LONGEST_WORD - 1)]
    value *= codes != SPACE
    return np.add.reduceat(value, offset, dtype=np.uint32)


@cache
def _powers() -> Codes:
    powers = [pow(0x2C1B3C6D, n + 1, 2**32) for n in range(_LONGEST_WORD)]
    return np.array(powers, np.uint32)


def _bucket(hashed: Codes, shape: Shape) -> Codes:
    mixed = (hashed ^ (hashed >> np.uint32(15))) * _MIX
    return (mixed ^ (mixed >> np.uint32(13))) & np.uint32(shape.buckets - 1)
