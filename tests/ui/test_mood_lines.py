"""What the page of mood says and marks of its lines, without a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd  # type: ignore[import-untyped]
import pytest

from domain.events import Event
from domain.periods import Period
from mood.breaks import breaks
from mood.estimates import Estimate
from mood.reported import Changes, Reported
from shown.axes import reach_of
from shown.frames import steps_frame
from shown.marks import blind_frame
from tests.ui.estimated import day, estimate, marked
from ui.views.mood import changing, comparing, drawing, rested
from ui.views.mood.gathered import Before, Line, named_apart

PERIOD = Period(day(1), day(1) + timedelta(days=59))

LEVEL = ("low_elsewhere", "high_elsewhere")


def days(*moods: float | None, first: int = 1) -> tuple[Estimate, ...]:
    start = day(1) + timedelta(days=first - 1)
    return tuple(
        estimate(mood, first=start + timedelta(days=n)) for n, mood in enumerate(moods)
    )


def line(name: str, *moods: float | None) -> Line:
    return Line(name, name, days(*moods, first=8))


def fallen() -> Changes:
    """From +20 to −20 on the thirty-first day."""
    (found,) = breaks(days(*[20.0] * 30, *[-20.0] * 30))
    event = Event(found.first.first, "=Tariffs")
    return Changes("day", (Reported(found, (event,)),), (), ())


def test_lines_stand_in_a_step_that_is_called_whole_only_if_it_is() -> None:
    week = estimate(first=day(2), last=day(8))

    assert comparing.when(week, "week", day(9)) == "The last whole step: 2–8 Mar 2026"
    assert comparing.when(week, "week", day(8)) == (
        "The latest step, which is not whole: 2–8 Mar 2026"
    )


def test_a_change_tells_when_from_to_how_much_and_with_what_it_coincides() -> None:
    (row,) = changing.changes_frame(fallen()).to_dict("records")

    assert row["since"] == "31 Mar 2026"
    assert row["was"].startswith("+20 (")
    assert row["became"].startswith("−20 (")
    assert row["points"].startswith("−40 (")
    assert row["coincides"] == "31 Mar 2026: =Tariffs"
    assert row["meanwhile"] == "–"


def test_a_change_is_marked_on_its_day_by_the_letter_of_its_row() -> None:
    (mark,) = changing.marks_frame(fallen().reported, PERIOD).to_dict("records")

    assert mark["key"] == "A"
    assert mark["at"].isoformat() == "2026-03-31T00:00:00"
    assert not mark["up"]


def test_the_file_of_changes_holds_numbers() -> None:
    (row,) = changing.changes_kept(fallen()).to_dict("records")

    assert row["points"] == pytest.approx(-40)
    assert row["points_low"] < -40 < row["points_high"]


def test_the_letters_go_on_after_z() -> None:
    assert [changing.letter(n) for n in (0, 25, 26)] == ["A", "Z", "A2"]


def test_one_change_is_said_with_its_interval_and_that_nothing_else_moved() -> None:
    said = changing.found(fallen(), PERIOD)

    assert said.startswith("One lasting change was found in this time: **−40** (")
    assert said.endswith("otherwise it stayed within its interval.")


def test_where_none_was_found_it_is_said_how_long_it_would_have_lasted() -> None:
    none = Changes("week", (), (), ())

    assert "lasted two weeks or longer" in changing.found(
        none, Period(day(1), day(1) + timedelta(days=200))
    )
    assert "too short" in changing.found(none, PERIOD)


def test_nothing_says_why() -> None:
    words = " ".join(map(str, changing.changes_frame(fallen()).iloc[0]))

    assert "because" not in words
    assert "caused" not in words


def test_lines_that_moved_stand_apart_from_those_that_did_not() -> None:
    lines = [line("Tariffs", 40.0, -10.0), line("Visas", 5.0, 6.0)]
    lines.append(line("Water", None, 3.0))

    stands = comparing.stands(lines, by="day", today=day(12))

    assert comparing.moved(stands, by="day") == (
        "On 9 Mar 2026, on the day before, beyond their interval moved: "
        "Tariffs **−50 (−57 to −43)**. Within their interval stayed: Visas. "
        "Not known, for want of a mood: Water."
    )


def test_where_no_line_moved_it_is_said_first() -> None:
    lines = [line("Tariffs", 1.0, 2.0), line("Visas", 5.0, 6.0)]

    said = comparing.moved(comparing.stands(lines, by="day", today=day(12)), by="day")

    assert said.endswith("nothing moved beyond its interval: Tariffs and Visas.")


def test_the_name_of_a_line_is_no_markup() -> None:
    lines = [line("**bold** <b>", 1.0, 40.0)]

    said = comparing.moved(comparing.stands(lines, by="day", today=day(12)), by="day")

    assert r"\*\*bold\*\* \<b\>" in said


def test_two_lines_of_one_name_are_told_apart() -> None:
    twice = [Line("Tariffs", "one", ()), Line("Tariffs", "two", ())]

    assert [each.name for each in named_apart(twice)] == ["Tariffs", "Tariffs (two)"]


def test_a_period_is_held_against_the_one_before_as_a_whole() -> None:
    was = Before("The period before", Period(day(1), day(7)), days(*[-20.0] * 7))
    now = Line("All", None, days(*[20.0] * 7, first=8))

    said = comparing.on_before(now, was, Period(day(8), day(14)), by="day")

    assert said.startswith("Taken as a whole, the period stands **+40 (")
    assert said.endswith("against 1–7 Mar 2026: it moved beyond its interval.")


def test_what_was_scored_otherwise_is_not_held_against_it() -> None:
    old = tuple(replace(each, scorers=("old",)) for each in days(*[-20.0] * 7))
    was = Before("The period before", Period(day(1), day(7)), old)
    now = Line("All", None, days(*[20.0] * 7, first=8))

    said = comparing.on_before(now, was, Period(day(8), day(14)), by="day")

    assert said == (
        "The period before: it was scored otherwise, so no difference is stated."
    )


def test_a_step_says_what_every_line_says_of_it() -> None:
    lines = [("a", days(1.0, 2.0)), ("b", days(None, 4.0))]
    steps = [steps_frame(made, by="day", k=5).assign(name=name) for name, made in lines]
    long = pd.concat(steps, ignore_index=True)

    hover = comparing.hover_frame(long, ["a", "b"])

    assert hover["line0"].tolist() == ["+1 (−4 to +6)", "+2 (−3 to +7)"]
    assert hover["line1"].tolist() == ["–", "+4 (−1 to +9)"]


def test_steps_that_are_only_half_there_are_marked() -> None:
    half = estimate(first=day(1), coverage=0.7)
    few = replace(estimate(first=day(2)), collected=0.3)

    steps = steps_frame([half, few, estimate(first=day(3))], by="day", k=5)

    assert steps["mark"].tolist() == ["unseen", "unstored", ""]
    assert [layer.mark.shape for layer in drawing.half_marks(steps, 20, PERIOD)] == [
        "circle",
        "diamond",
    ]


def test_where_most_steps_are_half_there_none_is_marked() -> None:
    assert rested.few_marks(["unseen", "", ""])
    assert not rested.few_marks(["unseen", "unstored", ""])
    assert not rested.few_marks(["", ""])


def test_how_far_the_level_may_lie_off_is_drawn_once_at_the_end() -> None:
    wide = [
        replace(each, low_elsewhere=-30.0, high_elsewhere=50.0)
        for each in days(1.0, 2.0, 3.0)
    ]

    ends = drawing.ends(steps_frame(wide, by="day", k=5))

    assert ends["low_elsewhere"].notna().tolist() == [False, False, True]
    assert len(drawing.bracket(ends, 60, PERIOD)) == 3
    assert reach_of(ends, ("low", "high", *LEVEL)) == 60


def test_lines_side_by_side_are_marked_where_any_is_made_otherwise() -> None:
    old, new = days(1.0, 2.0)
    turned = (replace(old, scorers=("old",)), replace(new, scorers=("new",)))
    lines = [
        steps_frame(made, by="day", k=5).assign(name=name, dashed=False)
        for name, made in (("a", turned), ("b", turned), ("c", days(3.0, 4.0)))
    ]
    drawn = drawing.Compared(pd.concat(lines), lines[0], ("a", "b", "c"), 20)
    none = pd.DataFrame()

    chart = drawing.compared_chart(
        drawn, blind_frame([], PERIOD), none, PERIOD
    ).to_dict()

    assert [row["turn"] for row in marked(chart)] == ["new scorer"]


def test_campaigns_are_told_where_they_moved_the_mood_most() -> None:
    shown, without = days(1.0, -30.0, 3.0), days(1.0, -10.0, 3.0)

    said = rested.campaigns_told(shown, without, with_them=True, by="day")

    assert said == (
        "On 2 Mar 2026 coordinated campaigns moved it most: −30 with them, −10 without."
    )
    assert not rested.differ(shown, shown)


def test_of_few_comments_not_scored_no_number_is_told() -> None:
    made = [replace(estimate(), not_scored={"other": 9, "ru": 2})] * 2

    assert rested.not_scored(made, k=5) == (
        "Comments not scored, by language: Other languages – 18, "
        "Russian – fewer than 5."
    )


def test_it_is_said_how_many_steps_are_half_there() -> None:
    half = estimate(first=day(1), coverage=0.7)
    few = replace(estimate(first=day(2)), collected=0.3)

    said = list(rested.half_there([half, few], by="day"))

    assert said[0] == "Half blind, with less than 90% of the hours seen: 1 day of 2."
    assert said[1].startswith("With less than half of the comments stored")
    assert said[1].endswith(": 1 day of 2.")


def test_it_is_said_how_much_of_what_servers_count_is_stored() -> None:
    low, high = (replace(estimate(), collected=share) for share in (0.8, 1.0))

    assert "**80%** to **100%** are stored" in rested.stored([low, high])
    assert rested.stored([estimate()]) == ""
