"""Sums of cells become estimates of mood with 95% intervals. Pure.

The interval has two parts. *Who happened to speak*: voices are independent
draws, so the variance is that of their (corrected) votes, by the delta method
for the correction. *How well the scorer's errors are known*: the spread over
the bootstrap replicates of its confusion matrix.

Few voices that agree must not look certain. As Bonett and Price (2012) do for
a difference of shares, after Agresti and Coull for one, two voices are added
for the interval only, one against and one in favour. Ours are as decided as the
votes are: a wholly decided vote adds the classical two, a vote of even
probabilities next to nothing, so soft votes are not drowned. With them the
normal quantile holds down to five voices; Student's with fewer added voices was
tried, and is both wider and less often right. The estimate itself is not
shrunk, and never lies outside its interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.cells import Cell
from domain.periods import Period
from mood.correction import MOOD, Confusions, Correction, correction, on_simplex
from mood.sums import Floats, Sums, sums_of

K = 5
"""Fewer voices than this have no estimate: what is shown covers several people."""

BLIND = 0.5
"""With less of the hours seen than this there is no estimate: a gap, not a line."""

ADDED = 2.0
"""Voices added for the interval: one against, one in favour."""

NORMAL = 1.959963984540054
"""The quantile of a two-sided 95% interval."""

LEAST_DECIDED = 0.01
"""So that an interval has a width even if no vote says anything."""

MOST_CORRECTED = 0.9
"""From this share of voices on, an estimate counts as corrected."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mood of a period, from -100 to +100, with its 95% interval.

    ``mood``, its interval and the shares are None together: fewer than k
    voices, or a period that we hardly saw. ``coverage`` is the share of the
    sources' hours that were seen. ``corrected`` says whether the shares of at
    least nine voices in ten are corrected for the scorer's errors; if not, they
    are mean votes as they came.
    """

    period: Period
    mood: float | None
    low: float | None
    high: float | None
    in_favour: float | None
    neutral: float | None
    against: float | None
    voices: int
    comments: int
    scored: int
    coverage: float
    corrected: bool = False


NOT_CORRECTED: Confusions = {}


def estimate(
    cells: Sequence[Cell],
    period: Period,
    *,
    coverage: float,
    k: int = K,
    confusions: Confusions = NOT_CORRECTED,
) -> Estimate:
    """The estimate of one period; cells of other days are left out."""
    (one,) = estimates(
        cells, [period], coverages=[coverage], k=k, confusions=confusions
    )
    return one


def estimates(
    cells: Sequence[Cell],
    periods: Sequence[Period],
    *,
    coverages: Sequence[float],
    k: int = K,
    confusions: Confusions = NOT_CORRECTED,
) -> list[Estimate]:
    """The estimates of ``periods``, which ascend and do not overlap."""
    sums = sums_of(cells, periods)
    how = correction(confusions, sums.languages)
    shares = _shares(sums, how)
    mood = shares @ MOOD
    low, high = _interval(sums, how, mood)
    corrected = (sums.voices * how.usable).sum(axis=1) >= MOST_CORRECTED * _n(sums)
    voices = sums.voices.sum(axis=1)
    shown = (voices >= k) & (np.asarray(coverages) >= BLIND)
    return [
        Estimate(
            period=period,
            **(_figures(mood[t], low[t], high[t], shares[t]) if shown[t] else _NONE),
            voices=int(voices[t]),
            comments=int(sums.comments[t].sum()),
            scored=int(sums.scored[t].sum()),
            coverage=float(coverages[t]),
            corrected=bool(corrected[t] and shown[t]),
        )
        for t, period in enumerate(periods)
    ]


def _figures(
    mood: float, low: float, high: float, shares: Floats
) -> Mapping[str, float | None]:
    against, neutral, in_favour = shares.tolist()
    return {
        "mood": 100 * float(mood),
        "low": 100 * float(low),
        "high": 100 * float(high),
        "in_favour": in_favour,
        "neutral": neutral,
        "against": against,
    }


_NONE: Mapping[str, float | None] = dict.fromkeys(
    ("mood", "low", "high", "in_favour", "neutral", "against")
)


def _n(sums: Sums) -> Floats:
    """Voices by period, at least 1 so that it can be divided by."""
    n: Floats = np.maximum(sums.voices.sum(axis=1), 1).astype(float)
    return n


def _shares(sums: Sums, how: Correction) -> Floats:
    """Shares (T, 3) of all languages together, on the simplex."""
    solved = np.einsum("lij,tlj->ti", how.solving, sums.votes) / _n(sums)[:, None]
    weights = sums.voices / _n(sums)[:, None]
    return on_simplex(solved, np.einsum("tl,lij->tij", weights, how.errors))


def _interval(sums: Sums, how: Correction, mood: Floats) -> tuple[Floats, Floats]:
    n = _n(sums)
    centre = mood * n / (n + ADDED)
    variance = _variance(sums, how, n) + _scorer_variance(sums, how, n)
    half = NORMAL * np.sqrt(variance)
    low, high = np.minimum(centre - half, mood), np.maximum(centre + half, mood)
    return np.clip(low, -1.0, 1.0), np.clip(high, -1.0, 1.0)


def _variance(sums: Sums, how: Correction, n: Floats) -> Floats:
    """The variance of the mean corrected vote, two voices added."""
    weighing = np.einsum("i,lij->lj", MOOD, how.solving)
    total = np.einsum("lj,tlj->t", weighing, sums.votes)
    squares = np.einsum("li,tlij,lj->t", weighing, sums.outer, weighing)
    reach = np.ptp(weighing, axis=1) / 2 if len(weighing) else np.ones(0)
    decided = np.einsum("tl,l->t", _decided(sums), reach**2) / n
    mean = total / (n + ADDED)
    squares = squares + ADDED * np.maximum(decided, LEAST_DECIDED)
    variance: Floats = squares / (n + ADDED) - mean**2
    return np.maximum(variance, 0.0) / (n + ADDED - 1)


def _decided(sums: Sums) -> Floats:
    """Voices (T, L) weighed by how decided they are: 0 even, 1 wholly decided."""
    lengths = np.einsum("tlii->tl", sums.outer)
    decided: Floats = 1.5 * (lengths - sums.voices / 3)
    return np.maximum(decided, 0.0)


def _scorer_variance(sums: Sums, how: Correction, n: Floats) -> Floats:
    """The variance of mood over the replicates; languages were measured apart."""
    variance = np.zeros(len(n))
    for language, replicates in enumerate(how.replicates):
        if len(replicates) > 1:
            moods = sums.votes[:, language] @ replicates.T / n[:, None]
            variance += moods.var(axis=1, ddof=1)
    return variance
