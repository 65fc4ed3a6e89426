"""From log-odds to calibrated probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sentiment.linear import Floats


def softmax(logits: Floats) -> Floats:
    """Probabilities, row by row."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A linear map of a row of inputs to three log-odds."""

    slope: Floats
    intercept: Floats

    def probabilities(self, inputs: Floats) -> Floats:
        """(against, neutral, in favour) for each row."""
        # Column by column: a matrix product may round differently for one row.
        logits = np.tile(self.intercept, (len(inputs), 1))
        for column, slope in zip(inputs.T, self.slope, strict=True):
            logits = logits + column[:, None] * slope
        return softmax(logits)
