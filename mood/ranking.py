"""A score of named components with open weights, and ranks that know their noise. Pure.

A component is normalised by percentile among the rows shown: the best of n gets
100 (n - 1/2) / n, the worst 100 / (2 n). So one page with a million followers does
not press all others together, as a z-score or a range would, and no unit counts more
than another. The price: a score says where a row stands among these rows, and
another choice of rows gives another score. The score is the mean of the percentiles
of what is known, by their weights.

Ranks are uncertain even where figures look precise (Goldstein and Spiegelhalter
1996, *League tables and their limitations of institutional performance*, Journal of
the Royal Statistical Society A 159). A thousand times every figure is drawn anew from
its interval (a parametric bootstrap, Efron and Tibshirani 1993) and all rows are
ranked; the interval holds the middle 95% of the ranks that a row got. Two rows whose
intervals overlap are not to be told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from domain.scorecards import Component, Figure, Place, Scorecard, Weights
from mood.intervals import NORMAL
from mood.sums import Floats

DRAWS = 1_000

LEAST_KNOWN = 0.5
"""With less than this share of the weights known there is no score."""

LESS_IS_BETTER = {Component.WAIT}

SAME_POSTS = {
    Component.VIEWS: "posts",
    Component.INTERACTIONS: "posts",
    Component.EFFECTIVENESS: "posts",
}
"""What is made of the same posts is drawn together."""


def ranked(
    rows: Sequence[Scorecard], weights: Weights, *, seed: int
) -> list[Scorecard]:
    """The rows with their places, the best first; those without a score come last."""
    chosen = dict(weights.items())
    known = np.array([[_has(row, part) for part in chosen] for row in rows])
    weighing = np.array(list(chosen.values()))
    told = known @ weighing / weighing.sum() if chosen and rows else np.zeros(len(rows))
    scored = [n for n in range(len(rows)) if told[n] >= LEAST_KNOWN]
    places = _places([rows[n] for n in scored], chosen, seed)
    placed = list(rows)
    for n, place in zip(scored, places, strict=True):
        placed[n] = rows[n].placed(place(float(told[n])))
    return sorted(placed, key=_order)


def _order(row: Scorecard) -> tuple[bool, int, str]:
    return row.place is None, row.place.rank if row.place else 0, row.title.casefold()


def value_of(row: Scorecard, part: Component) -> Figure | None:
    """The figure that counts for a component; followers have no interval to draw from.

    A figure without an interval, of too few posts, does not count.
    """
    if part is Component.FOLLOWERS:
        n = row.followers
        return None if n is None else Figure(float(n), float(n), float(n))
    found: Figure | None = getattr(row, part)
    return found if found and found.low is not None else None


def _has(row: Scorecard, part: Component) -> bool:
    return value_of(row, part) is not None


def _places(
    rows: Sequence[Scorecard], weights: Mapping[Component, float], seed: int
) -> list[Callable[[float], Place]]:
    """All of each row's place but how much of it is known."""
    if not rows:
        return []
    chance = np.random.default_rng(seed)
    scores = _scores(_drawn(rows, weights, chance), list(weights.values()))
    ranks = _ranks(scores)
    low, high = np.quantile(scores, [0.025, 0.975], axis=0)
    best, worst = np.quantile(
        ranks, [0.025, 0.975], axis=0, method="closest_observation"
    )
    return [
        lambda known, n=n: Place(  # type: ignore[misc]
            score=Figure(
                float(scores[0, n]),
                float(min(low[n], scores[0, n])),
                float(max(high[n], scores[0, n])),
            ),
            rank=int(ranks[0, n]),
            best=int(min(best[n], ranks[0, n])),
            worst=int(max(worst[n], ranks[0, n])),
            among=len(rows),
            known=known,
        )
        for n in range(len(rows))
    ]


def _drawn(
    rows: Sequence[Scorecard],
    weights: Mapping[Component, float],
    chance: np.random.Generator,
) -> list[Floats]:
    """For each component the figures (draws, rows), the better the greater.

    The first draw is the figures themselves. NaN where there is none.
    """
    lots: dict[str, Floats] = {}
    found = []
    for part in weights:
        name = SAME_POSTS.get(part, str(part))
        if name not in lots:
            lots[name] = chance.standard_normal((DRAWS + 1, len(rows)))
            lots[name][0] = 0.0
        drawn = _figures([value_of(row, part) for row in rows], lots[name])
        found.append(-drawn if part in LESS_IS_BETTER else drawn)
    return found


def _figures(figures: Sequence[Figure | None], lots: Floats) -> Floats:
    """Two half normals with the interval's ends at their quantiles."""
    table = np.array([(f.value, f.low, f.high) if f else [np.nan] * 3 for f in figures])
    value, low, high = table.astype(float).T
    drawn: Floats = value + lots / NORMAL * np.where(
        lots < 0, value - low, high - value
    )
    return drawn


def _scores(drawn: Sequence[Floats], weights: Sequence[float]) -> Floats:
    """Weighted means (draws, rows) of the percentiles that are known."""
    total, known = np.zeros_like(drawn[0]), np.zeros_like(drawn[0])
    for figures, weight in zip(drawn, weights, strict=True):
        there = np.isfinite(figures)
        total += np.where(there, weight * _percentiles(figures), 0.0)
        known += weight * there
    scores: Floats = total / known
    return scores


def _percentiles(figures: Floats) -> Floats:
    """Among those that are there; equals share theirs."""
    there = np.isfinite(figures)
    # What is not there comes last, after all that counts.
    ranks = _mean_ranks(np.where(there, figures, np.inf))
    n = there.sum(axis=1, keepdims=True)
    found: Floats = 100 * (ranks + 0.5) / np.maximum(n, 1)
    return found


def _mean_ranks(figures: Floats) -> Floats:
    """Of each row, from 0 for the least; equals share the mean of theirs."""
    order = np.argsort(figures, axis=1)
    ascending = np.take_along_axis(figures, order, axis=1)
    edges = np.ones((len(figures), figures.shape[1] + 1), dtype=bool)
    edges[:, 1:-1] = ascending[:, 1:] != ascending[:, :-1]
    places = np.arange(figures.shape[1])
    first = np.maximum.accumulate(np.where(edges[:, :-1], places, 0), axis=1)
    ends = np.where(edges[:, 1:], places, len(places))[:, ::-1]
    last = np.minimum.accumulate(ends, axis=1)[:, ::-1]
    ranks = np.empty_like(figures)
    np.put_along_axis(ranks, order, (first + last) / 2, axis=1)
    return ranks


def _ranks(scores: Floats) -> NDArray[np.int64]:
    """1 for the greatest; equals share the better rank."""
    above: NDArray[np.int64] = (scores[:, None, :] > scores[:, :, None] + 1e-9).sum(
        2
    ) + 1
    return above
