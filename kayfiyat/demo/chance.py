"""Chance that can be repeated: the same seed and key always fall the same way."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def chance(seed: int, *key: object) -> Random:
    """A stream of its own for each key, so that one never disturbs another."""
    return Random(":".join(map(str, (seed, *key))))  # noqa: S311  # no secrets here


def one_of(rng: Random, options: Sequence[T]) -> T:
    """``rng.choice``, three times as fast."""
    return options[int(rng.random() * len(options))]


def count(rng: Random, mean: float) -> int:
    """A Poisson number; the normal approximation above 30."""
    if mean > 30:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, number = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        number += 1
    return number


class Weighted(Generic[T]):
    """Things drawn by weight."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.things = tuple(weights)
        self._sums = list(accumulate(weights.values()))

    def draw(self, rng: Random, k: int) -> list[T]:
        return rng.choices(self.things, cum_weights=self._sums, k=k)

    def one(self, rng: Random) -> T:
        return rng.choices(self.things, cum_weights=self._sums)[0]
