"""What the listener needs: sources, a contact, a session, a key."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from domain.choices import followed
from domain.listening_settings import TelegramSettings
from domain.source_settings import SourceSettings
from domain.sources import Kind, Source
from kayfiyat.doctor.findings import Finding, ok, warning, wrong
from kayfiyat.doctor.world import World
from listener.telegram.session import session_path
from store.choices import Choices
from store.clients import Database, Document


def sources(world: World, database: Database[Document] | None) -> Finding:
    """Those of the settings, and those that analysts added in the app."""
    chosen = Choices(database).all() if database is not None else []
    return of_sources(followed(world.told.sources, chosen))


def of_sources(found: Sequence[Source]) -> Finding:
    if not found:
        return warning(
            "none is followed", "choose some in the settings file (`kayfiyat init`)"
        )
    names = Counter(source.name for source in found)
    twice = sorted(name for name, n in names.items() if n > 1)
    if twice:
        return warning(
            f"two of one name: {', '.join(twice)}; it may be heard twice",
            "leave one out, or give it another name",
        )
    return _of_flags(found)


def _of_flags(found: Sequence[Source]) -> Finding:
    nameless = [one.name for one in found if one.official and not one.institution]
    if nameless:
        return warning(
            f"official, and nobody is told to speak there: {', '.join(nameless)}",
            "name the institution of each, or take official = true away",
        )
    official = sum(one.official for one in found)
    if not official:
        return warning(
            f"{len(found)}, none of them official: the scorecard stays empty",
            "set official = true where the page of an institution is followed",
        )
    return ok(f"{len(found)} followed, {official} of them official")


def contact(world: World) -> Finding:
    return of_contact(world.told.listener.contact)


def of_contact(given: str) -> Finding:
    if given.strip():
        return ok("the owners of the sites can find us")
    return warning(
        "the owners of the sites cannot ask us anything",
        "give listener.contact an address of yours",
    )


def telegram(world: World) -> Finding:
    told = world.told.telegram
    path = session_path(told, world.data_dir)
    needed = _needed(world.told.sources, Kind.TELEGRAM)
    return of_telegram(told, needed=needed, session=has_session(path))


def of_telegram(
    told: TelegramSettings, *, needed: Sequence[str], session: bool
) -> Finding:
    """``needed`` are the sources of the kind."""
    given = bool(told.api_id and told.api_hash)
    if not given and (needed or told.api_id or told.api_hash):
        of = f"the kind telegram ({', '.join(needed)})" if needed else "[telegram]"
        return wrong(
            f"api_id or api_hash is missing for {of}",
            "take both from https://my.telegram.org, or use the kind telegram_web",
        )
    if not given:
        return ok("no account is used")
    if session:
        return ok("there is a session")
    say = wrong if needed else warning
    return say("api_id is given, and nobody is logged in", "run `kayfiyat login`")


def has_session(path: Path) -> bool:
    """Whether the file holds the key of an account; it is only read."""
    if not path.is_file():
        return False
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as file:
            kept = file.execute("select auth_key from sessions").fetchall()
    except sqlite3.Error:
        return False
    return any(key for (key,) in kept)


def youtube(world: World) -> Finding:
    needed = _needed(world.told.sources, Kind.YOUTUBE)
    return of_youtube(has_key=bool(world.told.youtube.key), needed=needed)


def of_youtube(*, has_key: bool, needed: Sequence[str]) -> Finding:
    if needed and not has_key:
        return wrong(
            f"there is no key for {', '.join(needed)}",
            "make one at console.cloud.google.com and give it as youtube.key",
        )
    return ok("there is a key" if has_key else "no channel is followed")


def _needed(sources: Sequence[SourceSettings], kind: Kind) -> list[str]:
    return [each.name for each in sources if each.kind is kind]
