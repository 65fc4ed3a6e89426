"""What the charts draw: the data and the scales, not the picture."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.periods import Period
from mood.coverage import Blind
from mood.estimates import Estimate
from shown.axes import reach_of
from shown.charts import mood_chart, shares_chart, voices_chart
from shown.frames import shares_frame, steps_frame
from shown.marks import blind_frame, events_frame
from store.events import Event
from tests.ui.estimated import day, estimate, marked

PERIOD = Period(day(1), day(10))
GAP = [5.0, 6.0, None, 7.0, None, -8.0, -9.0, -9.0, 0.0, 1.0]
BLOCKED = Blind(
    datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC), ("blocked",), 1
)


def days() -> list[Estimate]:
    return [estimate(mood, first=day(n)) for n, mood in enumerate(GAP, 1)]


def drawn(*, events: list[Event] | None = None) -> dict[str, Any]:
    chart = mood_chart(
        steps_frame(days(), by="day", k=5),
        blind_frame([BLOCKED], PERIOD),
        events_frame(events or [], PERIOD),
        PERIOD,
    )
    spec: dict[str, Any] = chart.to_dict()
    return spec


def layers(spec: dict[str, Any], mark: str) -> Iterator[dict[str, Any]]:
    return (layer for layer in spec["layer"] if layer["mark"]["type"] == mark)


def rows(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec["datasets"][layer["data"]["name"]]
    return found


def test_the_line_is_broken_at_every_gap_and_never_passes_through_none() -> None:
    spec = drawn()
    (line,) = layers(spec, "line")

    data = rows(spec, line)

    assert [row["mood"] for row in data] == [m for m in GAP if m is not None]
    assert line["encoding"]["detail"]["field"] == "run"
    assert len({row["run"] for row in data}) == 3


def test_a_day_between_two_gaps_is_a_point() -> None:
    spec = drawn()
    (point,) = layers(spec, "circle")

    assert [row["mood"] for row in rows(spec, point)] == [7.0]


def test_where_the_line_is_made_otherwise_it_is_marked() -> None:
    old, new = estimate(first=day(1)), estimate(first=day(2))
    made = [replace(old, scorers=("old",)), replace(new, scorers=("new",))]
    steps = steps_frame(made, by="day", k=5)

    spec = mood_chart(
        steps, blind_frame([], PERIOD), events_frame([], PERIOD), PERIOD
    ).to_dict()

    (mark,) = marked(spec)
    assert mark["turn"] == "new scorer"
    assert mark["start"].startswith("2026-03-02")
    assert not marked(drawn())


def test_the_band_is_the_interval() -> None:
    (band,) = layers(drawn(), "area")

    assert band["encoding"]["y"]["field"] == "low"
    assert band["encoding"]["y2"]["field"] == "high"


def test_the_axis_reaches_as_far_down_as_up() -> None:
    (line,) = layers(drawn(), "line")

    assert line["encoding"]["y"]["scale"]["domain"] == [-20, 20]


@pytest.mark.parametrize(
    "mood, reach", [(3.0, 20), (-38.0, 50), (97.0, 100), (None, 20)]
)
def test_the_axis_is_zoomed_but_round(mood: float | None, reach: int) -> None:
    assert reach_of(steps_frame([estimate(mood)], by="day", k=5)) == reach


def test_what_was_blind_is_shaded_with_its_reason() -> None:
    spec = drawn()
    shades = [
        layer
        for layer in layers(spec, "rect")
        if "share" in str(layer["encoding"]["opacity"])
    ]

    (shade,) = shades
    (row,) = rows(spec, shade)

    assert row["why"] == "blocked"
    assert "why" in {tip["field"] for tip in shade["encoding"]["tooltip"]}


def test_an_event_is_a_rule_with_a_number() -> None:
    spec = drawn(events=[Event(day(5), "Tariffs rise")])

    rules = [
        rows(spec, rule)
        for rule in layers(spec, "rule")
        if rule["encoding"].get("x", {}).get("field") == "at"
    ]

    assert [row["title"] for row in rules[0]] == ["Tariffs rise"]


def test_bars_of_voices_leave_out_what_may_not_be_told() -> None:
    few = [estimate(first=day(1)), estimate(None, first=day(2), voices=3)]
    steps = steps_frame(few, by="day", k=5)

    spec = voices_chart(steps, blind_frame([], PERIOD), PERIOD).to_dict()

    assert [row["bar"] for row in rows(spec, spec["layer"][0])] == [100]


def test_against_and_in_favour_are_not_told_apart_by_red_and_green() -> None:
    steps = steps_frame(days(), by="day", k=5)
    shares = shares_frame(days(), by="day")

    spec = shares_chart(steps, shares, blind_frame([], PERIOD), PERIOD).to_dict()

    scale = spec["layer"][1]["encoding"]["color"]["scale"]
    colours = dict(zip(scale["domain"], scale["range"], strict=True))
    assert (colours["In favour"], colours["Against"]) == ("blue", "orange")


def test_all_time_axes_line_up() -> None:
    steps = steps_frame(days(), by="day", k=5)
    none = blind_frame([], PERIOD)
    charts = [
        drawn(),
        voices_chart(steps, none, PERIOD).to_dict(),
        shares_chart(steps, shares_frame(days(), by="day"), none, PERIOD).to_dict(),
    ]

    widths = {
        layer["encoding"]["y"]["axis"]["maxExtent"]
        for chart in charts
        for layer in chart["layer"]
        if "axis" in layer["encoding"].get("y", {})
    }

    assert len(widths) == 1
