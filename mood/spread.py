"""How far corrected shares may be from the truth, as a covariance. Pure.

Two parts. *Who happened to speak*: the scatter of the voices' corrected votes, by
the delta method for the correction. Voices under one post are alike, as the post
chose its public, so they are clustered by post: where the posts' sums scatter more
than those of independent voices would, all is widened by as much (Hansen, Hurwitz
and Madow 1953: the ultimate cluster). *How well the scorer's errors are known*: the
scatter of its confusion matrix over bootstrap replicates, to first order.

Few voices that agree must not look certain. As Agresti and Coull (1998) do for one
share, some are added, one for every attitude: to the scatter, and to the shares from
which the interval may start, never to the estimate. They are as decided as the votes
are: even probabilities add next to nothing, so soft votes are not drowned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mood.correction import MOOD, Correction, on_simplex
from mood.intervals import NORMAL, student
from mood.sums import Floats, Sums

ADDED = 3.0
"""Voices added, one for each attitude. Of eight decided voices that all say the same,
the interval then ends about where that of Clopper and Pearson (1934) does."""

LEAST_DECIDED = 0.01
"""So that an interval has a width even if no vote says anything."""

LEAST_TOLD = 1e-9
"""A variance of mood by voice below this is rounding: its ratios would say nothing."""

FEWEST_POSTS = 4.0
"""The quantile is that of so many posts at least: with fewer, it would say nothing
of any mood. It is then the mood under these posts, not under others like them."""


@dataclass(frozen=True, slots=True)
class Spread:
    """For each period the covariance (3, 3) of its shares, for normal quantiles.

    ``drawn`` (T, 3) are the shares with the added voices. ``elsewhere`` is the
    covariance on a subject that the scorer was not measured on.
    """

    drawn: Floats
    covariance: Floats
    elsewhere: Floats


def voices(sums: Sums) -> Floats:
    """Voices by period, at least 1 so that it can be divided by."""
    n: Floats = np.maximum(sums.voices.sum(axis=1), 1).astype(float)
    return n


def spread(sums: Sums, how: Correction, solved: Floats) -> Spread:
    """The spread of the ``solved`` shares (T, 3), which are not on the simplex yet."""
    alike, posts = _alike(sums, how, solved)
    freedom = voices(sums) + ADDED - 1
    few = np.minimum(freedom, np.maximum(posts, FEWEST_POSTS) - 1)
    # Student's quantile for what was estimated from these votes; the scorer's
    # errors were measured on many more.
    widened = alike * (student(np.where(alike > 1, few, freedom)) / NORMAL) ** 2
    doubts, elsewhere = _scorer(sums, how)
    drawn, sampling = _sampling(sums, how, solved)
    covariance = sampling * widened[:, None, None] + doubts
    return Spread(drawn, covariance, covariance + elsewhere)


def _sampling(sums: Sums, how: Correction, solved: Floats) -> tuple[Floats, Floats]:
    """The mean corrected vote with the added voices, and the covariance of that mean,
    voices being independent."""
    n = voices(sums)[:, None, None]
    added = _added(sums, how)
    middle = _middle(solved, added)
    mean = (n[:, 0] * solved + ADDED * middle) / (n[:, 0] + ADDED)
    squares = _through(how.solving, sums.outer)
    squares += ADDED * (added + _outer(middle, middle))
    return mean, (squares / (n + ADDED) - _outer(mean, mean)) / (n + ADDED - 1)


def _middle(solved: Floats, added: Floats) -> Floats:
    """Where the added voices lie: among all attitudes if they are wholly decided,
    among the voices that are there if they say nothing."""
    decided = np.minimum(1.5 * np.einsum("tii->t", added), 1.0)[:, None]
    middle: Floats = solved + decided * (1 / 3 - solved)
    return middle


def _added(sums: Sums, how: Correction) -> Floats:
    """The scatter of one added voice, as decided as the voices of its language."""
    lengths = np.einsum("tlii->tl", sums.outer)
    decided = np.maximum(1.5 * (lengths - sums.voices / 3), LEAST_DECIDED * sums.voices)
    away = how.solving - how.solving.mean(axis=2, keepdims=True)
    scatter = away @ away.transpose(0, 2, 1) / 3
    added: Floats = np.einsum("tl,lab->tab", decided, scatter)
    return added / voices(sums)[:, None, None]


def _alike(sums: Sums, how: Correction, solved: Floats) -> tuple[Floats, Floats]:
    """By how much the variance of mood exceeds that of independent voices, and how
    many posts of equal size say so.

    Both variances are free of bias if voices are independent.
    """
    n = voices(sums)
    by_post, posts = _between(sums, how, solved, sums.by_post)
    by_voice, _ = _between(sums, how, solved, sums.outer)
    told = by_voice > LEAST_TOLD / n
    alike = by_post / np.where(told, by_voice, 1.0)
    some = (posts < n - 0.5) & (posts > 1.01) & told
    return np.where(some, np.maximum(alike, 1.0), 1.0), posts


def _between(
    sums: Sums, how: Correction, solved: Floats, products: Floats
) -> tuple[Floats, Floats]:
    """The variance of mood by groups of ``products`` of sums, and their number.

    As votes sum to 1, those products hold the sizes of the groups too.
    """
    n = voices(sums)
    mood = solved @ MOOD
    weighing = np.einsum("i,lij->lj", MOOD, how.solving) - mood[:, None, None]
    squares = np.einsum("tli,tlij,tlj->t", weighing, products, weighing)
    sizes = products.sum(axis=(1, 2, 3))
    groups = n**2 / np.maximum(sizes, 1.0)
    variance: Floats = squares / n**2 * groups / np.maximum(groups - 1, 1e-9)
    return variance, groups


def _scorer(sums: Sums, how: Correction) -> tuple[Floats, Floats]:
    """Covariances of the shares over what the scorer's errors may be, twice.

    Languages were measured apart; scorers of one language on the same comments, so
    their errors add up as if they were the same. The second is what other subjects
    add.
    """
    n = voices(sums)[:, None, None]
    mean = sums.votes / np.maximum(sums.voices, 1)[..., None]
    solved = np.einsum("lij,tlj->tli", how.solving, mean)
    errors = np.broadcast_to(how.errors, (len(n), *how.errors.shape))
    apart = on_simplex(solved.reshape(-1, 3), errors.reshape(-1, 3, 3))
    shares = apart.reshape(solved.shape) * sums.voices[..., None] / n
    as_one = _as_one(sums)
    doubts = np.einsum("tl,tli,tlj,lijab->tab", as_one, shares, shares, how.doubts)
    return doubts, np.einsum("tl,tli,liab->tab", as_one, shares**2, how.elsewhere)


def _as_one(sums: Sums) -> Floats:
    """By how much the variance of each stratum counts more than if it stood alone.

    Of parts w that sum to 1, the variance of the whole is at most the sum of
    variances, each of w times a part, over w: exactly so if all err as one.
    """
    languages = np.array([stratum.language for stratum in sums.strata])
    together = sums.voices @ (languages[:, None] == languages)
    as_one: Floats = together / np.maximum(sums.voices, 1)
    return as_one


def _through(solving: Floats, outer: Floats) -> Floats:
    """Sums of outer products of corrected votes, from those of votes as they came."""
    through: Floats = np.einsum("lai,tlij,lbj->tab", solving, outer, solving)
    return through


def _outer(one: Floats, other: Floats) -> Floats:
    return one[:, :, None] * other[:, None, :]
