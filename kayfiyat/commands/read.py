"""`kayfiyat read`: what a file holds, a JSON object a line, touching no database."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from domain.periods import TASHKENT
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json
from kayfiyat.commands.reading import as_json
from kayfiyat.printing import aside, console, print_json, table
from listener.files import Chat, read_file


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    kind: Annotated[
        str | None,
        typer.Option(
            "--as",
            help="telegram_web, telegram_comments, telegram_export, csv, jsonl, xlsx, "
            "vk, disqus, feed or page; recognised if not given.",
            metavar="KIND",
            show_default=False,
        ),
    ] = None,
    config: Config = None,  # noqa: ARG001 - every command takes these
    data_dir: DataDir = DATA_DIR,  # noqa: ARG001
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Show the posts and comments that a saved page or an export holds."""
    contents = read_file(file, kind=kind, zone=ZoneInfo(TASHKENT.key))
    counted: Counter[str] = Counter()
    for chat in contents.chats:
        _warn_if_private(file, contents.kind, chat)
        for found in chat.found:
            line = as_json(found)
            counted[line["what"]] += 1
            if json:
                print_json(line)
        for place, reason in chat.set_aside:
            aside.print(f"set aside: {place}: {reason}", markup=False)
    if not json:
        shown = table("what", "number")
        for what, number in sorted(counted.items()):
            shown.add_row(f"{what}s", f"{number:,}")
        console.print(f"{file.name}: {contents.kind}", markup=False)
        console.print(shown)


def _warn_if_private(file: Path, kind: str, chat: Chat) -> None:
    if chat.public is False:
        aside.print(
            f"{file}: a private chat: shown here only; `kayfiyat import` refuses it.",
            markup=False,
        )
    elif chat.public is None and kind == "telegram_export":
        aside.print(
            f"{file}: it does not say whether the chat is public; `kayfiyat import` "
            "takes it only with --public.",
            markup=False,
        )
