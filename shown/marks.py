"""What is marked on a chart beside the line: blind stretches and dated events. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

import pandas as pd  # type: ignore[import-untyped]

from domain.periods import Period
from mood.coverage import Blind
from shown import words
from shown.frames import Row, bounds, wall
from shown.speech import _, later
from store.events import Event

SHADED = 0.25
"""A stretch is shaded where at least this share of the sources was not seen."""

LABELLED = 0.5
"""A shaded stretch has words where at least this share was not seen."""

THINNEST = 1 / 2000
"""A stretch that takes less of the chart's width is not drawn."""

LABEL_ROOM = 0.18
"""The part of the width of the chart that words need, so that none overlap."""

MARK_ROOM = 0.04
"""The same for the number of an event."""

EVENT_ROWS = 3
"""Events that stand close have their numbers in rows, one above the other."""

CAUSES = {
    "flood wait": later("Telegram asked us to wait"),
    "blocked": later("blocked"),
    "network": later("network failed"),
    "stopped": later("nobody was listening"),
    "changed format": later("the page changed its form"),
    "not public": later("not public"),
    "logged out": later("not logged in"),
    "quota": later("the daily quota was spent"),
    "outage": later("the public was cut off"),
}
"""The reasons of the ledger as a reader outside would say them."""


def blind_frame(stretches: Iterable[Blind], period: Period) -> pd.DataFrame:
    """The stretches to shade, cut to ``period``; some of them with words."""
    whole = period.end_at - period.start_at
    rows = [
        _blind(stretch, start_at, end_at)
        for stretch in stretches
        for start_at in [max(stretch.start_at, period.start_at)]
        for end_at in [min(stretch.end_at, period.end_at)]
        if stretch.share >= SHADED and end_at - start_at >= THINNEST * whole
    ]
    columns = ["start", "end", "middle", "share", "label", "when", "why", "unseen"]
    return pd.DataFrame(list(_labelled(rows, period)), columns=columns)


def events_frame(events: Iterable[Event], period: Period) -> pd.DataFrame:
    """The events of ``period``, numbered; ``row`` is -1 where no number has room."""
    inside = sorted(
        (event for event in events if event.day in period),
        key=lambda event: (event.day, event.title),
    )
    rows = [_event(event, number) for number, event in enumerate(inside, 1)]
    columns = ["at", "number", "row", "when", "title"]
    return pd.DataFrame(list(placed(rows, period)), columns=columns)


def told(
    events: Iterable[Event], reform: str | None, *, reforms: Collection[str]
) -> list[Event]:
    """The events that belong beside a line: of its reform, or of none.

    Beside the line of all comments stand the events of the reforms that anyone
    spoke of.
    """
    wanted = {reform} if reform else set(reforms)
    return [e for e in events if e.reform is None or e.reform in wanted]


def causes(reasons: Iterable[str]) -> str:
    return ", ".join(_(CAUSES.get(reason, reason)) for reason in reasons)


def _blind(stretch: Blind, start_at: datetime, end_at: datetime) -> Row:
    lasted = words.length(end_at - start_at)
    return {
        "start": wall(start_at),
        "end": wall(end_at),
        "middle": wall(start_at + (end_at - start_at) / 2),
        "share": stretch.share,
        "label": causes(stretch.reasons),
        "when": _("{start}, for {length}", start=words.moment(start_at), length=lasted),
        "why": causes(stretch.reasons),
        "unseen": _("{percent} of the sources", percent=words.percent(stretch.share)),
    }


def _labelled(rows: Iterable[Row], period: Period) -> Iterator[Row]:
    """Words for the heavy stretches, from the left, where there is room for them."""
    room = timedelta(days=period.days * LABEL_ROOM)
    start, end = bounds(period)
    free_from = start + room / 2
    for row in rows:
        fits = free_from <= row["middle"] <= end - room / 2
        if row["share"] >= LABELLED and fits:
            free_from = row["middle"] + room
            yield row
        else:
            yield row | {"label": ""}


def _event(event: Event, number: int) -> Row:
    noon = bounds(Period(event.day, event.day))[0] + timedelta(hours=12)
    return {
        "at": noon,
        "number": str(number),
        "when": words.day(event.day),
        "title": words.event(event),
    }


def placed(rows: Iterable[Row], period: Period) -> Iterator[Row]:
    """Each in the lowest ``row`` in which it stands clear of the one before; or -1."""
    near = timedelta(days=period.days * MARK_ROOM)
    free_from = [bounds(period)[0]] * EVENT_ROWS
    for row in rows:
        free = (n for n, begins in enumerate(free_from) if row["at"] >= begins)
        place = next(free, -1)
        if place >= 0:
            free_from[place] = row["at"] + near
        yield row | {"row": place}
