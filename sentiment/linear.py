"""A linear model over hashed n-grams, in whole numbers so that sums are exact.

Each bucket holds three weights and the square of its rarity. A text's score is
the sum of the weights over the root of the sum of the squares, once for its
character n-grams and once for its words; so long texts are not louder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sentiment.codes import Batch
from sentiment.features import Grams, Shape, character_grams, word_grams

Floats = NDArray[np.float64]
Table = NDArray[np.int16]

RARITY = 3
"""The column of the squared rarity; the columns before it are weights."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights for up to three log-odds; ``unit`` is the worth of one step."""

    shape: Shape
    characters: Table
    words: Table
    unit: float

    def logits(self, batch: Batch, classes: int) -> Floats:
        """Log-odds of every class against the second one, a row a text."""
        used = [*range(classes - 1), RARITY]
        parts = (
            (self.characters, character_grams(batch, self.shape)),
            (self.words, word_grams(batch, self.shape)),
        )
        odds = np.zeros((batch.texts, classes - 1))
        for table, grams in parts:
            sums = _sums(table, grams, batch.texts, used)
            odds += sums[:, :-1] / np.sqrt(np.maximum(sums[:, -1:], 1)) * self.unit
        return np.insert(odds, 1, 0.0, axis=1)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        s = self.shape
        numbers = [s.buckets, s.shortest, s.longest, int(s.word_pairs)]
        return {
            "shape": np.array(numbers, np.int64),
            "unit": np.array(self.unit),
            "characters": self.characters,
            "words": self.words,
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Linear:
        buckets, shortest, longest, pairs = (int(n) for n in arrays["shape"])
        return cls(
            shape=Shape(buckets, shortest, longest, bool(pairs)),
            characters=arrays["characters"].astype(np.int16, copy=False),
            words=arrays["words"].astype(np.int16, copy=False),
            unit=float(arrays["unit"]),
        )


def _sums(
    table: Table, grams: list[Grams], texts: int, used: list[int]
) -> NDArray[np.int64]:
    """For each text, the sums of the used columns over its n-grams.

    Whole numbers: the sum does not depend on what else is in the batch.
    """
    sums = np.zeros((texts, len(used)), np.int64)
    rows = table.view(np.uint64)[:, 0]  # one row is one word of memory
    for gram in grams:
        if not len(gram.bucket):
            continue
        found = np.take(rows, gram.bucket) * ~gram.void
        values = found.view(np.int16).reshape(-1, RARITY + 1)
        first = np.flatnonzero(np.diff(gram.owner, prepend=np.int32(-1)))
        for place, column in enumerate(used):
            added = np.add.reduceat(values[:, column], first, dtype=np.int64)
            sums[gram.owner[first], place] += added
    return sums
