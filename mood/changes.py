"""What moved, and whether it moved beyond its interval. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import NamedTuple

from mood.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Change:
    """A difference of two moods, in points, with its 95% interval."""

    points: float
    low: float
    high: float

    @property
    def moved(self) -> bool:
        """Whether the interval leaves out no change at all."""
        return self.low > 0 or self.high < 0


def change(before: Estimate, after: Estimate) -> Change | None:
    """The change from one estimate to another of different days; None without both.

    The interval is recovered from the two intervals (MOVER: Zou and Donner
    2008), so it is never narrower on the side where either is wide. Both share
    the errors of one scorer, which cancel in part: it is rather too wide. Made by
    different scorers, or one by labels, they share no error of level: then the
    intervals of the level are taken.
    """
    alike = made_alike(before, after)
    was, now = _stated(before, level=not alike), _stated(after, level=not alike)
    if was is None or now is None:
        return None
    points = now.mood - was.mood
    return Change(
        points=points,
        low=points - hypot(now.mood - now.low, was.high - was.mood),
        high=points + hypot(now.high - now.mood, was.mood - was.low),
    )


def made_alike(one: Estimate, other: Estimate) -> bool:
    """Whether both were scored by the same, and both with labels or both without."""
    return (one.scorers, bool(one.labels)) == (other.scorers, bool(other.labels))


class _Stated(NamedTuple):
    mood: float
    low: float
    high: float


def _stated(estimate: Estimate, *, level: bool) -> _Stated | None:
    """The mood and its interval, or that of its level if there is one."""
    mood, low, high = estimate.mood, estimate.low, estimate.high
    if level and estimate.low_elsewhere is not None:
        low, high = estimate.low_elsewhere, estimate.high_elsewhere
    if mood is None or low is None or high is None:
        return None
    return _Stated(mood, low, high)
