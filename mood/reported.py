"""What is said of a change: its size, what it coincides with, what else moved. Pure.

Nothing here says why. An event coincides with a change if it lies within the
interval of its date, or a week from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.events import Event
from domain.periods import Period, Step
from mood.breaks import Break, breaks, moved_between
from mood.changes import Change
from mood.estimates import Estimate, K
from mood.lines import line_of
from mood.versions import Version, versions_of

NEAR = timedelta(days=7)

ALIKE = 0.5
"""Other reforms that moved at least this part of the way make a move general."""

DENSE = 0.5
"""With estimates on fewer than this share of days, weeks are searched."""

LOUD = 0.2
"""A day with at least this share of campaigns' voices is marked."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A change, the events it coincides with, and how the control topic moved.

    ``control`` is the mood of all other reforms over the same days; None without
    estimates of it, or if its scorer changed meanwhile.
    """

    found: Break
    coincides: tuple[Event, ...] = ()
    control: Change | None = None

    @property
    def general(self) -> bool:
        """Whether other reforms moved so alike that it is not of this one alone."""
        if self.control is None or not self.control.moved:
            return False
        return self.control.points / self.found.change.points >= ALIKE


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of a series, and what is marked and is no change of mood.

    Where labels begin or cease, on ``jumps``, they were left out of the search.
    """

    by: Step
    reported: tuple[Reported, ...]
    versions: tuple[Version, ...]
    campaigns: tuple[Period, ...]
    jumps: tuple[date, ...] = ()


def pace_of(days: Sequence[Estimate]) -> Step:
    """Whether there are enough estimates by day, or weeks must do."""
    there = sum(each.mood is not None for each in days)
    return "day" if there >= DENSE * len(days) else "week"


def reported(
    series: Sequence[Estimate],
    control: Sequence[Estimate],
    *,
    by: Step,
    versions: Sequence[Version],
    events: Iterable[Event],
) -> tuple[Reported, ...]:
    """The changes of ``series``, none of them across a change of scorer."""
    beside, events = line_of(control, by=by), list(events)
    marks = list(versions_of(control))
    found = [each for part in _apart(series, versions) for each in breaks(part, by=by)]
    return tuple(
        Reported(
            each,
            tuple(event for event in events if coincides(event.day, each)),
            moved_between(beside, each.stretch_before, each.stretch_after)
            if not any(_during(mark, each) for mark in marks)
            else None,
        )
        for each in found
    )


def _during(mark: Version, found: Break) -> bool:
    return found.stretch_before.first < mark.day <= found.stretch_after.last


def coincides(day: date, found: Break) -> bool:
    """Within the interval of the date, or seven days from it."""
    first = min(found.earliest.first, found.first.first - NEAR)
    last = max(found.latest.last, found.first.first + NEAR)
    return first <= day <= last


def of_interest(event: Event, reform: str | None) -> bool:
    """An event of this reform or of none; without a reform, every event."""
    return reform is None or event.reform in {None, reform}


def campaign_days(
    with_them: Sequence[Estimate], without: Sequence[Estimate], *, k: int = K
) -> tuple[Period, ...]:
    """Stretches of days on which campaigns were loud."""
    loud = [
        whole.period
        for whole, people in zip(with_them, without, strict=True)
        if whole.voices - people.voices >= max(k, LOUD * whole.voices)
    ]
    return tuple(_joined(loud))


def _apart(
    series: Sequence[Estimate], versions: Sequence[Version]
) -> Iterator[list[Estimate]]:
    """The series between changes of scorer; a week with one in it is left out."""
    rest = list(series)
    for mark in versions:
        yield [each for each in rest if each.period.last < mark.day]
        rest = [each for each in rest if each.period.first >= mark.day]
    yield rest


def _joined(days: Iterable[Period]) -> Iterator[Period]:
    open_: Period | None = None
    for day in days:
        if open_ and day.first - open_.last <= timedelta(days=1):
            open_ = Period(open_.first, day.last)
            continue
        if open_:
            yield open_
        open_ = day
    if open_:
        yield open_
