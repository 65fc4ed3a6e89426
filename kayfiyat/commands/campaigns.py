"""`kayfiyat campaigns`: what many wrote alike, and the mood with and without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from domain.campaigns import Campaign
from domain.periods import TASHKENT, Period, day_of
from kayfiyat import noting
from kayfiyat.commands.days import Asked, day_asked
from kayfiyat.commands.mood import as_json as estimate_as_json
from kayfiyat.commands.options import (
    DATA_DIR,
    Config,
    DataDir,
    Debug,
    End,
    Json,
    Source,
    Start,
    now,
)
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, one_line, print_json, signed, table
from mood.estimates import Estimate
from mood.reading import series
from store.campaigns import Campaigns
from store.cells import Cells
from store.clients import Database, Document

MOST = 20
"""Shown to people: the largest. Programs get all of them."""


@dataclass(frozen=True, slots=True)
class Week:
    """The mood of a week in which campaigns ran, with them and without."""

    whole: Estimate
    people: Estimate


@dataclass(frozen=True, slots=True)
class Found:
    """The campaigns of a period, the latest first, and the weeks in which they ran."""

    campaigns: Sequence[Campaign] = ()
    weeks: Sequence[Week] = ()


def campaigns(
    source: Source = None,
    start: Start = None,
    end: End = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """List campaigns, and show the mood of their weeks with and without them.

    A campaign is nearly the same words by at least five authors within 48 hours.
    """
    where = place(config, data_dir)
    asked = Asked(
        day_asked(start, "--from"), day_asked(end, "--to"), today=day_of(now())
    )
    with opened(where) as open_database:
        database = open_database.database
        period = asked.within(Cells(database).span())
        k = where.settings.privacy.k
        found = find(database, period, sources=source, k=k) if period else Found()
        if json:
            chosen = noting.view(period, sources=source)
            rows = len(found.campaigns)
            noting.exported(database, "campaigns", "json", rows, chosen)
    if json:
        print_json(as_json(found))
    else:
        _show(found)


def find(
    database: Database[Document],
    period: Period,
    *,
    sources: Sequence[str] | None,
    k: int,
) -> Found:
    """The campaigns of ``period`` by at least ``k`` authors, and their weeks."""
    chosen = sources or None
    found = Campaigns(database).select(period, sources=chosen, k=k)
    if not found:
        return Found()
    view = partial(series, database, period, by="week", sources=chosen, k=k)
    pairs = zip(view(), view(campaigns=False), strict=True)
    return Found(found, [Week(*pair) for pair in pairs if ran_in(found, pair[0])])


def ran_in(found: Iterable[Campaign], week: Estimate) -> bool:
    """Whether any of the campaigns ran in the week."""
    return any(
        day_of(each.first_at) <= week.period.last
        and day_of(each.last_at) >= week.period.first
        for each in found
    )


def largest(found: Iterable[Campaign]) -> list[Campaign]:
    """Those by the most authors, the largest first."""
    return sorted(found, key=lambda each: -each.authors)[:MOST]


def lasted(length: timedelta) -> str:
    """How long: 40 minutes, 6 hours, 3 days."""
    minutes = max(round(length.total_seconds() / 60), 1)
    hours, days = round(minutes / 60), round(minutes / 60 / 24)
    if days >= 3:
        return f"{days} days"
    if hours >= 2:
        return f"{hours} hours"
    return f"{minutes} minutes" if minutes > 1 else "1 minute"


def as_json(found: Found) -> dict[str, Any]:
    """The fixed shape of `kayfiyat campaigns --json`."""
    return {
        "campaigns": [
            {
                "first_at": each.first_at.isoformat(),
                "last_at": each.last_at.isoformat(),
                "sources": list(each.sources),
                "authors": each.authors,
                "comments": each.comments,
                "words": each.words,
            }
            for each in found.campaigns
        ],
        "weeks": [
            {
                "with": estimate_as_json(week.whole),
                "without": estimate_as_json(week.people),
            }
            for week in found.weeks
        ],
    }


def _show(found: Found) -> None:
    if not found.campaigns:
        console.print("No campaign was found.")
        return
    for each in largest(found.campaigns):
        console.print(Text(_when(each), style="bold"))
        for line in _told(each):
            console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))
    if (more := len(found.campaigns) - MOST) > 0:
        console.print(f"And {more} smaller ones, which --json lists.")
    console.print()
    console.print(_table(found.weeks))


def _when(each: Campaign) -> str:
    first, last = _clock(each.first_at), _clock(each.last_at)
    until = last.removeprefix(first[:11])
    return f"{first} to {until}, {lasted(each.last_at - each.first_at)}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(TASHKENT):%Y-%m-%d %H:%M}"


def _told(each: Campaign) -> Iterator[str]:
    yield f"{each.comments:,} comments by {each.authors:,} authors"
    yield f"in {', '.join(map(one_line, each.sources))}"
    yield f"“{one_line(each.words)}”" if each.words else "The words have expired."


def _table(weeks: Iterable[Week]) -> Table:
    shown = table("week from", "with campaigns", "voices", "without", "voices")
    for week in weeks:
        shown.add_row(
            week.whole.period.first.isoformat(),
            _mood(week.whole),
            f"{week.whole.voices:,}",
            _mood(week.people),
            f"{week.people.voices:,}",
        )
    return shown


def _mood(each: Estimate) -> str:
    if each.mood is None:
        return "–"
    return f"{signed(each.mood)} ({signed(each.low)} to {signed(each.high)})"
