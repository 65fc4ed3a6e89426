"""Try what an analyst typed: a channel's name, its link, or any public address."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.asks import Preview, SeenPost
from domain.comments import FoundPost
from domain.errors import InputError, SourceError
from domain.settings import Settings
from domain.sources import Kind, Source
from kayfiyat.commands.options import now
from kayfiyat.commands.trying import entry, name_of
from kayfiyat.opening import Place
from kayfiyat.printing import one_line
from listener.checking import Checked, Means, check
from listener.redaction import redacted
from listener.trying import Tried, try_address

SHOWN = 5
"""So many of the newest posts are shown."""

WIDE = 160
"""So much of a post's words is shown."""

PATIENCE = 120.0
"""Seconds after which a try is given up."""

_CHANNEL = re.compile(r"@?([A-Za-z]\w{3,31})", re.ASCII)
_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?t(?:elegram)?\.me/(?:s/)?([A-Za-z]\w{3,31})/?(?:\d+/?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Target:
    """What is meant: a source that can be checked, or an address to look at.

    ``new``: no source of the settings.
    """

    source: Source | None = None
    url: str = ""
    new: bool = True


def tried(typed: str, place: Place) -> Preview:
    """Look at it once; nothing is stored. Raises InputError if it cannot be meant."""
    target = meant(typed, place.settings)
    means = Means(
        guarded(place.settings), place.data_dir, now, random.SystemRandom().random
    )
    try:
        return asyncio.run(_look(target, means))
    except TimeoutError:
        raise InputError("it did not answer in two minutes; try again later") from None
    except SourceError as error:
        return Preview(trouble=str(error), reason=error.reason)


def meant(typed: str, settings: Settings) -> Target:
    """What ``typed`` means. Pure. Raises InputError with the mend."""
    text = one_line(typed)
    for one in settings.sources:
        if text in {one.name, one.as_source().id}:
            return Target(source=one.as_source(), new=False)
    if found := _LINK.fullmatch(text) or _CHANNEL.fullmatch(text):
        web = Source(Kind.TELEGRAM_WEB, found[1], url="https://t.me")
        return Target(source=web)
    if re.match(r"https?://(?:www\.)?t(?:elegram)?\.me/", text):
        raise InputError(
            "this is an invite link or no channel, and only public channels are read; "
            "give the channel's user name"
        )
    if re.match(r"https?://[^\s/]", text):
        return Target(url=text)
    raise InputError(
        "this is neither an address nor a channel; write https://… or the channel's "
        "user name"
    )


def guarded(settings: Settings) -> Settings:
    """Who comes from elsewhere must not look into our network through us."""
    if not settings.auth.on:
        return settings
    closed = settings.listener.model_copy(update={"private_addresses": False})
    return settings.model_copy(update={"listener": closed})


async def _look(target: Target, means: Means) -> Preview:
    async with asyncio.timeout(PATIENCE):
        if target.source is None:
            return of_address(await try_address(target.url, None, means))
        return of_source(target, await check(target.source, means))


def of_source(target: Target, found: Checked) -> Preview:
    """A channel as the app shows it. Pure."""
    source = target.source
    assert source is not None  # noqa: S101 - it was checked
    new = target.new and not found.trouble
    return Preview(
        posts=len(found.posts),
        comments=len(found.comments),
        newest=_newest(found.posts, None),
        source={"kind": str(source.kind), "name": source.name} if new else None,
        line=entry(source.kind, source.name) if new else "",
        note=found.note,
        robots=found.robots or "",
        reason=found.reason,
        trouble=found.trouble,
    )


def of_address(tried: Tried) -> Preview:
    """A page or a feed as the app shows it. Pure."""
    found = bool(tried.posts or tried.comments)
    return Preview(
        posts=len(tried.posts),
        comments=len(tried.comments),
        newest=_newest(tried.posts, tried.at),
        source=_settings(tried) if found else None,
        line=entry(tried.kind, name_of(tried.url), tried.url, None, tried.by)
        if found
        else "",
        note=tried.by,
        robots=tried.robots,
        reason=tried.reason,
        trouble=tried.trouble,
    )


def _settings(tried: Tried) -> Mapping[str, Any]:
    page = {"page": {"preset": tried.by}} if tried.kind == Kind.PAGE else {}
    return {
        "kind": tried.kind,
        "name": name_of(tried.url),
        "url": tried.url,
        **page,
    }


def _newest(
    posts: Sequence[FoundPost], read_at: datetime | None
) -> tuple[SeenPost, ...]:
    newest = sorted(posts, key=lambda post: post.at, reverse=True)[:SHOWN]
    return tuple(_seen(post, read_at) for post in newest)


def _seen(post: FoundPost, read_at: datetime | None) -> SeenPost:
    words = one_line(redacted(post.text))
    return SeenPost(
        words=words if len(words) <= WIDE else f"{words[: WIDE - 1]}…",
        at=None if post.at == read_at else post.at,
        comments=post.comment_total,
    )
