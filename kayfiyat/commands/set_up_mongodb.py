"""`kayfiyat set-up-mongodb`: users and rights in a MongoDB that asks for passwords."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from domain.secret_files import secret_in
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug
from kayfiyat.mongod_users import set_up, wanted
from kayfiyat.opening import place
from kayfiyat.printing import console


def set_up_mongodb(
    root_password_file: Annotated[
        Path,
        typer.Option(help="Holds the password of root, who is made.", metavar="FILE"),
    ],
    at: Annotated[
        str,
        typer.Option(
            help="The server, seen from its own machine.", metavar="HOST:PORT"
        ),
    ] = "127.0.0.1:27017",
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Make a MongoDB with authentication ready: replica set, root, our user.

    The user, the replica set and the member are those of mongodb.uri, the password is
    that of mongodb.password_file. The user may read and write one database, and
    nothing else. Repeat it after changing that password, or for another MONGODB_DB.
    """
    root_password = secret_in(str(root_password_file), named="--root-password-file")
    there = wanted(place(config, data_dir).settings.mongodb, root_password)
    for line in set_up(there, at=at):
        console.print(line, markup=False, highlight=False)
