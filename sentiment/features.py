"""Hashed n-grams of words and characters, for one text or a hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sentiment.codes import Batch, word_table
from sentiment.kernel import collect

CHARACTERS, WORDS = 0, 1


@dataclass(frozen=True, slots=True)
class Shape:
    """Which n-grams to make, and into how many buckets (a power of two)."""

    buckets: int
    shortest: int
    longest: int
    word_pairs: bool

    @property
    def numbers(self) -> NDArray[np.int64]:
        """What the kernel reads of it."""
        numbers = [self.shortest, self.longest, int(self.word_pairs)]
        return np.array(numbers, np.int64)


@dataclass(frozen=True, slots=True)
class Grams:
    """One entry for each n-gram, in the order of the texts: its bucket, its text."""

    bucket: NDArray[np.uint32]
    owner: NDArray[np.int32]


def grams(batch: Batch, shape: Shape, kind: int) -> Grams:
    """The CHARACTERS or WORDS of every text."""
    each = shape.longest if kind == CHARACTERS else 2
    owner = np.empty(len(batch.codes) * each + 1, np.int32)
    bucket = np.empty(len(owner), np.uint32)
    mask, numbers = shape.buckets - 1, shape.numbers
    texts = batch.codes, batch.bounds, word_table()
    found = collect(*texts, numbers, mask, kind, owner, bucket)
    return Grams(bucket[:found], owner[:found])
