"""The headline figures."""

from datetime import date

from domain.periods import Period
from mood.estimates import Estimate
from tests.ui.estimated import day, estimate
from ui.figures import figures, hours_seen, is_whole, latest, not_scored


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
    days = [estimate(-10.0, first=day(8)), estimate(20.0, first=day(9))]

    told = figures(days, by="day", today=day(10), k=5)
    told += [hours_seen(0.75), not_scored(days)]

    assert [(f.name, f.value, f.under) for f in told] == [
        ("Latest mood", "+20", "95%: +15 to +25"),
        ("Change", "+30", "95%: +23 to +37"),
        ("Voices", "200", "300 comments"),
        ("Hours seen", "75%", "of all sources"),
        ("Not scored", "20%", "of the comments"),
    ]


def test_without_a_mood_the_row_says_why() -> None:
    days = [estimate(first=day(8)), estimate(None, first=day(9), coverage=0.0)]

    mood, change, _ = figures(days, by="day", today=day(10), k=5)

    assert (mood.value, mood.under) == ("–", "nobody was listening")
    assert (change.value, change.under) == ("–", "not known")


def test_how_much_few_voices_wrote_is_not_told() -> None:
    few = estimate(None, voices=3, comments=41)

    *_, voices = figures([few], by="day", today=day(10), k=5)

    assert (voices.value, voices.under) == (
        "fewer than 5",
        "fewer than 5 voices spoke",
    )


def test_voices_that_do_not_count_are_not_called_none() -> None:
    days = [
        estimate(None, first=day(n), voices=0, comments=5, scored=5, withheld=4)
        for n in range(1, 9)
    ]

    *_, voices = figures(days, by="day", today=day(10), k=5)

    assert (voices.value, voices.under) == ("–", "those who spoke could be told apart")


def test_a_step_that_is_not_whole_is_not_called_whole() -> None:
    half = estimate(3.0, first=day(9), last=day(10))
    whole = estimate(3.0, first=day(2), last=day(8))

    def explained(*weeks: Estimate) -> str:
        return figures(weeks, by="week", today=day(10), k=5)[0].explained

    assert "the last whole step, 2–8 Mar 2026" in explained(whole, half)
    assert "9–10 Mar 2026, a step that is not whole" in explained(half)


def test_what_was_not_scored_is_said_to_be_unsure_or_of_an_unknown_language() -> None:
    assert "or where it is not sure" in not_scored([estimate()]).explained
