"""The headline figures."""

from datetime import date

from domain.periods import Period
from tests.ui.estimated import day, estimate
from ui.figures import figures, is_whole, latest


def test_a_week_half_over_is_not_the_last_week() -> None:
    weeks = [
        estimate(1.0, first=date(2026, 2, 23), last=day(1)),
        estimate(2.0, first=day(2), last=day(8)),
        estimate(3.0, first=day(9), last=day(10)),
    ]

    before, now = latest(weeks, by="week", today=day(10))

    assert now.mood == 2.0
    assert before is not None
    assert before.mood == 1.0


def test_where_no_step_is_whole_the_last_stands() -> None:
    only = estimate(3.0, first=day(9), last=day(10))

    assert latest([only], by="week", today=day(10)) == (None, only)


def test_a_month_is_whole_from_its_first_day_to_its_last() -> None:
    february = Period(date(2026, 2, 1), date(2026, 2, 28))

    assert is_whole(february, "month", day(1))
    assert not is_whole(february, "month", date(2026, 2, 28))
    assert not is_whole(Period(date(2026, 2, 2), february.last), "month", day(1))


def test_the_row_tells_mood_change_voices_hours_and_what_was_not_scored() -> None:
    days = [estimate(-10.0, first=day(8)), estimate(20.0, first=day(9), coverage=0.5)]

    told = figures(days, by="day", today=day(10), k=5)

    assert [(f.name, f.value, f.under) for f in told] == [
        ("Latest mood", "+20", "95%: +15 to +25"),
        ("Change", "+30", "95%: +23 to +37"),
        ("Voices", "200", "300 comments"),
        ("Hours seen", "75%", "of all sources"),
        ("Not scored", "20%", "of the comments"),
    ]


def test_without_a_mood_the_row_says_why() -> None:
    days = [estimate(first=day(8)), estimate(None, first=day(9), coverage=0.0)]

    mood, change, *_ = figures(days, by="day", today=day(10), k=5)

    assert (mood.value, mood.under) == ("–", "nobody was listening")
    assert (change.value, change.under) == ("–", "not known")
