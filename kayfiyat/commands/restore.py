"""`kayfiyat restore`: a backup back into an empty database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kayfiyat.commands.backup import PassphraseFile, told
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, now
from kayfiyat.keeping.passphrase import passphrase
from kayfiyat.keeping.putting import (
    put_database,
    put_keys_of,
    refuse_full,
    refuse_newer,
)
from kayfiyat.keeping.reading import backup, check
from kayfiyat.keeping.watching import shown
from kayfiyat.opening import Place, place, unprepared
from kayfiyat.printing import console


def restore(
    file: Annotated[Path, typer.Argument(help="Backup to put back.")],
    passphrase_file: PassphraseFile = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Put a backup back: into an empty database, or missing keys into the data folder.

    The file is read to its end first. Then all is inserted and compared with the
    file, an older version is migrated, and rules and indexes are set. Until that is
    done no part of Kayfiyat opens the database; if broken off, restore again.
    """
    where, secret = place(config, data_dir), passphrase(passphrase_file, os.environ)
    with backup(file, passphrase=secret) as found:
        refuse_newer(found, str(file))
        if found.header.holds == "keys":
            count = put_keys_of(found, where.data_dir)
            _say(f"{count} keys are back in {where.data_dir}; the others were there.")
            return
    _restore(where, file, secret)


def _restore(where: Place, file: Path, secret: bytes) -> None:
    with unprepared(where) as database:
        refuse_full(database)
        with shown() as watch:
            header = check(file, passphrase=secret, watch=watch)
            with backup(file, passphrase=secret) as found:
                put_database(database, found, now=now(), watch=watch)
        _say(f"{database.name} holds what {file} does: {told(header)}")


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
