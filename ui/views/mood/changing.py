"""Lasting changes as a table, a file, marks on the chart, and a sentence. Pure.

Nothing here says why: an event *coincides with* a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import pandas as pd  # type: ignore[import-untyped]

from domain.events import Event
from domain.periods import Period, Step
from mood.breaks import Break, Level
from mood.changes import Change
from mood.lines import LEAST
from mood.reported import Changes, Reported
from shown import words
from shown.frames import Row, bounds
from shown.marks import placed
from shown.speech import _, later, n_

COLUMNS = ["key", "since", "was", "became", "points", "meanwhile", "coincides"]

MARKED = ["at", "start", "end", "row", "key", "up", *COLUMNS[1:]]

KEPT = [
    *("new_since", "earliest", "latest", "before", "before_low", "before_high"),
    *("after", "after_low", "after_high", "points", "points_low", "points_high"),
    *("coincides_with", "others_points", "others_low", "others_high"),
]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

LASTING: dict[Step, str] = {
    "day": later("No change that lasted a week or longer was found in this time."),
    "week": later("No change that lasted two weeks or longer was found in this time."),
}
"""What is said where nothing was found, by the pace of the search."""


def changes_frame(changes: Changes) -> pd.DataFrame:
    """One row for each change, the latest first, in the reader's words."""
    rows = [_row(each, number) for number, each in enumerate(changes.reported)]
    return pd.DataFrame(rows[::-1], columns=COLUMNS)


def marks_frame(found: Iterable[Reported], period: Period) -> pd.DataFrame:
    """Where the marks of the changes stand on the chart: the interval of the date."""
    rows = [
        _row(each, number) | _place(each.found) for number, each in enumerate(found)
    ]
    return pd.DataFrame(list(placed(rows, period)), columns=MARKED)


def changes_kept(changes: Changes) -> pd.DataFrame:
    """The changes as they are saved: numbers, with names in English."""
    return pd.DataFrame([_kept(each) for each in changes.reported], columns=KEPT)


def found(changes: Changes, period: Period) -> str:
    """What moved lastingly within the period, and that nothing else did."""
    if not changes.reported:
        if period.days < LEAST * (1 if changes.by == "day" else 7):
            return _("The time is too short to look for lasting changes.")
        return _(LASTING[changes.by])
    last = changes.reported[-1].found
    number = len(changes.reported)
    told = {
        "day": words.day(last.first.first),
        "points": words.signed(last.change.points),
        "interval": words.interval(last.change.low, last.change.high),
    }
    if number == 1:
        return _(
            "One lasting change was found in this time: **{points}** ({interval}) "
            "about {day}; otherwise it stayed within its interval.",
            **told,
        )
    return n_(
        "**{n}** lasting change was found in this time, the latest **{points}** "
        "({interval}) about {day}; since then it stayed within its interval.",
        "**{n}** lasting changes were found in this time, the latest **{points}** "
        "({interval}) about {day}; since then it stayed within its interval.",
        number,
        **told,
    )


def letter(number: int) -> str:
    """``A`` to ``Z``, then ``A2``: what joins a mark and its row."""
    again, place = divmod(number, len(LETTERS))
    return LETTERS[place] + (str(again + 1) if again else "")


def level(of: Level) -> str:
    return _with_interval(of.mood, of.low, of.high)


def points(of: Change | None) -> str:
    """A change with its interval."""
    return words.NOTHING if of is None else _with_interval(of.points, of.low, of.high)


def _with_interval(value: float, low: float, high: float) -> str:
    return f"{words.signed(value)} ({words.interval(low, high)})"


def _row(reported: Reported, number: int) -> Row:
    change = reported.found
    return {
        "key": letter(number),
        "since": since(change),
        "was": level(change.before),
        "became": level(change.after),
        "points": points(change.change),
        "coincides": _coincides(reported.coincides),
        "meanwhile": _meanwhile(reported),
    }


def since(change: Break) -> str:
    """The first day of the new mood, and between which it lies with 95%."""
    first = words.day(change.first.first)
    if change.earliest == change.latest:
        return first
    between = Period(change.earliest.first, change.latest.first)
    return f"{first} ({words.days(between)})"


def _coincides(events: Sequence[Event]) -> str:
    if not events:
        return _("no dated event known")
    return "; ".join(f"{words.day(each.day)}: {words.event(each)}" for each in events)


def _meanwhile(reported: Reported) -> str:
    said = points(reported.control)
    return _("{change}: they moved alike", change=said) if reported.general else said


def _place(change: Break) -> dict[str, Any]:
    first, _end = bounds(change.first)
    return {
        "at": first,
        "start": bounds(change.earliest)[0],
        "end": max(bounds(change.latest)[0], first + timedelta(days=1)),
        "up": change.change.points > 0,
    }


def _kept(reported: Reported) -> Row:
    change, control = reported.found, reported.control
    return {
        "new_since": change.first.first,
        "earliest": change.earliest.first,
        "latest": change.latest.first,
        **_numbers("before", change.before),
        **_numbers("after", change.after),
        "points": change.change.points,
        "points_low": change.change.low,
        "points_high": change.change.high,
        "coincides_with": "; ".join(f"{e.day}: {e.title}" for e in reported.coincides),
        "others_points": control.points if control else None,
        "others_low": control.low if control else None,
        "others_high": control.high if control else None,
    }


def _numbers(name: str, of: Level) -> Row:
    return {name: of.mood, f"{name}_low": of.low, f"{name}_high": of.high}
