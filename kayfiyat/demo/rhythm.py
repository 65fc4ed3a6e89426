"""When people publish and comment: the week, the day and the hours after a post."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from domain.periods import starts_at
from kayfiyat.demo.chance import Weighted

WEEKDAYS = (1.15, 1.15, 1.1, 1.12, 1.1, 0.72, 0.58)  # Monday first
_POSTING = Weighted(
    dict(enumerate([0] * 7 + [2, 5, 8, 9, 8, 6, 5, 6, 7, 8, 8, 7, 5, 3, 2, 1, 0]))
)
_NIGHT_ENDS = 7


def posting_time(rng: Random, day: date) -> datetime:
    """A time of the day in Tashkent at which a page publishes, in UTC."""
    seconds = _POSTING.one(rng) * 3600 + int(rng.random() * 3600)
    return starts_at(day) + timedelta(seconds=seconds)


def announcing_time(rng: Random, day: date) -> datetime:
    """A time in the morning, for what everybody waits for."""
    return starts_at(day) + timedelta(hours=7, seconds=int(rng.random() * 4 * 3600))


def delay(rng: Random, posted: datetime) -> timedelta:
    """How long after a post somebody comments: mostly hours, seldom at night."""
    draw = rng.random()
    mean = 1.3 if draw < 0.7 else 7.0 if draw < 0.94 else 26.0
    hours = min(rng.expovariate(1 / mean), 90.0) + 0.01
    hour = (posted.hour + posted.minute / 60 + 5 + hours) % 24
    if 1 <= hour < _NIGHT_ENDS and rng.random() < 0.85:
        hours += _NIGHT_ENDS - hour + rng.random() * 2
    return timedelta(seconds=int(hours * 3600))
