"""`kayfiyat redact`: take personal data out of stored words by the present rules."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json
from kayfiyat.keeping.watching import shown
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, print_json
from kayfiyat.redacting import Changed, Redaction
from store.inspection import Inspection


def redact(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would change; change nothing.")
    ] = False,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Redact again what is stored, as new rules find what the old ones missed.

    The parts may go on working. Comments whose words change are scored again. It may
    be broken off anywhere and repeated.
    """
    with opened(place(config, data_dir)) as open_database, shown() as watch:
        look = Inspection(open_database.database)
        watch.begin(sum(map(look.count, ("posts", "comments", "campaigns", "terms"))))
        redaction = Redaction(open_database.database, watch=watch, dry=dry_run)
        changed = redaction.through()
    if json:
        print_json(asdict(changed))
    else:
        console.print(_told(changed, dry=dry_run), markup=False, highlight=False)


def _told(changed: Changed, *, dry: bool) -> str:
    what = "would change" if dry else "are changed"
    return (
        f"{changed.comments:,} comments and {changed.posts:,} posts {what}, and the "
        f"words of {changed.campaigns:,} campaigns and {changed.reforms:,} reforms."
    )
