"""`make bench` runs what it can, and says in a sentence what it cannot."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.__main__ import COMPARISONS, Comparison, reasons_to_leave_out
from benchmarks.truth import Side, figures
from mood.estimates import estimate
from tests.mood.worlds import ONE_DAY

HERE = Path(__file__).parent
NOWHERE = HERE / "nowhere"
ONE = Comparison("One", "saving", given=("9",), quick=("1",))


def reasons(each: Comparison, *, data: Path = HERE, quick: bool = False) -> list[str]:
    return list(reasons_to_leave_out(each, data, quick=quick))


@pytest.mark.parametrize("each", COMPARISONS, ids=lambda each: each.module)
def test_each_comparison_is_there(each: Comparison) -> None:
    assert callable(import_module(f"benchmarks.{each.module}").main)


def test_an_extra_that_is_not_installed_is_named() -> None:
    (said,) = reasons(replace(ONE, needs="no_such_package"))

    assert "no_such_package is not installed" in said
    assert reasons(replace(ONE, needs="numpy")) == []


def test_data_that_are_not_there_are_named_where_they_must_be() -> None:
    (said,) = reasons(replace(ONE, data=True, must=True), data=NOWHERE)

    assert str(NOWHERE) in said
    assert reasons(replace(ONE, data=True), data=NOWHERE) == []


def test_in_a_hurry_less_is_told_or_nothing_is_run() -> None:
    assert ONE.command(HERE, quick=True)[-1] == "1"
    assert ONE.command(HERE, quick=False)[-1] == "9"
    assert reasons(replace(ONE, quick=None), quick=True) == ["it has no short form"]
    assert reasons(replace(ONE, quick=None)) == []


def test_the_truth_is_inside_the_interval_or_off_by_points() -> None:
    nothing = estimate([], ONE_DAY, coverage=1)
    found = replace(nothing, mood=-10.0, low=-20.0, high=0.0)
    sides = [Side(found, -5.0), Side(found, 5.0)]

    assert [side.inside for side in sides] == [True, False]
    assert [side.off for side in sides] == [-5.0, -15.0]
    assert "2 weeks, mean absolute error 10.0 points (bias -10.0" in figures(sides)
    assert figures([]) == "no weeks"
