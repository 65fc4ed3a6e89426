"""`kayfiyat import`: take exports and tables into the database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import typer

from domain.errors import InputError
from domain.periods import TASHKENT
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, now
from kayfiyat.opening import Opened, Place, opened, place
from kayfiyat.printing import aside, console, print_json, table
from listener.files import Imported, import_file
from listener.pseudonyms import Pseudonyms
from store.arrivals import Arrivals
from store.key_marks import KeyMarks
from store.motor import connected

What = Literal["post", "comment"]


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", show_default=False)],
    kind: Annotated[
        str | None,
        typer.Option(
            "--as",
            help="telegram_export, csv, jsonl, xlsx or vk; recognised if not given.",
            metavar="KIND",
            show_default=False,
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--map",
            help="Columns of a table, as text=message,at=date,author=from.",
            metavar="MAP",
            show_default=False,
        ),
    ] = None,
    what: Annotated[
        What | None,
        typer.Option(
            help="What the rows of a table are; told from its columns if not given.",
            show_default=False,
        ),
    ] = None,
    zone: Annotated[
        str, typer.Option("--timezone", help="Of times that state none.")
    ] = TASHKENT.key,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    public: Annotated[
        bool,
        typer.Option("--public", help="State that an HTML export is of a public chat."),
    ] = False,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Import Telegram Desktop exports, tables (CSV, JSONL, Excel) and VK comments.

    Private chats are refused. Importing a file again adds nothing.
    """
    options: dict[str, Any] = {
        "kind": kind,
        "columns": columns_of(columns),
        "what": what,
        "zone": _zone(zone),
        "public": public,
    }
    where = place(config, data_dir)
    with opened(where) as open_database:
        done = asyncio.run(_import(files, where, open_database, options))
    imported = [each for each in done if isinstance(each, Imported)]
    if json:
        for each in imported:
            print_json(as_json(each))
    elif imported:
        _show(imported)
    _say_all_but_the_last([each for each in done if isinstance(each, InputError)])


async def _import(
    files: list[Path], where: Place, opened: Opened, options: Mapping[str, Any]
) -> list[Imported | InputError]:
    done: list[Imported | InputError] = []
    agree = KeyMarks(opened.database).agree
    async with connected(opened.uri, where.settings.mongodb.db) as database:
        arrivals, pseudonyms = Arrivals(database), Pseudonyms(where.keys_dir, agree)
        with aside.status("Importing …") as shown:
            for file in files:
                shown.update(f"Importing {file.name} …")
                try:
                    done.append(
                        await import_file(
                            file, arrivals, pseudonyms, now=now(), **options
                        )
                    )
                except InputError as error:  # one bad file; the others go on
                    done.append(error)
    return done


def _say_all_but_the_last(errors: list[InputError]) -> None:
    """The last is raised, so that the command ends with the status of an error."""
    for error in errors[:-1]:
        aside.print(f"kayfiyat: {error}", markup=False, highlight=False)
    if errors:
        raise errors[-1]


def as_json(imported: Imported) -> dict[str, Any]:
    """What came of a file, in the fixed shape of `kayfiyat import --json`."""
    return {
        "file": imported.file,
        "read": imported.read,
        "added": imported.added,
        "changed": imported.changed,
        "set_aside": imported.set_aside,
    }


def columns_of(given: str | None) -> dict[str, str] | None:
    """``text=message,at=date`` as a mapping from our names to the file's."""
    if given is None:
        return None
    pairs = [part.partition("=") for part in given.split(",") if part.strip()]
    wrong = [
        name for name, _, column in pairs if not name.strip() or not column.strip()
    ]
    if wrong:
        raise InputError(
            f"--map {given!r}: write it as text=message,at=date (name=column,…)"
        )
    return {name.strip(): column.strip() for name, _, column in pairs}


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InputError(
            f"--timezone {name!r} is no time zone; write it like Asia/Tashkent"
        ) from None


def _show(done: list[Imported]) -> None:
    shown = table("file", "read", "added", "changed", "set aside", "refused chats")
    for each in done:
        numbers = (
            each.read, each.added, each.changed, each.set_aside, each.refused
        )  # fmt: skip
        shown.add_row(Path(each.file).name, *(f"{number:,}" for number in numbers))
    console.print(shown)
