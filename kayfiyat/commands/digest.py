"""`kayfiyat digest`: the weekly letter, written, kept and sent."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from digest.compose import compose
from digest.desk import Desk, Outbound
from digest.due import latest_due
from digest.letter import Letter
from digest.mail.access import access
from digest.mail.answers import Sent
from digest.mail.messages import sender_of
from digest.mail.smtp import Outgoing
from digest.preview import NOBODY, write_preview
from domain.errors import ConfigError, InputError
from domain.letters import Kept
from domain.periods import TASHKENT
from domain.settings import Settings
from kayfiyat import logs, noting
from kayfiyat.commands.options import (
    DATA_DIR,
    Config,
    DataDir,
    Debug,
    Json,
    Once,
    now,
    only_one,
)
from kayfiyat.letters import keys_of, write_and_send
from kayfiyat.opening import Place, opened, place
from kayfiyat.printing import console, print_json
from kayfiyat.stopping import stop_on_signals
from sentiment.vocabulary import vocabulary
from shown.speech import TONGUES
from store.clients import Database, Document
from store.digests import Digests

Preview = Annotated[
    Path | None,
    typer.Option(
        help="Write the latest letter, in every language, into this folder.",
        metavar="DIR",
        show_default=False,
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        help="Send the latest letter to this address, to try the mail server.",
        metavar="ADDRESS",
        show_default=False,
    ),
]
Tongue = Annotated[
    str, typer.Option("--language", help="Of the letter to try: uz, uz-Cyrl, ru, en.")
]
Listing = Annotated[
    bool, typer.Option("--list", help="List the letters kept.", show_default=False)
]


def digest(
    preview: Preview = None,
    to: To = None,
    language: Tongue = "en",
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    listing: Listing = False,
    once: Once = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write the weekly letter when it is due, and send it to those who asked for it.

    It runs for ever; with --once it does what is due and ends. Each letter is
    written once and sent once to each reader, however many of these processes run;
    only where a mail server's answer was lost, it is sent again. Alerts go the same
    way.
    """
    only_one({"--list": listing, "--preview": preview, "--to": to, "--once": once})
    logs.configure(debug=debug)
    where = place(config, data_dir)
    with opened(where) as open_database:
        database = open_database.database
        if listing:
            _list(Digests(database).kept(), as_json=json)
        elif preview:
            _preview(where, database, preview)
        elif to:
            _try(where, database, to, language)
        else:
            with stop_on_signals() as stop:
                write_and_send(where, database, once=once, stop=stop)


def _preview(where: Place, database: Database[Document], folder: Path) -> None:
    settings = where.settings
    letter = _latest(settings, database)
    noting.exported(database, "letter", "files", 1, noting.view(letter.week))
    written = write_preview(
        letter,
        folder,
        at=now(),
        app_url=settings.letter.app_url,
        sender=sender_of(settings.mail) if settings.mail.on else NOBODY,
    )
    console.print(f"{len(written)} files in {folder}:", markup=False)
    for path in written:
        console.print(f"  {path.name}", markup=False, highlight=False)


def _try(where: Place, database: Database[Document], to: str, tag: str) -> None:
    if not where.settings.mail.on:
        raise ConfigError("no mail server is named; fill in [mail] in the settings")
    if tag not in TONGUES:
        raise InputError(f"--language {tag!r} is none of {', '.join(TONGUES)}")
    desk = Desk(database, where.settings, keys_of(where, database))
    letter = _latest(where.settings, database)
    asyncio.run(_handed(where.settings, desk.sample(letter, tag, to, at=now())))
    console.print(f"The mail server has taken the letter to {to}.", markup=False)


async def _handed(settings: Settings, written: Outbound) -> None:
    async with Outgoing(access(settings.mail, os.environ)) as outgoing:
        outcome = await outgoing.send(written.message, written.to, before_data=_yes)
    if not isinstance(outcome, Sent):
        why = getattr(outcome, "reason", "nothing was sent")
        raise InputError(f"The letter did not leave: {why}; mend that, repeat")


async def _yes() -> bool:
    return True


def _latest(settings: Settings, database: Database[Document]) -> Letter:
    """The facts of the latest letter that is due, made anew and not kept."""
    week = latest_due(now(), settings.letter)
    return compose(database, week, k=settings.privacy.k, vocabulary=vocabulary)


def _list(kept: list[Kept], *, as_json: bool) -> None:
    if as_json:
        for each in kept:
            print_json(_as_json(each))
        return
    if not kept:
        console.print("No letter was written yet; `kayfiyat digest --once` writes one.")
        return
    shown = Table(box=None, pad_edge=False)
    for heading in ("Week of", "Written", "Readers' copies put", "Subject"):
        shown.add_column(heading, no_wrap=heading != "Subject")
    for each in kept:
        put = each.addressed_at
        shown.add_row(
            str(each.week),
            f"{each.composed_at.astimezone(TASHKENT):%Y-%m-%d %H:%M}",
            f"{put.astimezone(TASHKENT):%Y-%m-%d %H:%M}" if put else "–",
            each.subjects.get("en", ""),
        )
    console.print(shown)


def _as_json(kept: Kept) -> dict[str, object]:
    return {
        "week": kept.week.isoformat(),
        "composed_at": kept.composed_at.isoformat(),
        "addressed_at": kept.addressed_at.isoformat() if kept.addressed_at else None,
        "public": kept.public,
        "synthetic": kept.synthetic,
        "subjects": dict(kept.subjects),
    }
