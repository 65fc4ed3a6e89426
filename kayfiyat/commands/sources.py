"""`kayfiyat sources`: look at the sources in the settings."""

from __future__ import annotations

import asyncio
import random
from typing import Annotated, Any

import typer

from domain.errors import ConfigError
from domain.periods import TASHKENT
from domain.sources import Kind, Source
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, now
from kayfiyat.opening import Place, opened, place
from kayfiyat.printing import console, print_json
from listener.checking import Checked, check_telegram, check_web
from listener.fetching import fetcher
from listener.redaction import redacted
from listener.telegram.client import telegram
from store.following import Following
from store.motor import connected

WIDE = 70
"""So much of a text is shown on a line."""

sources = typer.Typer(help="Look at the sources in the settings.")


@sources.callback()
def _sources() -> None:
    """So that `check` stays a word of its own, though it is the only one."""


@sources.command("check")
def check(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As in the settings.")],
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Try one source and say what would be collected; no comment is stored."""
    where = place(config, data_dir)
    source = _named(where, name)
    with opened(where) as open_database:
        found = asyncio.run(_checked(where, source, open_database.uri))
    if json:
        print_json(_facts(source, found))
    else:
        _show(source, found)
    if found.trouble:
        raise typer.Exit(1)


def _named(where: Place, name: str) -> Source:
    known = [one.as_source() for one in where.settings.sources]
    found = [source for source in known if name in {source.name, source.id}]
    if len(found) == 1:
        return found[0]
    names = ", ".join(source.id for source in (found or known)) or "none"
    which = "names several sources" if found else "is no source of the settings"
    raise ConfigError(f"{name} {which}; choose of: {names}")


async def _checked(where: Place, source: Source, uri: str) -> Checked:
    stop, settings = asyncio.Event(), where.settings
    if source.kind is Kind.TELEGRAM_WEB:
        chance = random.SystemRandom().random
        async with fetcher(
            settings.listener, clock=now, chance=chance, stop=stop
        ) as pages:
            return await check_web(source, pages)
    if source.kind is Kind.TELEGRAM:
        async with (
            connected(uri, settings.mongodb.db) as database,
            telegram(settings, where.data_dir, clock=now, stop=stop) as connection,
        ):
            return await check_telegram(source, connection, Following(database))
    raise ConfigError(f"{source.id}: sources of this kind cannot be tried yet")


def _facts(source: Source, found: Checked) -> dict[str, Any]:
    return {
        "source": source.id,
        "followers": found.followers,
        "posts": [
            {"id": post.id, "at": post.at, "comments": post.comment_total}
            for post in found.posts
        ],
        "comments": len(found.comments),
        "note": found.note,
        "trouble": found.trouble,
    }


def _show(source: Source, found: Checked) -> None:
    if found.trouble:
        console.print(f"[bold]{source.id}[/bold] cannot be read:")
        console.print(f"  {found.trouble}", markup=False, soft_wrap=True)
        return
    followers = "" if found.followers is None else f", {found.followers:,} followers"
    console.print(f"[bold]{source.id}[/bold]: {found.note}{followers}.")
    for post in found.posts:
        total = "–" if post.comment_total is None else f"{post.comment_total:,}"
        at = post.at.astimezone(TASHKENT)
        line = f"  {at:%d %b %H:%M}  {total:>6} comments  {_short(post.text)}"
        console.print(line, markup=False, highlight=False)
    for comment in found.comments:
        line = f"      {_short(comment.text)}"
        console.print(line, markup=False, highlight=False)
    if not found.posts:
        console.print("  No posts to be seen.")


def _short(text: str) -> str:
    plain = " ".join(redacted(text).split())
    return plain if len(plain) <= WIDE else f"{plain[: WIDE - 1]}…"
