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
        odds = self._odds(batch)[:, : classes - 1]
        return np.insert(odds, 1, 0.0, axis=1)

    def _odds(self, batch: Batch) -> Floats:
        found = np.zeros((batch.texts, RARITY))
        parts = (
            (self.characters, character_grams(batch, self.shape)),
            (self.words, word_grams(batch, self.shape)),
        )
        for table, grams in parts:
            found += self._part(table, grams, batch.texts)
        return found

    def _part(self, table: Table, grams: list[Grams], texts: int) -> Floats:
        sums = np.zeros((texts, RARITY + 1), np.int64)
        rows = table.view(np.uint64)[:, 0]  # one row is one word of memory
        for gram in grams:
            if len(gram.bucket):
                _add(sums, rows[gram.bucket].view(np.int16), gram.owner)
        size = np.sqrt(np.maximum(sums[:, RARITY:], 1))
        return np.asarray(sums[:, :RARITY] / size * self.unit)

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


def _add(
    sums: NDArray[np.int64], flat: NDArray[np.int16], owner: NDArray[np.int32]
) -> None:
    values = flat.reshape(-1, RARITY + 1)
    first = np.flatnonzero(np.diff(owner, prepend=np.int32(-1)))
    for column in range(RARITY + 1):
        # Whole numbers: the sum does not depend on what else is in the batch.
        sums[owner[first], column] += np.add.reduceat(
            values[:, column], first, dtype=np.int64
        )
