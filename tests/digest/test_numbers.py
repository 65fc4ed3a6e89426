"""Numbers and times as the letter writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from digest.numbers import count, days, interval, percent, signed, stretch
from domain.periods import Period
from mood.coverage import Blind


@pytest.mark.parametrize(
    "value, written",
    [(12.4, "+12"), (-12.4, "−12"), (0.4, "0"), (-0.4, "0"), (None, "–")],
)
def test_a_mood_has_its_sign(value: float | None, written: str) -> None:
    assert signed(value) == written


def test_an_interval_names_both_ends() -> None:
    assert interval(-18.2, 3.0) == "−18 to +3"


@pytest.mark.parametrize(
    "share, written",
    [
        (0.0, "0%"),
        (0.001, "under 1%"),
        (0.5, "50%"),
        (0.9985, "over 99%"),
        (1.0, "100%"),
        (None, "–"),
    ],
)
def test_nearly_all_is_not_all_and_little_is_not_nothing(
    share: float | None, written: str
) -> None:
    assert percent(share) == written


@pytest.mark.parametrize("number, written", [(1, "1 voice"), (1204, "1,204 voices")])
def test_what_is_counted_agrees_with_its_number(number: int, written: str) -> None:
    assert count(number, "voice") == written


@pytest.mark.parametrize(
    "first, last, written",
    [
        (date(2026, 3, 9), date(2026, 3, 15), "9–15 March 2026"),
        (date(2026, 3, 30), date(2026, 4, 5), "30 March – 5 April 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 December 2025 – 4 January 2026"),
    ],
)
def test_a_week_is_written_without_repeating_itself(
    first: date, last: date, written: str
) -> None:
    assert days(Period(first, last)) == written


def test_a_blind_stretch_is_told_in_the_time_of_its_readers() -> None:
    blind = Blind(
        datetime(2026, 3, 9, 19, 30, tzinfo=UTC),
        datetime(2026, 3, 10, 7, 0, tzinfo=UTC),
        ("network", "stopped"),
        1.0,
    )

    written = stretch(blind)

    assert written == (
        "Tue 10 Mar 00:30 to Tue 10 Mar 12:00: all sources (network, stopped)"
    )
