"""The print of a comment's words, by which near-identical ones are known.

A MinHash signature (Broder 1997): of the shingles of four characters that the
words have, written in one alphabet, the lowest byte of the smallest hash under
each of 128 permutations. The share of equal bytes estimates the Jaccard
similarity of two comments (Li and König 2010), whichever script each is in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from sentiment.codes import SEEN, Batch, Codes, bounds_of, encode, word_table
from sentiment.greetings import without_greeting
from sentiment.skeleton import skeletons

FEWEST = 5
"""Shorter comments ("rahmat, zo'r!") are alike without being copied."""

SHINGLE = 4
HASHES = 128
SEED = 1
"""Another seed makes other prints: those of the last two days would not be known."""

_LIST = Path(__file__).parent / "wishes.toml"
_FIRST, _SECOND = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)


def wordings(texts: Sequence[str]) -> list[bytes | None]:
    """Much the same for texts that differ in little; None if they say too little.

    Case, signs, emoji, spaces and script make no difference, nor does a greeting at
    the beginning. A text needs five different words that belong to no greeting,
    wish, prayer, thanks or cheer, as those are said alike by people who never met.
    """
    batch = encode([without_greeting(text) for text in texts]).rewritten(_table())
    words = skeletons(batch, uzbek=True)
    telling = np.array([_tells(text.split()) for text in words.strings()], bool)
    prints = iter(_signatures(words.only(telling)))
    return [next(prints) if tells else None for tells in telling.tolist()]


def _tells(words: Iterable[str]) -> bool:
    whole, beginnings = _polite()
    said = {word for word in words if word not in whole}
    return sum(not word.startswith(beginnings) for word in said) >= FEWEST


def _signatures(words: Batch) -> list[bytes]:
    if not words.texts:
        return []
    shingles, bounds = _shingles(words)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        shingles, bounds.astype(np.uint64), HASHES, SEED
    )
    lowest = np.array(matrix.to_rows(), np.uint32).astype(np.uint8)
    return [row.tobytes() for row in lowest]


def _shingles(words: Batch) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """A hash of every four characters in a row, and where each text's begin."""
    lengths = np.diff(words.bounds) - (SHINGLE - 1)
    codes = words.codes.astype(np.uint64)
    ends = len(codes) - (SHINGLE - 1)
    hashed = np.zeros(ends, np.uint64)
    for place in range(SHINGLE):
        hashed = _mixed(hashed + codes[place : place + ends])
    starts = np.repeat(words.bounds[:-1] - bounds_of(lengths)[:-1], lengths)
    return hashed[starts + np.arange(len(starts))], bounds_of(lengths)


def _mixed(hashed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of MurmurHash3, by which no two codes are alike for long."""
    for factor in (_FIRST, _SECOND):
        hashed = (hashed ^ (hashed >> np.uint64(33))) * factor
    mixed: NDArray[np.uint64] = hashed ^ (hashed >> np.uint64(33))
    return mixed


@cache
def _polite() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words, and beginnings of words, of greetings, wishes, prayers and cheers."""
    read = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    listed = [word for words in read.values() for word in " ".join(words).split()]
    beginnings = [word.endswith("*") for word in listed]
    batch = encode([word.rstrip("*") for word in listed]).rewritten(_table())
    spelt = list(zip(skeletons(batch, uzbek=True).strings(), beginnings, strict=True))
    whole = frozenset(word for word, begins in spelt if not begins)
    return whole, tuple(sorted({word for word, begins in spelt if begins}))


@cache
def _table() -> Codes:
    """Letters and digits as they are; no apostrophes: o'zbek and ozbek are one word."""
    table = np.arange(SEEN, dtype=np.uint32)
    table[~word_table()] = ord(" ")
    table[ord("'")], table[ord("ё")] = 0, ord("е")
    return table
