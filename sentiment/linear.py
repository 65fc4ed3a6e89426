"""A linear model over hashed n-grams, in whole numbers so that sums are exact.

Each bucket holds three weights and the square of its rarity. A text's score is
the sum of the weights over the root of the sum of the squares, for each block:
its character n-grams, its words, its known words; so long texts are not louder.
Figures of a lexicon may stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sentiment.codes import Batch, Counts, word_table
from sentiment.features import Shape
from sentiment.kernel import add_up, sum_weights

Floats = NDArray[np.float64]
Table = NDArray[np.int16]

BLOCKS = 3
RARITY = 3
"""The column of the squared rarity; the columns before it are weights."""


def _nothing() -> Table:
    return np.zeros((1, RARITY + 1), np.int16)


def _no_figures() -> Floats:
    return np.zeros((0, RARITY))


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights for up to three log-odds; ``unit`` is the worth of one step.

    ``known`` are words that have vectors from elsewhere. ``figures`` has a row for
    each figure of a lexicon, ``centre`` what is taken from it before.
    """

    shape: Shape
    characters: Table
    words: Table
    unit: float
    known: Table = field(default_factory=_nothing)
    figures: Floats = field(default_factory=_no_figures)
    centre: Floats = field(default_factory=lambda: np.zeros(0))

    def logits(
        self, batch: Batch, classes: int, *, figures: Floats | None = None
    ) -> Floats:
        """Log-odds of every class against the second one, a row a text."""
        if figures is None:
            figures, weights = np.zeros((batch.texts, 0)), _no_figures()
        else:
            weights = self.figures
        logits = np.zeros((batch.texts, classes))
        sums = self._sums(batch)
        add_up(sums, self.unit, figures, self.centre, weights, logits)
        return logits

    def _sums(self, batch: Batch) -> Counts:
        sums = np.zeros((batch.texts, BLOCKS, RARITY + 1), np.int64)
        texts = batch.codes, batch.bounds, word_table()
        tables = self.characters, self.words, self.known
        sum_weights(*texts, self.shape.numbers, *tables, sums)
        return sums

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        s = self.shape
        numbers = [s.buckets, s.shortest, s.longest, int(s.word_pairs)]
        return {
            "shape": np.array(numbers, np.int64),
            "unit": np.array(self.unit),
            "characters": self.characters,
            "words": self.words,
            "known": self.known,
            "figures": self.figures,
            "centre": self.centre,
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Linear:
        buckets, shortest, longest, pairs = (int(n) for n in arrays["shape"])
        return cls(
            shape=Shape(buckets, shortest, longest, bool(pairs)),
            characters=arrays["characters"].astype(np.int16, copy=False),
            words=arrays["words"].astype(np.int16, copy=False),
            unit=float(arrays["unit"]),
            known=arrays["known"].astype(np.int16, copy=False),
            figures=arrays["figures"].astype(np.float64),
            centre=arrays["centre"].astype(np.float64),
        )
