"""`kayfiyat audit`: who erased, exported and labelled how much, and when."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from domain.audit import Act, Line, View
from domain.erasures import Erased
from domain.periods import TASHKENT, Period, day_of
from kayfiyat.commands.days import Asked, day_asked
from kayfiyat.commands.options import (
    DATA_DIR,
    Config,
    DataDir,
    Debug,
    End,
    Json,
    Start,
    now,
)
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, one_line, print_json, table
from store.audit import Audit

BEGINNING = date(2000, 1, 1)

_SAID: dict[Erased | Act, str] = {
    Erased.COMMENTS: "erased comments of one author",
    Erased.KEYS: "destroyed keys of months",
    Erased.WISHES: "took back wishes not to be heard",
    Act.EXPORT: "exported rows",
    Act.LABELS: "labelled comments",
}


def audit(
    start: Start = None,
    end: End = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Show who erased, exported and labelled how much: never whose, never words.

    What was exported and labelled is forgotten after 400 days; erasures are not.
    """
    today = day_of(now())
    asked = Asked(day_asked(start, "--from"), day_asked(end, "--to"), today=today)
    with opened(place(config, data_dir)) as open_database:
        period = asked.within(Period(BEGINNING, today))
        found = Audit(open_database.database).lines(period)
    if json:
        print_json([as_json(each) for each in found])
    else:
        _show(found)


def as_json(line: Line) -> dict[str, Any]:
    """The fixed shape of `kayfiyat audit --json`."""
    return asdict(line) | {"at": line.at.isoformat()}


def _show(found: list[Line]) -> None:
    if not found:
        console.print("Nothing is noted.")
        return
    shown = table("when", "who", "number", "did", "of what")
    for column in shown.columns:
        column.justify, column.no_wrap = "left", False
    shown.columns[2].justify = "right"
    for each in found:
        at = each.at.astimezone(TASHKENT).strftime("%Y-%m-%d %H:%M")
        row = (at, each.by, f"{each.number:,}", _SAID[each.what], _of_what(each))
        shown.add_row(*map(one_line, row))
    console.print(shown)


def _of_what(line: Line) -> str:
    parts = [" as ".join(filter(None, [line.of, line.form]))]
    if line.withdrawn:
        parts.append(f"{line.withdrawn:,} taken back")
    return ", ".join([*filter(None, parts), *_told(line.view or View())])


def _told(view: View) -> list[str]:
    days = f"{view.first} to {view.last}" if view.first and view.last else ""
    chosen = [days, view.reform or "", *view.sources, *view.languages]
    if not view.campaigns:
        chosen.append("without campaigns")
    chosen += [f"beside {reform}" for reform in view.compare]
    if view.before:
        chosen.append(f"beside the {view.before} before")
    return [each for each in chosen if each]
