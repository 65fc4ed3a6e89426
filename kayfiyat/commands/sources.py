"""`kayfiyat sources`: look at the sources in the settings."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from domain.comments import FoundComment, FoundPost
from domain.errors import ConfigError
from domain.periods import TASHKENT
from domain.settings import Settings
from domain.sources import Source
from kayfiyat import logs
from kayfiyat.commands import trying
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json, now
from kayfiyat.commands.trying import description
from kayfiyat.opening import place
from kayfiyat.printing import console, one_line, print_json
from listener.checking import Checked, Means
from listener.checking import check as try_source
from listener.redaction import redacted
from listener.trying import try_address

WIDE = 70
"""So much of a post's text is shown on a line."""

sources = typer.Typer(help="Look at sources before listening to them.")


@sources.command("check")
def check(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As in the settings.")],
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Try one source and say what would be collected. Nothing is stored.

    Ends with status 1 if the source cannot be read.
    """
    logs.configure(debug=debug)
    where = place(config, data_dir)
    source = _named(where.settings, name)
    chance = random.SystemRandom().random
    means = Means(where.settings, where.data_dir, now, chance)
    found = asyncio.run(try_source(source, means))
    if json:
        print_json(_facts(source, found))
    else:
        _show(source, found)
    if found.trouble:
        raise typer.Exit(1)


@sources.command("try")
def try_url(
    url: Annotated[str, typer.Argument(metavar="URL", help="Of any public page.")],
    preset: Annotated[
        str | None,
        typer.Option("--preset", metavar="NAME", help="Use this one, not the best."),
    ] = None,
    places: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=PLACE",
            help="A part of the description: --set posts=article "
            "--set time=time@datetime --set comments.each=li.comment",
        ),
    ] = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Read a page once and show what posts and comments are found there.

    Without a description the shipped presets are tried. Ends with status 1 if
    nothing is found. Nothing is stored.
    """
    logs.configure(debug=debug)
    where = place(config, data_dir)
    page = description(preset, places or [])
    means = Means(where.settings, where.data_dir, now, random.SystemRandom().random)
    tried = asyncio.run(try_address(url, page, means))
    if json:
        print_json(trying.facts(tried))
    else:
        trying.show(tried, page)
    if tried.trouble or not (tried.posts or tried.comments):
        raise typer.Exit(1)


def _named(settings: Settings, name: str) -> Source:
    known = [one.as_source() for one in settings.sources]
    found = [source for source in known if name in {source.name, source.id}]
    if len(found) == 1:
        return found[0]
    names = ", ".join(source.id for source in (found or known)) or "there are none"
    which = "names several sources" if found else "is no source of the settings"
    raise ConfigError(f"{name} {which}; choose of: {names}")


def _facts(source: Source, found: Checked) -> dict[str, Any]:
    return {
        "source": source.id,
        "reachable": found.trouble is None,
        "followers": found.followers,
        "posts": [
            {"id": post.id, "at": post.at, "comments": post.comment_total}
            for post in found.posts
        ],
        "comments": [
            {"id": one.id, "at": one.at, "official": one.official}
            for one in found.comments
        ],
        "note": found.note or None,
        "robots": found.robots,
        "blind": found.reason,
        "trouble": found.trouble,
    }


def _show(source: Source, found: Checked) -> None:
    for line in _lines(source, found):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _lines(source: Source, found: Checked) -> Iterator[str]:
    if found.trouble:
        yield f"{source.id} cannot be read ({found.reason}):"
        yield f"  {found.trouble}"
        return
    followers = "" if found.followers is None else f"; {found.followers:,} followers"
    yield f"{source.id} can be read; {found.note}{followers}."
    if found.robots:
        yield f"  robots.txt: {found.robots}"
    yield "  newest posts:" if found.posts else "  no posts to be seen"
    yield from (_post(post) for post in found.posts)
    yield f"  {_comments(found.comments)}"


def _post(post: FoundPost) -> str:
    total = "–" if post.comment_total is None else f"{post.comment_total:,}"
    at = post.at.astimezone(TASHKENT)
    return f"    {at:%d %b %Y %H:%M}  {total:>6} comments  {_short(post.text)}"


def _comments(comments: Sequence[FoundComment]) -> str:
    """How many there are: whose they are and what they say is not for showing."""
    if not comments:
        return "no comments to be seen under them"
    newest = max(one.at for one in comments).astimezone(TASHKENT)
    by_page = sum(one.official for one in comments)
    return (
        f"of the newest thread {len(comments):,} comments at the first look, the "
        f"newest of {newest:%d %b %Y %H:%M}, {by_page} by the page itself"
    )


def _short(text: str) -> str:
    plain = one_line(redacted(text))
    return plain if len(plain) <= WIDE else f"{plain[: WIDE - 1]}…"
