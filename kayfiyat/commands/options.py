"""The options that every command takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from domain.attitudes import Language
from domain.errors import InputError
from domain.settings import DEFAULT_DATA_DIR

Config = Annotated[
    Path | None,
    typer.Option("--config", help="Settings file.", metavar="FILE", show_default=False),
]
DataDir = Annotated[
    Path,
    typer.Option("--data-dir", help="Folder of keys and data.", metavar="DIR"),
]
Debug = Annotated[
    bool,
    typer.Option("--debug", help="Show tracebacks.", show_default=False),
]
Json = Annotated[
    bool, typer.Option("--json", help="Print JSON for programs.", show_default=False)
]
Once = Annotated[
    bool, typer.Option("--once", help="Do what there is, then end.", show_default=False)
]

Reform = Annotated[
    str | None, typer.Option("--reform", help="Only this reform.", metavar="ID")
]
Source = Annotated[
    list[str] | None, typer.Option("--source", help="Only this source.", metavar="ID")
]
OfLanguage = Annotated[
    list[Language] | None, typer.Option("--language", help="Only this language.")
]
Start = Annotated[str | None, typer.Option("--from", help="First day.", metavar="DATE")]
End = Annotated[str | None, typer.Option("--to", help="Last day.", metavar="DATE")]

DATA_DIR = DEFAULT_DATA_DIR


def only_one(given: Mapping[str, object]) -> None:
    """Raises InputError if two options are given of which each does all there is."""
    named = [name for name, value in given.items() if value]
    if len(named) > 1:
        raise InputError(f"{' and '.join(named)} do not go together; give one of them")


def now() -> datetime:
    """The only clock: what is inside takes the time as an argument."""
    return datetime.now(UTC)
