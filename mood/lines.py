"""A series as the search for changes takes it: moods, and how far each may stray. Pure.

A day's variance is its own sampling variance plus what days of this series differ
beyond it: the public talks of other things on other days. That extra is found from
differences of days a week apart, which level shifts hardly touch and in which the
days of the week cancel; it is negative where the intervals hold an error that all
days share, such as the scorer's. Days that lean on the day before are counted for
fewer. (Tecuapetla-Gómez and Munk 2017, *Scandinavian Journal of Statistics* 44,
estimate autocovariance by differences in the presence of changes, too.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from domain.periods import Period, Step
from mood.estimates import Estimate
from mood.intervals import NORMAL
from mood.sums import Floats

LEAST = 14
"""In a series with fewer estimates nothing is told of how days differ."""

LEANING_MOST = 0.6

QUARTER = 0.6745
"""The upper quartile of a standard normal: the median of its size."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A stretch of fewer than ``shortest`` estimates is an episode, not a mood.

    ``lag``: how far apart estimates hardly lean on each other.
    """

    shortest: int
    lag: int


PACES: Mapping[Step, Pace] = {
    "day": Pace(shortest=7, lag=7),
    "week": Pace(shortest=2, lag=1),
}


@dataclass(frozen=True, slots=True)
class Line:
    """The estimates that are there: when, the moods, and the variance of each."""

    periods: tuple[Period, ...]
    moods: Floats
    variances: Floats

    def __len__(self) -> int:
        return len(self.periods)

    def part(self, start: int, end: int) -> Line:
        return Line(
            self.periods[start:end], self.moods[start:end], self.variances[start:end]
        )

    def within(self, period: Period) -> Line:
        """The part in ``period``; the estimates are in order."""
        inside = [n for n, each in enumerate(self.periods) if each.first in period]
        return self.part(inside[0], inside[-1] + 1) if inside else self.part(0, 0)


def line_of(estimates: Sequence[Estimate], *, by: Step = "day") -> Line:
    """The estimates that are there, with the variance that the series shows."""
    there = [(e, e.mood, e.low, e.high) for e in estimates]
    known = [
        (e.period, mood, (high - low) / (2 * NORMAL))
        for e, mood, low, high in there
        if mood is not None and low is not None and high is not None
    ]
    moods = np.array([mood for _, mood, _ in known])
    sampling = np.array([max(error, 0.1) for _, _, error in known]) ** 2
    periods = tuple(period for period, _, _ in known)
    return Line(periods, moods, _variances(moods, sampling, PACES[by].lag))


def _variances(moods: Floats, sampling: Floats, lag: int) -> Floats:
    """Sampling, what days differ beyond it, and how far they lean on each other."""
    if len(moods) < LEAST:
        return sampling
    variances = sampling + _extra(moods, sampling, lag)
    leaning = 1.0 - _scale(moods, variances, 1) ** 2 if lag > 1 else 0.0
    leaning = min(max(leaning - 2 / sqrt(len(moods)), 0.0), LEANING_MOST)
    spread: Floats = variances * (1 + leaning) / (1 - leaning)
    return spread


def _extra(moods: Floats, sampling: Floats, lag: int) -> float:
    """The variance beyond ``sampling`` with which differences have scale 1."""
    low = -0.9 * float(sampling.min())
    high = float(np.var(moods)) + float(sampling.max())
    for _ in range(40):
        middle = (low + high) / 2
        if _scale(moods, sampling + middle, lag) > 1:
            low = middle
        else:
            high = middle
    return high


def _scale(moods: Floats, variances: Floats, lag: int) -> float:
    """The robust scale of differences at ``lag``, in their standard errors."""
    apart = moods[lag:] - moods[:-lag]
    error = np.sqrt(variances[lag:] + variances[:-lag])
    return float(np.median(np.abs(apart / error))) / QUARTER
