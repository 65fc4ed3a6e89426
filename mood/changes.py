"""What moved, and whether it moved beyond its interval. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

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
    the errors of one scorer, which cancel in part: it is rather too wide.
    """
    if before.mood is None or before.low is None or before.high is None:
        return None
    if after.mood is None or after.low is None or after.high is None:
        return None
    points = after.mood - before.mood
    return Change(
        points=points,
        low=points - hypot(after.mood - after.low, before.high - before.mood),
        high=points + hypot(after.high - after.mood, before.mood - before.low),
    )
