"""`kayfiyat events`: the dated events that stand beside the line of mood."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from domain.errors import InputError
from domain.events import Event
from kayfiyat.commands.days import day_asked
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, now
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, one_line, print_json, table
from sentiment.catalogue import load_catalogue
from store.events import add_event, all_events, remove_event

events = typer.Typer(help="Dated events to stand beside the line of mood.")

Day = Annotated[str, typer.Argument(metavar="DATE", help="Like 2026-01-31.")]
Title = Annotated[str, typer.Argument(metavar="TITLE", help="What happened.")]
OfReform = Annotated[
    str | None,
    typer.Option("--reform", metavar="ID", help="The reform that it belongs to."),
]
Link = Annotated[
    str | None, typer.Option("--link", metavar="URL", help="Where it is reported.")
]


@events.command("add")
def add(
    day: Day,
    title: Title,
    reform: OfReform = None,
    link: Link = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Add an event: it stands in the charts, and beside changes near it."""
    event = an_event(day, title, reform=reform, link=link)
    with opened(place(config, data_dir)) as open_database:
        new = add_event(open_database.database, event, now=now())
    console.print("Added." if new else "It is there already.")


@events.command("list")
def list_events(
    reform: OfReform = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """List the events: the catalogue's and those that were added."""
    with opened(place(config, data_dir)) as open_database:
        found = all_events(open_database.database)
    chosen = [event for event in found if reform in {None, event.reform}]
    if json:
        print_json([as_json(event) for event in chosen])
    else:
        _show(chosen)


@events.command("remove")
def remove(
    day: Day,
    title: Title,
    reform: OfReform = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Remove an event that was added. The catalogue's come from reforms/."""
    event = an_event(day, title, reform=reform)
    with opened(place(config, data_dir)) as open_database:
        gone = remove_event(open_database.database, event)
    if not gone:
        raise InputError(
            f"no event of {event.day} called {event.title!r} was added; "
            "`kayfiyat events list` shows them"
        )
    console.print("Removed.")


def an_event(
    day: str, title: str, *, reform: str | None = None, link: str | None = None
) -> Event:
    """The event that was typed; raises InputError with the mend."""
    on, words = day_asked(day, "DATE"), one_line(title)
    if not words:
        raise InputError("the event has no title; write what happened")
    if reform is not None and reform not in load_catalogue():
        raise InputError(f"there is no reform {reform!r}; its id is a file in reforms/")
    if link is not None and not link.startswith(("https://", "http://")):
        raise InputError(f"--link {link!r} is no address; write it with https://")
    assert on is not None  # noqa: S101 - it was typed
    return Event(on, words, reform, link)


def as_json(event: Event) -> dict[str, Any]:
    """The fixed shape of `kayfiyat events list --json`."""
    return {
        "date": event.day.isoformat(),
        "title": event.title,
        "reform": event.reform,
        "link": event.link,
        "added": event.added,
    }


def _show(found: list[Event]) -> None:
    shown = table("date", "event", "reform", "from")
    for column in shown.columns:
        column.justify, column.no_wrap = "left", False
    for event in found:
        origin = "added" if event.added else "catalogue"
        shown.add_row(str(event.day), event.title, event.reform or "–", origin)
    console.print(shown)
