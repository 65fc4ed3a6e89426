"""The soak's curves, drawn as the rest of the project draws. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from benchmarks.soak.figures import EACH, Figures
from benchmarks.soak.lags import STAGES, Watched, at_share, by_stage
from shown import theme
from shown.pictures import png_of

MINUTE = 60.0
PARTS = 8
HEIGHT = 260
_COLOURS = [*theme.SERIES, theme.NEUTRAL, theme.LIGHT["textColor"]]
_DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3], [10, 4], [4, 4], [3, 1]]


def charts(figures: Figures) -> dict[str, bytes]:
    """A PNG by its name."""
    return {
        "soak-rate": _drawn(
            figures,
            pd.DataFrame(_rates(figures), columns=["minute", "what", "value"]),
            ["fed", "stored"],
            "Comments a second",
        ),
        "soak-lag": _drawn(
            figures,
            pd.DataFrame(_late(figures), columns=["minute", "what", "value"]),
            list(STAGES),
            "Median seconds after it was written, by the minute",
            scale=alt.Scale(type="symlog", constant=1),
        ),
        "soak-memory": _drawn(
            figures,
            pd.DataFrame(_memory(figures), columns=["minute", "what", "value"]),
            list(figures.taken)[:PARTS],
            "Memory in MB",
        ),
    }


def _drawn(
    figures: Figures,
    frame: pd.DataFrame,
    order: Sequence[str],
    title: str,
    *,
    scale: Any = alt.Undefined,
) -> bytes:
    colour = alt.Scale(domain=order, range=_COLOURS[: len(order)])
    dash = alt.Scale(domain=order, range=_DASHES[: len(order)])
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=300)
    lines = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("minute:Q", title="minutes since the feeding began"),
            y=alt.Y("value:Q", title=None, scale=scale),
            color=alt.Color("what:N", sort=order, scale=colour, legend=legend),
            strokeDash=alt.StrokeDash("what:N", sort=order, scale=dash, legend=legend),
        )
    )
    spec = (_faults(figures) + lines).properties(height=HEIGHT).to_dict()
    return png_of(spec, title=title, subtitle=_subtitle(figures))


def _subtitle(figures: Figures) -> str:
    return (
        "Synthetic comments. Upright lines are faults; the feeding ended after "
        f"{figures.seconds / MINUTE:.1f} minutes."
    )


def _faults(figures: Figures) -> alt.Chart:
    moments = [(one.began - figures.began) / MINUTE for one in figures.befallen]
    frame = pd.DataFrame({"minute": [*moments, figures.seconds / MINUTE]})
    rules: alt.Chart = (
        alt.Chart(frame)
        .mark_rule(color=theme.LIGHT["borderColor"], strokeWidth=1)
        .encode(x="minute:Q")
    )
    return rules


def _rates(figures: Figures) -> Iterator[tuple[float, str, float]]:
    """By the half minute: curves of seconds would be a wood."""
    step = 3 * EACH
    noted = [figures.moments[n] for n in range(0, len(figures.moments), 3)]
    for one, next_one in pairwise(noted):
        value = (next_one.fed - one.fed) / (next_one.at - one.at)
        yield (one.at - figures.began) / MINUTE, "fed", value
    stored: dict[int, int] = {}
    for at, number in figures.stored_at.items():
        place = int((at - figures.began) // step)
        stored[place] = stored.get(place, 0) + number
    last = max(stored, default=0)
    for place in range(last + 1):
        yield place * step / MINUTE, "stored", stored.get(place, 0) / step


def _late(figures: Figures) -> Iterator[tuple[float, str, float]]:
    minutes: dict[int, list[Watched]] = {}
    for one in figures.watched:
        minutes.setdefault(int((one.at - figures.began) // MINUTE), []).append(one)
    for minute, watched in sorted(minutes.items()):
        for stage, seconds in by_stage(watched).items():
            if (value := at_share(seconds, 0.5)) is not None:
                yield minute, stage, value


def _memory(figures: Figures) -> Iterator[tuple[float, str, float]]:
    for one in figures.moments:
        for part, megabytes in one.megabytes.items():
            yield (one.at - figures.began) / MINUTE, part, megabytes
