"""`kayfiyat digest`: last week's letter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digest.preview import write_preview
from domain.periods import day_of
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, now
from kayfiyat.opening import opened, place
from kayfiyat.printing import console


def digest(
    preview: Annotated[
        Path, typer.Option(help="Write the letter here.", metavar="FILE.html")
    ],
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Write last week's letter, with the same numbers as the app."""
    where = place(config, data_dir)
    with opened(where) as open_database:
        write_preview(
            open_database.database,
            preview,
            today=day_of(now()),
            k=where.settings.privacy.k,
        )
    console.print(f"Last week's letter: {preview}", markup=False)
