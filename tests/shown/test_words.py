"""How the page writes numbers, days, names and sentences."""

from datetime import date

import pytest

from domain.periods import Period, Step
from shown import words
from shown.speech import ENGLISH, speak
from tests.ui.estimated import day


@pytest.mark.parametrize(
    "value, written",
    [(12.4, "+12"), (-5.5, "−6"), (0.3, "0"), (-0.4, "0"), (None, "–"), (100, "+100")],
)
def test_a_mood_has_its_sign_and_a_real_minus(
    value: float | None, written: str
) -> None:
    assert words.signed(value) == written


@pytest.mark.parametrize(
    "share, written",
    [
        (0, "0%"),
        (0.004, "<1%"),
        (0.5, "50%"),
        (0.996, ">99%"),
        (1, "100%"),
    ],
)
def test_nothing_and_all_are_said_only_of_nothing_and_all(
    share: float, written: str
) -> None:
    assert words.percent(share) == written


@pytest.mark.parametrize(
    "first, last, written",
    [
        (day(5), day(5), "5 Mar 2026"),
        (day(2), day(8), "2–8 Mar 2026"),
        (date(2026, 2, 23), day(1), "23 Feb\u2009–\u20091 Mar 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 Dec 2025\u2009–\u20094 Jan 2026"),
    ],
)
def test_days_are_written_once(first: date, last: date, written: str) -> None:
    assert words.days(Period(first, last)) == written


@pytest.mark.parametrize(
    "by, written",
    [
        ("day", "On 1 Mar 2026"),
        ("week", "In the week of 1 Mar 2026"),
        ("month", "In March 2026"),
    ],
)
def test_a_step_is_named_as_people_name_it(by: Step, written: str) -> None:
    assert words.when(Period(day(1), day(1)), by) == written


def test_few_voices_are_never_told_by_number() -> None:
    assert words.people(3, 5) == "fewer than 5"
    assert words.people(0, 5) == "0"
    assert words.people(5, 5) == "5"


def test_a_name_is_never_markup() -> None:
    said = words.plain("<b>*Ministry* [x](y)\n_of_ `energy` :red[no]")

    assert said == (r"\<b\>\*Ministry\* \[x\]\(y\) \_of\_ \`energy\` \:red\[no\]")


@pytest.mark.parametrize(
    "tag, a_day, a_month, a_number",
    [
        ("uz", "5-mar, 2026", "2026-yil mart", "1\xa0234"),
        ("uz-Cyrl", "5 мар, 2026", "2026 йил март", "1\xa0234"),
        ("ru", "5 мар. 2026\u202fг.", "март 2026", "1\xa0234"),
        ("en", "5 Mar 2026", "March 2026", "1,234"),
    ],
)
def test_days_and_numbers_are_written_as_the_language_has_them(
    tag: str, a_day: str, a_month: str, a_number: str
) -> None:
    speak(tag)
    try:
        march = Period(day(1), day(31))
        said = (words.day(day(5)), words.step_name(march, "month"), words.count(1234))
    finally:
        speak(ENGLISH.tag)

    assert said == (a_day, a_month, a_number)
