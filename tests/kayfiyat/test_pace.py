"""Long work leaves time for other work."""

from __future__ import annotations

from datetime import timedelta

from kayfiyat.commands.options import now
from kayfiyat.pace import Pace, seldom

SECOND, MINUTES = timedelta(seconds=1), timedelta(minutes=4)


def test_the_longer_a_work_takes_the_more_seldom_it_comes() -> None:
    assert seldom(MINUTES, SECOND) == MINUTES
    assert seldom(SECOND, MINUTES) >= 9 * MINUTES


def test_what_was_never_done_is_due_and_what_took_long_is_not() -> None:
    pace = Pace()
    at_first = pace.is_due

    pace.done(now() - MINUTES)

    assert at_first
    assert not pace.is_due


def test_what_took_no_time_is_due_at_once_unless_it_is_to_wait() -> None:
    quick, patient = Pace(), Pace(MINUTES)
    for pace in (quick, patient):
        pace.done(now())
        pace.took = timedelta()

    assert quick.is_due
    assert not patient.is_due
