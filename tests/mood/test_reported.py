"""What is said of a change, and what is marked and is no change of mood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.events import Event
from mood.breaks import breaks
from mood.estimates import Estimate
from mood.reported import (
    Reported,
    campaign_days,
    coincides,
    of_interest,
    pace_of,
    reported,
)
from mood.versions import Version, versions
from tests.mood.test_breaks import day, noisy, series, step

MOVED = series(noisy(1) + step(-17, 70))
STILL = series(noisy(2))
OLD, NEW = frozenset({"joint-1"}), frozenset({"joint-2"})


def of(
    line: Sequence[Estimate],
    control: Sequence[Estimate] = (),
    marks: Sequence[Version] = (),
    events: Sequence[Event] = (),
) -> list[Reported]:
    return list(reported(line, control, by="day", versions=marks, events=events))


@pytest.mark.parametrize(
    "away, said", [(0, True), (7, True), (-7, True), (12, False), (-12, False)]
)
def test_only_events_near_its_date_coincide_with_a_change(
    away: int, said: bool
) -> None:
    event = Event(day(70 + away).first, "Tariffs rise")

    (found,) = of(MOVED, events=[event])

    assert found.coincides == ((event,) if said else ())


def test_a_wide_interval_of_the_date_reaches_further() -> None:
    (found,) = breaks(MOVED)
    wide = replace(found, latest=day(100))

    assert coincides(day(99).first, wide)
    assert not coincides(day(99).first, found)


def test_a_control_that_stood_still_leaves_the_move_to_the_reform() -> None:
    (found,) = of(MOVED, STILL)

    assert found.control is not None
    assert not found.general


def test_a_move_that_other_reforms_made_too_is_general() -> None:
    (found,) = of(MOVED, series(noisy(3) + step(-15, 70)))

    assert found.general


def test_a_control_that_moved_the_other_way_makes_nothing_general() -> None:
    (found,) = of(MOVED, series(noisy(3) + step(15, 70)))

    assert not found.general


def test_without_a_control_nothing_is_said_of_it() -> None:
    (found,) = of(MOVED)

    assert found.control is None
    assert not found.general


def test_a_control_that_another_scorer_scored_meanwhile_is_none() -> None:
    """What lies on either side of a change of scorer is not to be compared."""
    early = [replace(each, scorers=("joint-1",)) for each in STILL[:40]]
    late = [replace(each, scorers=("joint-2",)) for each in STILL[40:]]

    (found,) = of(MOVED, [*early, *late])

    assert found.control is None


def test_a_change_of_scorer_is_a_mark_and_no_change_of_mood() -> None:
    mark = Version(day(70).first, OLD, NEW)

    assert of(MOVED, marks=[mark]) == []


def test_a_change_away_from_that_of_the_scorer_is_found() -> None:
    mark = Version(day(30).first, OLD, NEW)

    (found,) = of(MOVED, marks=[mark])

    assert found.found.stretch_before.first == day(30).first


def test_versions_are_marked_where_they_change_and_unknown_days_say_nothing() -> None:
    both, start = OLD | NEW, date(2025, 3, 1)
    days = [OLD, frozenset[str](), OLD, both, both, NEW]
    scorers = {start + timedelta(days=n): who for n, who in enumerate(days)}

    marks = list(versions(scorers))

    assert marks == [
        Version(date(2025, 3, 4), OLD, both),
        Version(date(2025, 3, 6), both, NEW),
    ]


def test_days_on_which_campaigns_are_loud_are_marked() -> None:
    days = STILL[:6]
    with_them = [
        replace(e, voices=90 + n)
        for e, n in zip(days, [0, 40, 50, 4, 30, 0], strict=True)
    ]

    found = campaign_days(with_them, days)

    assert [(p.first, p.last) for p in found] == [
        (day(1).first, day(2).last),
        (day(4).first, day(4).last),
    ]


def test_weeks_are_searched_where_most_days_have_no_estimate() -> None:
    gaps = [replace(e, mood=None) if n % 3 else e for n, e in enumerate(STILL)]

    assert (pace_of(STILL), pace_of(gaps)) == ("day", "week")


@pytest.mark.parametrize(
    "of_event, reform, shown",
    [
        ("gas", "gas", True),
        ("land", "gas", False),
        (None, "gas", True),
        ("gas", None, True),
    ],
)
def test_a_reform_is_shown_its_own_events_and_those_of_none(
    of_event: str | None, reform: str | None, shown: bool
) -> None:
    assert of_interest(Event(day(1).first, "x", of_event), reform) == shown
