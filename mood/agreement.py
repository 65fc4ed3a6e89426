"""What labels say of the labellers and of the scorer. Pure.

Krippendorff's alpha (2004, *Content Analysis*, ch. 11; nominal) is how far two
labellers agree beyond chance: 1 always, 0 as two coins would. From about 0.67 on
a labelled set is thought fit for tentative conclusions, from 0.80 on for firm ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, hypot, isnan, nan, sqrt

import numpy as np

from domain.attitudes import ATTITUDES
from domain.labels import Label
from mood.intervals import NORMAL

REPLICATES = 2_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha on ``comments`` comments, with a 95% interval."""

    alpha: float
    low: float
    high: float
    comments: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often the scorer was right on ``labels`` labels, with a 95% interval."""

    share: float
    low: float
    high: float
    labels: int


@dataclass(frozen=True, slots=True)
class Drift:
    """By how much the scorer is worse here than its card says, with an interval."""

    points: float
    low: float
    high: float

    @property
    def significant(self) -> bool:
        return self.low > 0


def alpha(answers: Iterable[Sequence[str]]) -> float:
    """Krippendorff's alpha of the answers to each comment, by whoever gave them.

    NaN without two answers to one comment, or if all answers are the same: then
    there is nothing to tell apart.
    """
    pairs: defaultdict[tuple[str, str], float] = defaultdict(float)
    for given in answers:
        for pair, count in _pairs(given).items():
            pairs[pair] += count / (len(given) - 1)
    totals: defaultdict[str, float] = defaultdict(float)
    for (one, _), times in pairs.items():
        totals[one] += times
    n = fsum(totals.values())
    expected = n * n - fsum(count**2 for count in totals.values())
    if n < 2 or expected <= 1e-9:
        return nan
    observed = sum(times for (one, other), times in pairs.items() if one != other)
    return 1 - (n - 1) * observed / expected


def agreement(
    answers: Sequence[Sequence[str]], *, chance: np.random.Generator
) -> Agreement | None:
    """Alpha with its interval; None where there is nothing to tell apart.

    Comments are drawn again with replacement, and the percentiles are taken (Zapf
    et al. 2016, *BMC Medical Research Methodology* 16:93, who found it to hold). A
    replicate in which all say the same has no alpha and is left out.
    """
    paired = [given for given in answers if len(given) > 1]
    found = alpha(paired)
    if isnan(found):
        return None
    names = sorted({answer for given in paired for answer in given})
    counts = np.array([[given.count(name) for name in names] for given in paired])
    sizes = counts.sum(axis=1)
    apart = (sizes**2 - (counts**2).sum(axis=1)) / (sizes - 1)
    n = len(paired)
    times = chance.multinomial(n, np.full(n, 1 / n), size=REPLICATES)
    totals = (times @ counts).astype(float)
    whole = totals.sum(axis=1)
    expected = whole**2 - (totals**2).sum(axis=1)
    told = expected > 1e-9
    drawn = 1 - (whole[told] - 1) * (times @ apart)[told] / expected[told]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Agreement(found, float(low), float(high), n)


def accuracy(labels: Iterable[Label]) -> Accuracy:
    """How often the scorer says what the labellers say; unclear ones are left out.

    Where two labellers differ it is half right.
    """
    right = [
        label.clear.count(_scored(label)) / len(label.clear)
        for label in labels
        if label.clear
    ]
    return wilson(sum(right), len(right))


def wilson(right: float, n: int) -> Accuracy:
    """A share with Wilson's (1927) interval; NaN and all of it if ``n`` is 0."""
    if not n:
        return Accuracy(nan, 0.0, 1.0, 0)
    share, squared = right / n, NORMAL**2
    centre = (share + squared / (2 * n)) / (1 + squared / n)
    half = NORMAL * sqrt(share * (1 - share) / n + squared / (4 * n * n))
    half /= 1 + squared / n
    return Accuracy(share, max(centre - half, 0.0), min(centre + half, 1.0), n)


def drift(stated: Accuracy, here: Accuracy) -> Drift | None:
    """How far accuracy fell from what the card ``stated``; None without labels.

    The interval joins both Wilson intervals (Newcombe 1998, method 10).
    """
    if not stated.labels or not here.labels:
        return None
    fell = stated.share - here.share
    return Drift(
        points=fell,
        low=fell - hypot(stated.share - stated.low, here.high - here.share),
        high=fell + hypot(stated.high - stated.share, here.share - here.low),
    )


def _pairs(given: Sequence[str]) -> Counter[tuple[str, str]]:
    return Counter(
        (one, other)
        for m, one in enumerate(given)
        for n, other in enumerate(given)
        if m != n
    )


def _scored(label: Label) -> str:
    return ATTITUDES[max(range(3), key=label.about.p.__getitem__)]
