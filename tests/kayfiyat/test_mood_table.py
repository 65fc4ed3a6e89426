"""The table of `kayfiyat mood`: what it shows, what it marks, what it says below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from domain.periods import Period
from kayfiyat.commands.mood import as_json
from kayfiyat.commands.mood_table import made, not_scored, notes
from mood.estimates import Estimate
from tests.digest.letters import MONDAY, estimate

SCORER, NEXT = "joint-1.0", "joint-1.1"


def weeks(*changed: dict[str, Any]) -> list[Estimate]:
    """One estimate a week, each with what is ``changed`` in it."""
    whole = estimate(-12, collected=1.0, scorers=(SCORER,))
    days = [MONDAY + timedelta(weeks=n) for n in range(len(changed))]
    return [
        replace(whole, period=Period(day, day + timedelta(days=6)), **fields)
        for day, fields in zip(days, changed, strict=True)
    ]


NONE: dict[str, Any] = {"mood": None, "low": None, "high": None}


def lines(estimates: Sequence[Estimate], *, width: int | None = 200) -> list[str]:
    """The table as a terminal of that width shows it, and the note on its room."""
    shown, note = made(estimates, width=width, k=5)
    out = StringIO()
    Console(file=out, width=width or 1_000).print(shown)
    return [line.rstrip() for line in out.getvalue().splitlines()] + [note]


def said(estimates: Sequence[Estimate]) -> str:
    return " ".join(notes(estimates, k=5))


def test_a_step_has_its_mood_and_how_complete_it_is() -> None:
    head, row, note = lines(weeks({"collected": 0.998}))

    assert head.split() == [
        "from", "mood", "95%", "interval", "voices", "comments", "seen", "collected"
    ]  # fmt: skip
    assert " ".join(row.split()) == "2026-03-09 −12 −18 to −6 900 1,200 97% >99%"
    assert note == ""


def test_how_much_few_voices_wrote_is_not_told() -> None:
    few = {"voices": 0, "withheld": 3, "comments": 7, **NONE}
    _, row, _ = lines(weeks(few))

    assert "7" not in row.split()
    (estimated,) = weeks(few)
    assert (as_json(estimated)["comments"], as_json(estimated)["not_scored"]) == (
        None,
        None,
    )


def test_columns_with_nothing_to_say_are_left_out() -> None:
    head, *_ = lines(weeks({"collected": None}))

    assert head.endswith("seen")


def test_columns_without_room_are_left_out_and_named() -> None:
    full = {
        "low_elsewhere": -40.0,
        "high_elsewhere": 20.0,
        "labels": 120,
        "withheld": 9,
    }

    narrow, wide = lines(weeks(full), width=80), lines(weeks(full), width=None)

    assert max(map(len, narrow[:-1])) <= 80
    assert narrow[-1] == (
        "Left out for want of room: labels, withheld; --wide shows all."
    )
    assert wide[0].endswith("collected      if new  labels  withheld")


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    widest = dict.fromkeys(("mood", "low", "high", "low_elsewhere"), -100.0)
    huge = {**widest, "high_elsewhere": 100.0, "comments": 123_456_789}
    shown = lines(weeks(huge, {}), width=width)[:-1]

    assert len(shown) == 3
    assert all(len(line) <= width for line in shown)
    assert "…" not in "".join(shown[1:]) or width < 80


def test_a_step_that_is_half_blind_says_so() -> None:
    half = weeks({}, {"coverage": 0.7})

    assert "70%*" in lines(half)[2]
    assert "* Half blind: less than 90% of the hours were seen" in said(half)
    assert "Half blind" not in said(weeks({}))


def test_a_step_with_most_comments_missing_says_so() -> None:
    few = weeks({"collected": 0.3})

    assert "30%†" in lines(few)[1]
    assert "† Less than 50% of the comments that the servers count" in said(few)


def test_a_step_without_a_mood_says_why() -> None:
    gaps = weeks(
        {**NONE, "coverage": 0.2}, {**NONE, "voices": 3}, {**NONE, "voices": 0}
    )

    _, blind, few, silent, _ = lines(gaps)

    assert "not seen" in blind
    assert "few voices     few" in few
    assert "no voices" in silent
    assert "a gap, which is not calm. Few voices: a mood is shown of 5 and more." in (
        said(gaps)
    )


def test_a_time_without_comments_is_told_in_a_sentence() -> None:
    silent = weeks({**NONE, "voices": 0, "comments": 0})

    assert said(silent) == "No comment that was asked for is counted here."


def test_few_voices_are_not_numbered() -> None:
    head, row, _ = lines(weeks({"withheld": 3}))

    assert head.endswith("withheld")
    assert row.endswith("few")


def test_what_is_not_scored_is_told_by_language() -> None:
    two = weeks({"not_scored": {"other": 100, "uz": 4}}, {"not_scored": {"other": 16}})

    assert not_scored(two) == (
        "Not scored, 5% of the comments: Other languages 116, Uzbek 4."
    )
    assert not_scored(weeks({})) == ""


def test_a_change_of_scorer_is_dated() -> None:
    changed = weeks({}, {"scorers": (NEXT,)})

    assert f"Scored by {SCORER} until 2026-03-16, by {NEXT} from then on" in (
        said(changed)
    )
    assert "Scored by" not in said(weeks({}, {}))


def test_the_second_interval_is_explained() -> None:
    assert "new to it" in said(weeks({"low_elsewhere": -1.0, "high_elsewhere": 1.0}))
