"""`kayfiyat changes`: when the mood moved, how far, and what that coincides with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.table import Table

from domain.periods import Period, day_of
from kayfiyat import noting
from kayfiyat.commands.days import Asked, day_asked
from kayfiyat.commands.options import (
    DATA_DIR,
    Config,
    DataDir,
    Debug,
    End,
    Json,
    OfLanguage,
    Reform,
    Source,
    Start,
    now,
)
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, one_line, print_json, signed, table
from mood.breaks import Break, Level
from mood.changes import Change
from mood.moving import changes as find_changes
from mood.reported import Changes, Reported
from mood.versions import Version
from store.cells import Cells


def changes(
    reform: Reform = None,
    source: Source = None,
    language: OfLanguage = None,
    start: Start = None,
    end: End = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Show when mood moved and stayed, beside what it coincides with."""
    where = place(config, data_dir)
    today = day_of(now())
    asked = Asked(day_asked(start, "--from"), day_asked(end, "--to"), today=today)
    chosen: dict[str, Any] = {
        "reform": reform,
        "sources": source or None,
        "languages": list(language) if language else None,
    }
    with opened(where) as open_database:
        database, k = open_database.database, where.settings.privacy.k
        period = asked.within(Cells(database).span())
        found = find_changes(database, period, k=k, **chosen) if period else None
        if json:
            rows = len(found.reported) if found else 0
            seen = noting.view(period, **chosen)
            noting.exported(database, "changes", "json", rows, seen)
    if json:
        print_json(as_json(found) if found else None)
    else:
        _show(found)


def in_words(found: Break) -> str:
    """The moods before and after, and the size: from +12 to −5 (17 points, 9 to 25)."""
    points = abs(found.change.points)
    low, high = sorted((abs(found.change.low), abs(found.change.high)))
    return (
        f"from {signed(found.before.mood)} to {signed(found.after.mood)} "
        f"({points:.0f} points, {low:.0f} to {high:.0f})"
    )


def coinciding(each: Reported) -> str:
    """What the change coincides with; never why."""
    return "; ".join(
        f"{one_line(event.title)} ({event.day})" for event in each.coincides
    )


def meanwhile(each: Reported) -> str:
    """How other reforms moved meanwhile."""
    control = each.control
    if control is None:
        return "–"
    interval = f"{signed(control.low)} to {signed(control.high)}"
    moved = f"{signed(control.points)} ({interval})"
    return f"{moved}: moved as well" if each.general else moved


def as_json(found: Changes) -> dict[str, Any]:
    """The fixed shape of `kayfiyat changes --json`."""
    return {
        "by": found.by,
        "changes": [_change(each) for each in found.reported],
        "versions": [_version(mark) for mark in found.versions],
        "campaigns": [_days(each) for each in found.campaigns],
    }


def _change(each: Reported) -> dict[str, Any]:
    found = each.found
    return {
        "date": found.first.first.isoformat(),
        "earliest": found.earliest.first.isoformat(),
        "latest": found.latest.first.isoformat(),
        "before": _level(found.before),
        "after": _level(found.after),
        "change": _points(found.change),
        "coincides_with": [
            {
                "date": event.day.isoformat(),
                "title": event.title,
                "reform": event.reform,
                "link": event.link,
            }
            for event in each.coincides
        ],
        "other_reforms": _points(each.control) if each.control else None,
        "general": each.general,
    }


def _level(level: Level) -> dict[str, float]:
    return {
        "mood": round(level.mood, 2),
        "low": round(level.low, 2),
        "high": round(level.high, 2),
    }


def _points(change: Change) -> dict[str, float]:
    return {
        "points": round(change.points, 2),
        "low": round(change.low, 2),
        "high": round(change.high, 2),
    }


def _version(mark: Version) -> dict[str, Any]:
    return {
        "date": mark.day.isoformat(),
        "before": sorted(mark.before),
        "after": sorted(mark.after),
    }


def _days(period: Period) -> dict[str, str]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _show(found: Changes | None) -> None:
    if found is None:
        console.print("No comments have been scored yet: see `kayfiyat status`.")
        return
    if found.reported:
        console.print(_table(found.reported))
    else:
        console.print(f"No change that stayed was found, {found.by} by {found.by}.")
    for mark in found.versions:
        who = " and ".join(sorted(mark.after))
        console.print(
            f"From {mark.day} on scored by {who}: not compared with what was before."
        )
    if found.jumps:
        console.print(
            "Labels make the mood on some days only "
            f"(from {found.jumps[0]}): they were left out of the search."
        )
    for days in found.campaigns:
        console.print(f"A campaign was loud from {days.first} to {days.last}.")


def _table(found: Iterable[Reported]) -> Table:
    shown = table("date", "mood", "coincides with", "other reforms meanwhile")
    for column in shown.columns:
        column.justify, column.no_wrap = "left", False
    for each in found:
        shown.add_row(
            _dates(each.found),
            in_words(each.found),
            coinciding(each) or "–",
            meanwhile(each),
        )
    return shown


def _dates(found: Break) -> str:
    return f"{found.first.first} ({found.earliest.first} to {found.latest.first})"
