"""Shares from few labels and many votes: prediction-powered inference. Pure.

A labelled comment shows what the scorer gets wrong *here*, in these weeks on this
subject, where its errors may not be those that were measured elsewhere. The
estimate is the mean vote of all voices, plus the mean error of the votes among
the labelled: right on average whatever the scorer does, and narrow where it does
well. How far the votes are trusted is tuned from the data, class by class
(lambda; Angelopoulos, Duchi and Zrnic 2023, *PPI++: Efficient
Prediction-Powered Inference*): with a useless scorer it is 0, and what remains is
the plain mean of the labels.

Here the labelled are some of the counted, where the paper has two separate
samples. Both come to the same estimate: our lambda is theirs times 1 + n/N.

Each comment weighs the inverse of its chance to be drawn, and the weights are
made to sum to one (Hajek 1971). Labels of one voice stand and fall together: the
variance sums over voices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mood.correction import MOOD, on_simplex
from mood.intervals import NORMAL
from mood.sums import Floats

TOGETHER = 300.0
"""Labels from which on a class's own lambda counts more than the common one.

Thirty labels hold a class two or three times, or never: its lambda is then noise,
and 0 where it never occurs. In simulation that cost up to a third of the accuracy
and, with rare classes, 15 points of the intervals' coverage.
"""

ADDED = 1.5
"""Labels added for the interval, half of them wrong by a whole point of mood on each
side: thirty that find no error must not look certain.

So Bonett and Price (2012) add two observations to a difference of shares. Two were
too wide here (98% of the intervals held), one too narrow where nearly all agree.
"""


class Votes(NamedTuple):
    """The votes of all voices: how many, their sum (3,), outer products (3, 3)."""

    voices: float
    total: Floats
    outer: Floats


@dataclass(frozen=True, slots=True)
class Sample:
    """Labelled comments, a row each.

    ``truth`` (n, 3) is the attitude, ``said`` (n, 3) the scorer's probabilities,
    ``weights`` (n,) how many voices a row stands for, ``chances`` (n,) that it was
    drawn and labelled; ``voices`` (n,) numbers the voices from 0. ``within`` (n,) is
    1 where there is an attitude to the subject, 0 where the comment speaks of another
    or nobody can say: the shares are those of the former.
    """

    truth: Floats
    said: Floats
    weights: Floats
    chances: Floats
    voices: NDArray[np.intp]
    within: Floats

    @property
    def size(self) -> int:
        """Voices with an attitude: as many observations, none knowing of another."""
        return len(np.unique(self.voices[self.within > 0]))


@dataclass(frozen=True, slots=True)
class Powered:
    """Shares (3,) on the simplex, their covariance (3, 3), and lambda by class.

    ``low`` and ``high`` are the 95% interval of the mood, from -1 to +1.
    """

    shares: Floats
    covariance: Floats
    trust: Floats
    low: float
    high: float

    @property
    def mood(self) -> float:
        return float(self.shares @ MOOD)


def powered(sample: Sample, votes: Votes) -> Powered:
    """The shares among the voices whose ``votes`` are known, by a labelled sample.

    There are two labelled voices or more, an attitude among them, and every comment
    had a chance to be drawn. The covariance holds who happened to speak, and which
    were labelled.
    """
    weights = sample.weights / sample.weights.sum()
    truth = _of_the_domain(sample, weights)
    trust = _trust(truth, sample, weights, votes)
    errors = truth - trust * sample.said
    error = weights @ errors
    covariance = _spread(truth, weights) / votes.voices
    covariance += _clustered(weights[:, None] * (errors - error), sample)
    raw = trust * votes.total / votes.voices + error
    shares, covariance = _summing_to_one(raw, covariance)
    shares = on_simplex(shares[None], np.eye(3)[None])[0]
    low, high = _interval(shares, covariance, _observations(weights, sample))
    return Powered(shares, covariance, trust, low, high)


def _of_the_domain(sample: Sample, weights: Floats) -> Floats:
    """Rows (n, 3) whose mean over *all* labelled is the mean of those within.

    The linearised ratio of a domain (Saerndal, Swensson and Wretman 1992, section
    5.8): the rows outside stay in the sample, as they stay among the votes. Left out,
    the votes of all would be set against the labels of some, and be off by it.
    """
    parts = weights * sample.within
    mean = parts @ sample.truth / parts.sum()
    rows: Floats = mean + (sample.within / parts.sum())[:, None] * (sample.truth - mean)
    return rows


def _trust(truth: Floats, sample: Sample, weights: Floats, votes: Votes) -> Floats:
    """Lambda by class, drawn towards the common one while labels are few."""
    truth = truth - weights @ truth
    said = sample.said - weights @ sample.said
    together = weights @ (truth * said)
    mean = votes.total / votes.voices
    variance = np.diag(votes.outer) / votes.voices - mean**2
    variance = np.maximum(variance * votes.voices / max(votes.voices - 1, 1), 1e-12)
    n, common = sample.size, together.sum() / variance.sum()
    own: Floats = together / variance
    drawn: Floats = (n * own + TOGETHER * common) / (n + TOGETHER)
    return np.clip(drawn, 0.0, 1.0)


def _spread(values: Floats, weights: Floats) -> Floats:
    away = values - weights @ values
    spread: Floats = (weights[:, None] * away).T @ away
    return spread


def _clustered(parts: Floats, sample: Sample) -> Floats:
    """The covariance of the sum of ``parts`` (n, 3), which a voice has in common.

    What was sure to be drawn adds nothing to it.
    """
    left = np.sqrt(1.0 - sample.chances)[:, None] * parts
    sums = np.zeros((int(sample.voices.max()) + 1, 3))
    np.add.at(sums, sample.voices, left)
    n = len(np.unique(sample.voices))
    clustered: Floats = n / (n - 1) * sums.T @ sums
    return clustered


def _summing_to_one(shares: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """The likeliest shares that sum to one, and their covariance.

    Lambdas that differ by class do not keep the sum: what is amiss is shared out
    where the shares are least sure (generalised least squares).
    """
    amiss = shares.sum() - 1.0
    along = covariance.sum(axis=1)
    total = along.sum()
    if total < 1e-15:
        return shares - amiss / 3.0, covariance
    return shares - along * amiss / total, covariance - np.outer(along, along) / total


def _observations(weights: Floats, sample: Sample) -> float:
    """Labels of equal weight that would say as much (Kish 1965)."""
    by_voice = np.bincount(sample.voices, weights * sample.within)
    return float(by_voice.sum() ** 2 / (by_voice @ by_voice))


def _interval(shares: Floats, covariance: Floats, n: float) -> tuple[float, float]:
    mood = float(shares @ MOOD)
    centre = mood * n / (n + ADDED)
    more = (n + ADDED) * (n + ADDED - 1)
    variance = (float(MOOD @ covariance @ MOOD) * n * max(n - 1, 1) + ADDED) / more
    half = NORMAL * max(variance, 0.0) ** 0.5
    return max(min(centre - half, mood), -1.0), min(max(centre + half, mood), 1.0)
