"""Shares corrected for the scorer's errors: probabilistic adjusted count. Pure.

A scorer that takes one comment in five for its opposite shrinks every move of
the mood. Its soft confusion matrix C (row: true attitude, column: mean
predicted probability) says by how much: the expected mean vote is ``C.T @ x``
where x are the true shares, so x is found by solving for it (Bella et al. 2010,
*Quantification via probability estimators*).

The solution is linear in the votes. We use that three times: languages are
corrected apart and then weighted by their voices; a month stays the mean of its
weeks; and the delta method needs only each voice's corrected vote. The simplex
is imposed once, on the sum: imposing it on each language would bend the shares
of a language with few voices towards its middle.

What needs each vote again, such as expectation maximisation (Saerens et al. 2002)
or matched densities, would need cells that hold every vote. On labelled comments
the second comes nearer to the truth by less than 0.01, and the first is far worse
than no correction where the scorer is not calibrated for the subject; nor does
shrinking towards the mean vote help (``python -m benchmarks.prevalence``). Whole
votes for the likeliest attitude are nearer by 0.01 on subjects that the scorer was
not measured on, and further off by 0.01 on those that it was. That
such corrections pay for short opinions is the finding of Gao and Sebastiani 2016,
*From classification to quantification in tweet sentiment analysis*.

Each scorer has a matrix of its own, so votes are corrected by stratum: by language
and by who scored them. Cells that are being scored anew hold votes by two scorers in
parts that are not known: they are corrected by the mean of both matrices, and the
doubt says that the parts may be any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mood.sums import Floats, Stratum

Flags = NDArray[np.bool_]

MOOD = np.array([-1.0, 0.0, 1.0])
"""Mood as a weighing of shares: against, neutral, in favour."""

WEAKEST = 0.03
"""Below this smallest singular value a matrix is too ill-conditioned to help:
solving would blow the votes' noise up thirtyfold, which says nothing of any mood.
Above it the interval says how little is known, and holds; votes that are not
corrected have a narrower one that does not. At 0.1 shares were further off."""

REPLICATES_USABLE = 0.9
"""In fewer of the replicates than this it must not be as weak: chance made it look
strong."""

ELSEWHERE = 0.04
"""How differently the scorer errs from one set of texts to another: the intraclass
correlation of a row of the matrix, measured by leaving sets out. As a rule of thumb,
an entry of 0.3 is known to 0.09 for comments on a subject of which none is labelled,
however many other comments were."""


class Confusion(NamedTuple):
    """A language's matrix (3, 3) and bootstrap replicates of it (R, 3, 3)."""

    matrix: Floats
    replicates: Floats


Confusions = Mapping[str, Mapping[str, Confusion]]
"""By scorer and language. What is missing is not corrected: another scorer's errors
say nothing of it."""

MIXTURES = 200
"""Parts that are tried where several scorers scored the same cells."""


@dataclass(frozen=True, slots=True)
class Correction:
    """How the votes of each of L strata become shares.

    ``solving`` (L, 3, 3) turns a mean vote into shares, ``errors`` (L, 3, 3) is
    the matrix C; both are the identity where ``usable`` (L,) is False. ``doubts``
    (L, 3, 3, 3, 3) says how well C is known: the covariance of the shares into
    which C turns one attitude and another, by pairs of true attitudes.
    ``elsewhere`` (L, 3, 3, 3), by true attitude, is what comes on top on a subject
    that the scorer was not measured on.
    """

    solving: Floats
    errors: Floats
    usable: Flags
    doubts: Floats
    elsewhere: Floats


def measured(kept: Mapping[str, Mapping[str, tuple[Floats, Floats]]]) -> Confusions:
    """The confusions of the matrices and replicates that the store kept."""
    return {
        scorer: {language: Confusion(*each) for language, each in languages.items()}
        for scorer, languages in kept.items()
    }


def correction(confusions: Confusions, strata: Sequence[Stratum]) -> Correction:
    """The correction for ``strata``, in their order."""
    found = [_usable(confusion_of(confusions, stratum)) for stratum in strata]
    errors = np.array([each.matrix if each else np.eye(3) for each in found])
    errors = errors.reshape(-1, 3, 3)
    solving = np.linalg.inv(errors.transpose(0, 2, 1))
    doubts = np.array([_doubt(each) for each in found]).reshape(-1, 3, 3, 3, 3)
    return Correction(
        solving=solving,
        errors=errors,
        usable=np.array([each is not None for each in found], dtype=bool),
        doubts=np.einsum("lak,lijkm,lbm->lijab", solving, doubts, solving),
        elsewhere=np.einsum("lak,likm,lbm->liab", solving, _shifts(errors), solving),
    )


def confusion_of(confusions: Confusions, stratum: Stratum) -> Confusion | None:
    """How the votes of ``stratum`` err; None if one of its scorers is not known."""
    found = [confusions.get(each, {}).get(stratum.language) for each in stratum.scorers]
    known = [each for each in found if each is not None]
    return _mixed(known) if known and len(known) == len(found) else None


def _mixed(several: Sequence[Confusion]) -> Confusion:
    """The confusion of votes by ``several`` scorers, in parts that are not known.

    Parts are drawn by the prior of Jeffreys (1946), which says least of them. Were all
    as likely, intervals would hold too seldom where nearly all is by one scorer.
    """
    if len(several) == 1:
        return several[0]
    parts = np.random.default_rng(1).dirichlet(np.full(len(several), 0.5), MIXTURES)
    again = np.stack([_repeated(each) for each in several])
    matrix = np.mean([each.matrix for each in several], axis=0)
    return Confusion(matrix, np.einsum("rs,srij->rij", parts, again))


def _repeated(confusion: Confusion) -> Floats:
    """As many replicates as mixtures; the matrix itself if there are none."""
    matrix, replicates = confusion
    there = replicates if len(replicates) else matrix[None]
    repeated: Floats = there[np.arange(MIXTURES) % len(there)]
    return repeated


def _doubt(confusion: Confusion | None) -> Floats:
    """The covariance of the rows i and j of C over its replicates: (i, j, 3, 3)."""
    if confusion is None or len(confusion.replicates) < 2:
        return np.zeros((3, 3, 3, 3))
    away = confusion.replicates - confusion.replicates.mean(axis=0)
    doubt: Floats = np.einsum("rik,rjm->ijkm", away, away) / (len(away) - 1)
    return doubt


def _shifts(errors: Floats) -> Floats:
    """The covariance of each row of C from subject to subject: (L, 3, 3, 3).

    A row is a distribution; those of other subjects lie around it as Dirichlet
    draws do. Rows shift apart from one another: no correlation was found.
    """
    shifts: Floats = (
        errors[..., None] * np.eye(3) - errors[..., None] * errors[..., None, :]
    )
    return ELSEWHERE * shifts


def on_simplex(shares: Floats, errors: Floats) -> Floats:
    """The shares nearest to ``shares`` (T, 3) that are none below 0 and sum to 1.

    Near is meant in votes, as ``errors`` (T, 3, 3) makes votes of shares: the
    result minimises ``||C.T @ x - m||`` where ``shares`` solves ``C.T @ x = m``.
    With three attitudes the best point of each edge can be written down, so
    nothing is iterated.
    """
    candidates = _on_edges(shares, errors)
    away = np.einsum("tji,tcj->tci", errors, candidates - shares[:, None])
    best = np.argmin((away**2).sum(axis=2), axis=1)
    nearest = candidates[np.arange(len(shares)), best]
    inside = (shares >= 0).all(axis=1, keepdims=True)
    return np.where(inside, shares, nearest)


def _on_edges(shares: Floats, errors: Floats) -> Floats:
    """The best point of each of the three edges: the foot, kept between its ends."""
    corners = np.eye(3)
    start, end = corners[[0, 0, 1]], corners[[1, 2, 2]]
    along = np.einsum("tji,ej->tei", errors, end - start)
    wanted = np.einsum("tji,tej->tei", errors, shares[:, None] - start)
    length = (along**2).sum(axis=2)
    part = (along * wanted).sum(axis=2) / np.where(length > 0, length, 1.0)
    part = np.clip(part, 0.0, 1.0)[..., None]
    feet: Floats = start + part * (end - start)
    return feet


def _usable(confusion: Confusion | None) -> Confusion | None:
    """The confusion without what was not measured; None if it does not help."""
    if confusion is None or not _strong(confusion.matrix[None])[0]:
        return None
    strong = _strong(confusion.replicates, WEAKEST / 2)
    if strong.size and strong.mean() < REPLICATES_USABLE:
        return None
    measured = np.isfinite(confusion.replicates).all(axis=(1, 2))
    return Confusion(confusion.matrix, confusion.replicates[measured])


def _strong(matrices: Floats, weakest: float = WEAKEST) -> Flags:
    finite = np.isfinite(matrices).all(axis=(1, 2), keepdims=True)
    singular = np.linalg.svd(np.where(finite, matrices, 0.0), compute_uv=False)
    return np.greater_equal(singular[:, -1], weakest)
