"""`kayfiyat migrate`: bring the database of an older version to this one."""

from __future__ import annotations

from typing import Annotated

import typer

from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug
from kayfiyat.opening import place, unprepared
from kayfiyat.printing import console
from store.layout import VERSION
from store.migrations import Step, due, migrate
from store.schema import prepare


def migrate_database(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; change nothing.")
    ] = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Change what an older version stored into what this one reads.

    Stop everything that uses the database, and make a backup, first.
    """
    with unprepared(place(config, data_dir)) as database:
        steps = due(database)
        for line in map(_line, steps):
            console.print(line, markup=False, highlight=False)
        if not steps:
            console.print(f"Nothing to do: version {VERSION}.", highlight=False)
        elif not dry_run:
            migrate(database)
            prepare(database)
            console.print(f"Done: version {VERSION}.", highlight=False)


def _line(step: Step) -> str:
    return f"{step.version} to {step.version + 1}: {step.what}: {step.documents:,}"
