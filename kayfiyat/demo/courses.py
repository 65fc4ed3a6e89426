"""How the mood of each reform runs over time, and how loud its events are."""

from __future__ import annotations

import math
from datetime import date, timedelta

from domain.attitudes import Attitude
from kayfiyat.demo.plan import Course, Event

_COLDEST = 15  # the day of the year


def mood_at(course: Course, day: int, on: date) -> float:
    """The mood, -100 to 100, that people tend to on the ``day``-th day, ``on``."""
    turn = math.cos(2 * math.pi * (on.timetuple().tm_yday - _COLDEST) / 365.25)
    moved = sum(_moved(event, day) for event in course.events)
    return course.base - course.winter / 2 * turn + moved


def stir_at(course: Course, day: int) -> float:
    """How many times more is said of the reform than on a day without events."""
    return 1 + sum(
        event.surge * math.exp((event.day - day) / 2.5)
        for event in course.events
        if event.day <= day
    )


def attitude_from(chance: float, mood: float, undecided: float) -> Attitude:
    """The attitude that ``chance``, 0 to 1, picks when people tend to ``mood``."""
    decided = 1 - undecided
    against = (decided - min(max(mood / 100, -decided), decided)) / 2
    if chance < against:
        return Attitude.AGAINST
    return Attitude.NEUTRAL if chance < against + undecided else Attitude.IN_FAVOUR


def event_on(course: Course, day: int) -> Event | None:
    return next((event for event in course.events if event.day == day), None)


def date_of(start: date, day: int) -> date:
    return start + timedelta(days=day)


def _moved(event: Event, day: int) -> float:
    if day < event.day:
        return 0.0
    fading = (1 - event.keep) * math.exp((event.day - day) / event.fade)
    return event.step * (event.keep + fading)
