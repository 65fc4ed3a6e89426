"""`kayfiyat backup`: all that is stored, at one moment, in one encrypted file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import InputError
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, now
from kayfiyat.keeping.parts import Header
from kayfiyat.keeping.passphrase import VARIABLE, passphrase, strong
from kayfiyat.keeping.reading import check
from kayfiyat.keeping.saving import save_database, save_keys
from kayfiyat.keeping.watching import shown
from kayfiyat.opening import Place, place, unprepared
from kayfiyat.printing import console
from kayfiyat.stopping import cleared_up_on_signals

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        envvar=f"{VARIABLE}_FILE",
        show_envvar=False,
        help="Holds the passphrase; else KAYFIYAT_BACKUP_PASSPHRASE does.",
        metavar="FILE",
    ),
]


def backup(
    file: Annotated[Path, typer.Argument(help="Backup to write, or to check.")],
    passphrase_file: PassphraseFile = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    keys: Annotated[
        bool,
        typer.Option("--keys", help="The keys alone; keep this file somewhere else."),
    ] = False,
    only_check: Annotated[
        bool, typer.Option("--check", help="Read a backup to its end; write nothing.")
    ] = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Save all that is stored, as it is at one moment, while the parts go on working.

    The keys of pseudonyms and addresses are not in it: who finds the file and its
    passphrase still cannot tell who wrote. Save them apart with --keys. Telegram's
    session is in neither: sign in again.
    """
    if keys and only_check:
        raise InputError("--check reads any backup; leave --keys out")
    secret = passphrase(passphrase_file, os.environ)
    if only_check:
        _check(file, secret)
    else:
        with cleared_up_on_signals():
            _save(place(config, data_dir), file, strong(secret), keys=keys)


def _check(file: Path, secret: bytes) -> None:
    with shown() as watch:
        header = check(file, passphrase=secret, watch=watch)
    _say(f"{file} is whole: {told(header)}")


def _save(where: Place, file: Path, secret: bytes, *, keys: bool) -> None:
    if keys:
        header, size = save_keys(where.data_dir, file, passphrase=secret, now=now())
    else:
        with unprepared(where) as database, shown() as watch:
            header, size = save_database(
                database, file, passphrase=secret, now=now(), watch=watch
            )
    _say(f"{file} has {size:,} bytes: {told(header)}")
    if not keys:
        _say("The keys are not in it: `kayfiyat backup --keys` saves them apart.")


def told(header: Header) -> str:
    """What a backup holds, in one sentence."""
    count = sum(header.counts.values())
    what = "documents" if header.holds == "database" else "keys"
    made_up = ", SYNTHETIC" if header.synthetic else ""
    return (
        f"{count:,} {what} of {header.at:%Y-%m-%d %H:%M} UTC, by version "
        f"{header.kayfiyat}{made_up}."
    )


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
