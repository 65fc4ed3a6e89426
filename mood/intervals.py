"""How far the mood may lie from its estimate. Pure.

Corrected shares are a point x with a covariance: an ellipse of points that the
votes do not contradict. What is no share at all (below 0, or more than 1) is left
out, and the interval of mood runs from the least to the greatest mood of what
remains. This is the likelihood-ratio interval of a normal mean that is known to
lie on the simplex (Self and Liang 1987), found in closed form: the ends lie where
the ellipse reaches furthest, where it meets an edge, or at a corner. Cutting the
ends off a symmetric interval instead was tried: as often right, and a quarter
wider where one attitude is rare.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mood.sums import Floats

Flags = NDArray[np.bool_]

NORMAL = 1.959963984540054
"""The quantile of a two-sided 95% interval."""

CORNERS = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])
"""All against, all neutral, all in favour; the share of neutral goes without saying."""

EDGES = (0, 1), (1, 2), (2, 0)
UPWARDS = np.array([-1.0, 1.0])
"""The way in which mood rises."""
ROUNDING = 1e-9


def student(freedom: Floats) -> Floats:
    """Student's quantile of a two-sided 95% interval, to 1% from 2 degrees on.

    Abramowitz and Stegun 26.7.5, so that no statistics package is needed.
    """
    z, v = NORMAL, np.maximum(freedom, 1.0)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    powers = v[..., None] ** -np.arange(1.0, len(terms) + 1)
    found: Floats = z + powers @ np.array(terms)
    return found


def moods(shares: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """The least and the greatest mood (T,) that ``shares`` (T, 3) do not exclude.

    ``shares`` sum to 1 but need not be shares; ``covariance`` is (T, 3, 3). The
    shares nearest to them always count, however far away.
    """
    centre = shares[:, [0, 2]]
    spread = covariance[:, [[0], [2]], [0, 2]] + ROUNDING * np.eye(2)
    inverse = np.asarray(np.linalg.inv(spread), np.float64)
    feet = _feet(centre, inverse)
    nearest = np.where(_inside(centre), 0.0, _apart(feet, centre, inverse).min(axis=1))
    reach = nearest + NORMAL**2
    points = (
        feet,
        _ends(centre, spread, reach),
        _crossings(centre, inverse, reach),
        np.broadcast_to(CORNERS, (len(centre), 3, 2)),
    )
    tried = np.concatenate(points, axis=1)
    within = _apart(tried, centre, inverse) <= reach[:, None] * (1 + 1e-6) + ROUNDING
    found = np.where(within & _inside(tried), tried @ UPWARDS, np.nan)
    return np.nanmin(found, axis=1), np.nanmax(found, axis=1)


def _inside(points: Floats) -> Flags:
    inside: Flags = (points >= -ROUNDING).all(axis=-1) & (
        points.sum(axis=-1) <= 1 + ROUNDING
    )
    return inside


def _apart(points: Floats, centre: Floats, inverse: Floats) -> Floats:
    """How far points (T, P, 2) are from the centre, squared, in deviations."""
    away = points - centre[:, None]
    apart: Floats = np.einsum("tpi,tij,tpj->tp", away, inverse, away)
    return apart


def _feet(centre: Floats, inverse: Floats) -> Floats:
    """The nearest point of each edge."""
    feet = []
    for start, end in EDGES:
        along = CORNERS[end] - CORNERS[start]
        back = centre - CORNERS[start]
        length = np.einsum("i,tij,j->t", along, inverse, along)
        part = np.einsum("ti,tij,j->t", back, inverse, along) / length
        feet.append(CORNERS[start] + np.clip(part, 0, 1)[:, None] * along)
    return np.stack(feet, axis=1)


def _ends(centre: Floats, spread: Floats, reach: Floats) -> Floats:
    """Where mood is least and greatest on the whole ellipse."""
    towards = spread @ UPWARDS
    step = towards * np.sqrt(reach / (towards @ UPWARDS))[:, None]
    return np.stack([centre - step, centre + step], axis=1)


def _crossings(centre: Floats, inverse: Floats, reach: Floats) -> Floats:
    """Where the ellipse meets the edges; elsewhere, points that are not inside."""
    found = []
    for start, end in EDGES:
        along, away = CORNERS[end] - CORNERS[start], CORNERS[start] - centre
        a = np.einsum("i,tij,j->t", along, inverse, along)
        b = np.einsum("ti,tij,j->t", away, inverse, along)
        c = np.einsum("ti,tij,tj->t", away, inverse, away) - reach
        root = np.sqrt(np.maximum(b * b - a * c, 0.0))
        parts = (-b - root) / a, (-b + root) / a
        found += [CORNERS[start] + part[:, None] * along for part in parts]
    return np.stack(found, axis=1)
