"""What labels are worth when the subject shifts: plain, corrected and by labels.

A thousand synthetic worlds for each row: a day of 1,200 voices in Uzbek and Russian,
some of whom write several comments. The scorer's errors were measured on other
texts; *shift* says how far its errors here are from those.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np

from kayfiyat.printing import console, table
from mood import labelled
from mood.correction import Confusions
from mood.estimates import Estimate, estimate
from tests.mood.labelled_worlds import (
    PUBLIC,
    World,
    by_labels,
    confusions,
    error,
    holds,
    world,
)
from tests.mood.worlds import ONE_DAY

WORLDS = 1_000
SIZES = (30, 100, 300)
SKEWED = {"uz": (0.85, 0.12, 0.03), "ru": (0.75, 0.20, 0.05)}
Scores = dict[str, list[tuple[float, bool, float]]]


def main(worlds: int = WORLDS, sizes: Sequence[int] = SIZES) -> None:
    """Print the mean error in points of mood, and the intervals' coverage and width."""
    labelled.LEAST = 2  # so that less can be measured, too
    columns = ["plain", "corrected", *(f"{size} labels" for size in sizes)]
    title = "error in points, share of intervals that hold, their half width"
    shown = table("public, shift", *columns, title=title)
    for name, public in {"mixed": PUBLIC, "skewed": SKEWED}.items():
        for shift in ("none", "mild", "strong"):
            scores = _scores(worlds, shift, public, sizes)
            shown.add_row(f"{name}, {shift}", *map(_cell, scores.values()))
    console.print(shown)


def _scores(
    worlds: int,
    shift: str,
    public: dict[str, tuple[float, float, float]],
    sizes: Sequence[int],
) -> Scores:
    chance = np.random.default_rng([2026, len(shift)])
    scores: Scores = {}
    for number in range(worlds):
        if number % 50 == 0:
            known = confusions(chance)
        made = world(chance, shift=shift, public=public)
        for name, found in _estimates(made, known, chance, sizes).items():
            half = ((found.high or 0) - (found.low or 0)) / 2
            scores.setdefault(name, []).append(
                (error(found, made), holds(found, made), half)
            )
    return scores


def _estimates(
    made: World, known: Confusions, chance: np.random.Generator, sizes: Sequence[int]
) -> dict[str, Estimate]:
    cells = made.cells
    return {
        "plain": estimate(cells, ONE_DAY, coverage=1),
        "corrected": estimate(cells, ONE_DAY, coverage=1, confusions=known),
    } | {str(size): by_labels(made, chance, size) for size in sizes}


def _cell(scores: list[tuple[float, bool, float]]) -> str:
    errors, held, half = np.array(scores, dtype=float).mean(axis=0)
    return f"{errors:.1f} {held:.0%} ±{half:.0f}"


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(given[0] if given else WORLDS, given[1:] or SIZES)
