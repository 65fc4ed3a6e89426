"""How the scorer errs: for each true attitude, the mean of what it said.

The estimate of mood undoes these errors, so they travel with the weights, and
with bootstrap replicates of them that say how well they are known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sentiment.linear import Floats

REPLICATES = 200


def soft_confusion(label: NDArray[np.int64], p: Floats, weight: Floats) -> Floats:
    """Row: true attitude; column: mean probability given to each attitude."""
    rows = []
    for true in range(3):
        mine = label == true
        rows.append(np.average(p[mine], axis=0, weights=weight[mine]))
    return np.array(rows)


def replicates(
    label: NDArray[np.int64], p: Floats, weight: Floats, *, seed: int
) -> Floats:
    """The matrix again from resampled rows, REPLICATES times."""
    chance = np.random.default_rng(seed)
    places = [np.flatnonzero(label == true) for true in range(3)]
    found = []
    for _ in range(REPLICATES):
        drawn = np.concatenate([chance.choice(mine, len(mine)) for mine in places])
        found.append(soft_confusion(label[drawn], p[drawn], weight[drawn]))
    return np.array(found)
