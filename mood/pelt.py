"""PELT, as ruptures has it, with a variance of its own for each point. Pure."""

from __future__ import annotations

import numpy as np
from ruptures import Pelt
from ruptures.base import BaseCost

from mood.sums import Floats


def cuts(
    values: Floats, variances: Floats, *, penalty: float, shortest: int
) -> list[int]:
    """Where the mean of ``values`` changes: the first index of each new stretch."""
    signal = np.stack([values - values.mean(), variances], axis=1)
    search = Pelt(custom_cost=_Weighted(), min_size=shortest, jump=1).fit(signal)
    found: list[int] = search.predict(pen=penalty)
    return found[:-1]


class _Weighted(BaseCost):  # type: ignore[misc]  # ruptures is not typed
    """Squared distances from the weighted mean, in units of their variances."""

    model = "weighted"
    min_size = 1

    def fit(self, signal: Floats) -> _Weighted:
        """Take in moods (first column) and variances (second)."""
        self.signal = signal
        weights = 1 / signal[:, 1]
        rows = [weights, weights * signal[:, 0], weights * signal[:, 0] ** 2]
        sums = np.concatenate([np.zeros((3, 1)), np.cumsum(rows, axis=1)], axis=1)
        self.w, self.wx, self.wxx = (row.tolist() for row in sums)
        return self

    def error(self, start: int, end: int) -> float:
        wx = self.wx[end] - self.wx[start]
        squares = self.wxx[end] - self.wxx[start]
        error: float = squares - wx * wx / (self.w[end] - self.w[start])
        return error
