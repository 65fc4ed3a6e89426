"""The page's tables and charts. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from domain.periods import Step
from mood.estimates import Estimate
from mood.judged import Findings, Judged
from shown import theme, words
from shown.axes import SIGNED, reach_of
from shown.charts import layered
from shown.speech import _, later
from ui.views.label.sentences import called

ACCURACY = ["what", "labels", "right", "low", "high", "card"]
MOODS = ["step", "first_day", "last_day", "labels", *("without", "without_low")]
MOODS += ["without_high", "with", "with_low", "with_high"]

KINDS = (later("without labels"), later("with labels"))

ROW = 36
MOST = 12
"""So many of the latest steps are drawn; the table has them all."""


def accuracy_frame(found: Findings, *, k: int) -> pd.DataFrame:
    """One row for each language, and each script of one that has several."""
    rows = [_row(each, k) for each in _worth_telling(found)]
    numbers = dict.fromkeys(ACCURACY[2:], float) | {"labels": "Int64"}
    return pd.DataFrame(rows, columns=ACCURACY).astype(numbers)


def _worth_telling(found: Findings) -> list[Judged]:
    told = []
    for language in found.languages:
        of_it = [each for each in found.scripts if each.language == language.language]
        told += [language, *(of_it if len(of_it) > 1 else [])]
    return told


def _row(each: Judged, k: int) -> dict[str, object]:
    here, told = each.here, each.voices >= k
    return {
        "what": called(each),
        "labels": each.labels if told else None,
        "right": here.share if here else None,
        "low": here.low if here else None,
        "high": here.high if here else None,
        "card": each.stated.share if each.stated else None,
    }


def accuracy_chart(table: pd.DataFrame) -> alt.LayerChart:
    """The share that is right in its interval, and a tick for what the card says."""
    shown = table[table["right"].notna()].copy()
    shown["told"] = [words.percent(share) for share in shown["right"]]
    shown["between"] = [
        f"{words.percent(row.low)} – {words.percent(row.high)}"
        for row in shown.itertuples()
    ]
    name, ink = _names("what", list(shown["what"])), alt.value(theme.MOOD)
    base = alt.Chart(shown).encode(y=name, color=ink, tooltip=_accuracy_told())
    stated = alt.Chart(shown[shown["card"].notna()])
    return layered(
        [
            _band(base, _share_axis("low")),
            base.mark_circle(size=70, opacity=1).encode(x=_share_axis("right")),
            stated.mark_tick(thickness=3, size=22).encode(
                x=_share_axis("card"), y=name, color=alt.value(theme.QUIET)
            ),
        ],
        height=ROW * max(len(shown), 1),
    )


def _accuracy_told() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("what:N", title=_("Language")),
        alt.Tooltip("told:N", title=_("Right")),
        alt.Tooltip("between:N", title=_("95% interval")),
        alt.Tooltip("labels:Q", title=_("Labels")),
    ]


def moods_frame(
    made: Sequence[Estimate], plain: Sequence[Estimate], *, by: Step
) -> pd.DataFrame:
    """One row for each step whose mood is made with labels, the latest first."""
    before = {each.period: each for each in plain}
    rows = [
        {
            "step": words.step_name(each.period, by),
            "first_day": each.period.first,
            "last_day": each.period.last,
            "labels": each.labels,
            "without": was.mood,
            "without_low": was.low,
            "without_high": was.high,
            "with": each.mood,
            "with_low": each.low,
            "with_high": each.high,
        }
        for each in reversed(made)
        if each.labels and (was := before.get(each.period))
    ]
    return pd.DataFrame(rows, columns=MOODS).astype(dict.fromkeys(MOODS[4:], float))


def moods_chart(table: pd.DataFrame) -> alt.LayerChart:
    """Both moods of a step, one over the other, each in its interval."""
    long = _long(table.head(MOST))
    reach, names = reach_of(long), [_(kind) for kind in KINDS]
    legend = alt.Legend(orient="top", direction="horizontal", title=None)
    colours = alt.Scale(domain=names, range=[theme.QUIET, theme.MOOD])
    shapes = alt.Scale(domain=names, range=["diamond", "circle"])
    base = alt.Chart(long).encode(
        y=_names("step", list(dict.fromkeys(long["step"]))),
        yOffset=alt.YOffset("kind:N", scale=alt.Scale(domain=names, padding=0.2)),
        color=alt.Color("kind:N", scale=colours, legend=legend),
        tooltip=_moods_told(),
    )
    points = base.mark_point(size=60, filled=True, opacity=1).encode(
        x=_mood_axis("mood", reach),
        shape=alt.Shape("kind:N", scale=shapes, legend=legend),
    )
    return layered(
        [_zero(reach), _band(base, _mood_axis("low", reach)), points],
        height=2 * ROW * max(len(table.head(MOST)), 1),
    )


def _moods_told() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("step:N", title=_("When")),
        alt.Tooltip("kind:N", title=_("How")),
        alt.Tooltip("told:N", title=_("Mood")),
        alt.Tooltip("between:N", title=_("95% interval")),
    ]


def _band(base: alt.Chart, low: alt.X) -> alt.Chart:
    """The interval, from ``low`` on."""
    band: alt.Chart = base.mark_rule(strokeWidth=5, opacity=0.3).encode(
        x=low, x2="high:Q"
    )
    return band


def _zero(reach: int) -> alt.Chart:
    """The line between against and in favour."""
    chart: alt.Chart = (
        alt.Chart(pd.DataFrame({"mood": [0]}))
        .mark_rule(strokeWidth=1.2, opacity=0.8)
        .encode(x=_mood_axis("mood", reach), color=alt.value(theme.QUIET))
    )
    return chart


def _long(table: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "step": row["step"],
            "kind": _(kind),
            "mood": row[name],
            "low": row[f"{name}_low"],
            "high": row[f"{name}_high"],
            "told": words.signed(row[name]),
            "between": words.interval(row[f"{name}_low"], row[f"{name}_high"]),
        }
        for row in table.to_dict("records")
        for kind, name in zip(KINDS, ("without", "with"), strict=True)
    ]
    return pd.DataFrame(rows)


def _names(field: str, order: list[str]) -> alt.Y:
    axis = alt.Axis(title=None, labelLimit=130, ticks=False, domain=False)
    return alt.Y(f"{field}:N", sort=order, axis=axis)


def _share_axis(field: str) -> alt.X:
    axis = alt.Axis(title=None, format="%", values=[0, 0.25, 0.5, 0.75, 1])
    return alt.X(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, 1]))


def _mood_axis(field: str, reach: int) -> alt.X:
    axis = alt.Axis(title=None, labelExpr=SIGNED, tickCount=5)
    return alt.X(
        f"{field}:Q", axis=axis, scale=alt.Scale(domain=[-reach, reach], nice=False)
    )
