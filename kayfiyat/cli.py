"""The `kayfiyat` command line: a table of commands, and how errors are said."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NamedTuple

import typer

from domain.errors import KayfiyatError
from kayfiyat.printing import one_line

START, WORK, LOOK, KEEP = "Start", "The parts", "Look", "Keep"
TEND = "Sources, events, labels, readers"


class _Row(NamedTuple):
    """A command, or a group of them: the ``what`` of a module of our commands."""

    panel: str | None
    name: str
    module: str
    what: str


TABLE = (
    _Row(START, "run", "run", "run"),
    _Row(START, "init", "init", "init"),
    _Row(START, "login", "login", "login"),
    _Row(START, "status", "status", "status"),
    _Row(START, "doctor", "doctor", "doctor"),
    _Row(WORK, "listen", "listen", "listen"),
    _Row(WORK, "import", "importing", "import_files"),
    _Row(WORK, "score", "score", "score"),
    _Row(WORK, "app", "app", "app"),
    _Row(WORK, "digest", "digest", "digest"),
    _Row(WORK, "site", "site", "site"),
    _Row(LOOK, "mood", "mood", "mood"),
    _Row(LOOK, "changes", "changes", "changes"),
    _Row(LOOK, "campaigns", "campaigns", "campaigns"),
    _Row(LOOK, "scorecard", "scorecard", "scorecard"),
    _Row(LOOK, "read", "read", "read"),
    _Row(LOOK, "evaluate", "evaluate", "evaluate"),
    _Row(LOOK, "train", "train", "train"),
    _Row(TEND, "events", "events", "events"),
    _Row(TEND, "labels", "labels", "labels"),
    _Row(TEND, "sources", "sources", "sources"),
    _Row(TEND, "subscribers", "subscribers", "subscribers"),
    _Row(KEEP, "set-up-mongodb", "set_up_mongodb", "set_up_mongodb"),
    _Row(KEEP, "backup", "backup", "backup"),
    _Row(KEEP, "restore", "restore", "restore"),
    _Row(KEEP, "verify", "verify", "verify"),
    _Row(KEEP, "migrate", "migrate", "migrate_database"),
    _Row(KEEP, "redact", "redact", "redact"),
    _Row(KEEP, "forget", "forget", "forget"),
    _Row(KEEP, "audit", "audit", "audit"),
    _Row(None, "demo-world", "demo_world", "demo_world"),
)


def commands(name: str | None = None) -> typer.Typer:
    """The command line, of all commands or of one.

    All take twice the time and memory of one, see decision 0044.
    """
    cli = typer.Typer(
        name="kayfiyat",
        help="How people take a government's reforms, since when, and how sure we are.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    cli.callback()(_group)
    for row in TABLE:
        if name in (None, row.name):
            _add(cli, row)
    return cli


def _group() -> None:
    """Makes of one command a group of one: it is still called by its name."""


def _add(cli: typer.Typer, row: _Row) -> None:
    what = getattr(import_module(f"kayfiyat.commands.{row.module}"), row.what)
    if isinstance(what, typer.Typer):
        cli.add_typer(what, name=row.name, rich_help_panel=row.panel)
    else:
        hidden = row.panel is None
        cli.command(row.name, rich_help_panel=row.panel, hidden=hidden)(what)


def _named() -> str | None:
    """The command that is called; None where help or an error needs all of them."""
    first = sys.argv[1] if sys.argv[1:] else ""
    return next((row.name for row in TABLE if row.name == first), None)


def main() -> None:
    """Run the command; say an error in one sentence and end with status 2.

    What it and its parts write is for their owner alone, whatever the shell allows.
    """
    os.umask(0o077)
    try:
        commands(_named())()
    except KayfiyatError as error:
        if "--debug" in sys.argv:
            raise
        sys.stderr.write(f"kayfiyat: {one_line(str(error))}\n")
        raise SystemExit(2) from None
