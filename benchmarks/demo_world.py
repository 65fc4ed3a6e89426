"""The demo world's true weekly mood against the line that is shown.

Synthetic data: the world's attitudes are known. It measures listening, scoring
and estimating together, on sentences written for the demo, not on real comments.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from domain.periods import day_of
from kayfiyat.demo.truth import true_mood
from kayfiyat.demo_place import DemoPlace
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, table
from mood.estimates import Estimate
from mood.reading import series
from store.cells import Cells
from store.reading import Reading


def main(data_dir: Path) -> None:
    """Print the mean absolute error and the share inside, overall and by reform."""
    demo = DemoPlace(data_dir)
    at = datetime.now(UTC)
    world = demo.world()
    world.grow(day_of(at))
    shown = table("reform", "weeks", "mean error", "inside 95%", "true range")
    with opened(place(demo.config, data_dir)) as open_database:
        database = open_database.database
        span = Cells(database).span()
        if span is None:
            sys.exit("no cells yet: `kayfiyat run --demo --once` first")
        for reform in [None, *Reading(database).reforms_with_cells()]:
            weeks = series(database, span, by="week", reform=reform)
            pairs = [
                (each, truth)
                for each in weeks
                if each.mood is not None
                and (truth := true_mood(world, each.period, reform, now=at)) is not None
            ]
            shown.add_row(reform or "all comments", *_figures(pairs))
    console.print(shown)


def _figures(pairs: list[tuple[Estimate, float]]) -> tuple[str, ...]:
    if not pairs:
        return ("0", "–", "–", "–")
    errors = [abs((each.mood or 0.0) - truth) for each, truth in pairs]
    inside = [(each.low or 0.0) <= truth <= (each.high or 0.0) for each, truth in pairs]
    truths = [truth for _, truth in pairs]
    return (
        f"{len(pairs)}",
        f"{sum(errors) / len(errors):.1f}",
        f"{sum(inside) / len(inside):.0%}",
        f"{min(truths):+.0f} to {max(truths):+.0f}",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data/demo"))
