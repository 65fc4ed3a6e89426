"""All checks, in the order in which a newcomer needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from traceback import print_exception

from domain.errors import KayfiyatError
from kayfiyat.doctor import (
    entering,
    folders,
    given,
    keys,
    listening,
    machine,
    mail,
    mongodb,
    ports,
    scorer,
    source_clock,
)
from kayfiyat.doctor.findings import Finding, of_error, of_surprise, scrubbed, warning
from kayfiyat.doctor.world import World, secrets
from store.clients import Database, Document


@dataclass(frozen=True, slots=True)
class Check:
    """A thing that is looked at, and the function that does it."""

    name: str
    look: Callable[..., Finding]


ALWAYS = (
    Check("Python", machine.python),
    Check("settings", given.settings),
    Check("overrides", given.overrides),
    Check("data folder", folders.data),
    Check("secret files", folders.private),
    Check("disk", machine.disk),
    Check("scorer", scorer.weights),
    Check("pictures", scorer.pictures),
)

BY_SETTINGS = (
    Check("contact", listening.contact),
    Check("Telegram", listening.telegram),
    Check("YouTube", listening.youtube),
    Check("app's port", ports.app),
    Check("site's port", ports.site),
    Check("health's port", ports.health),
    Check("app's reach", entering.reach),
    Check("sign-in", entering.sign_in),
    Check("mail", mail.mail),
    Check("signature", mail.signature),
    Check("site", mail.pages),
    Check("alerts", mail.alerts),
)

ONLINE = (
    Check("clock, by a source", source_clock.by_source),
    Check("sign-in, asked", entering.provider),
    Check("mail, asked", mail.server),
)
"""Other machines are asked."""

WITH_DATABASE = (
    Check("MongoDB", mongodb.server),
    Check("MongoDB's disk", mongodb.room),
    Check("stored data", mongodb.shape),
    Check("scored", scorer.scored),
)

WITH_OR_WITHOUT = (
    Check("clock", mongodb.clock),
    Check("sources", listening.sources),
    Check("pseudonym keys", keys.pseudonyms),
    Check("letters' key", keys.letters),
)
"""What can be told before there is a database, too."""


def look(world: World) -> list[Finding]:
    """Every check, made; one that breaks is a finding and breaks no other.

    With ``world.debug`` the traceback of a broken check is written to stderr.
    """
    hidden = secrets(world)
    return [scrubbed(each, hidden) for each in _looked(world)]


def _looked(world: World) -> Iterator[Finding]:
    yield from _made(ALWAYS, world)
    if world.settings is None:
        said = "MongoDB, sources, ports, mail are not looked at without settings"
        yield replace(warning(said, "mend the settings, repeat"), check="the rest")
        return
    yield from _of_database(world)
    yield from _made(BY_SETTINGS, world)
    if world.online:
        yield from _made(ONLINE, world)


def _of_database(world: World) -> list[Finding]:
    """A database that cannot be reached is one finding, not one for each check."""
    try:
        with mongodb.reached(world) as database:
            if database is None:
                return [
                    _one(Check("MongoDB", mongodb.program), world),
                    *_made(WITH_OR_WITHOUT, world, None),
                ]
            return [
                *_made(WITH_DATABASE, world, database),
                *_made(WITH_OR_WITHOUT, world, database),
            ]
    except Exception as error:
        said = "keys, sources and scores are not compared with what is stored"
        unseen = replace(warning(said, "mend MongoDB, repeat"), check="stored data")
        unmet = replace(_of(error, world), check="MongoDB")
        return [unmet, unseen, *_made(WITH_OR_WITHOUT, world, None)]


def _made(
    checks: Iterable[Check], world: World, *more: Database[Document] | None
) -> Iterator[Finding]:
    for check in checks:
        yield _one(check, world, *more)


def _one(check: Check, world: World, *more: Database[Document] | None) -> Finding:
    try:
        found = check.look(world, *more)
    except Exception as error:
        found = _of(error, world)
    return replace(found, check=check.name)


def _of(error: Exception, world: World) -> Finding:
    if isinstance(error, KayfiyatError):
        return of_error(error)
    if world.debug:
        print_exception(error)
    return of_surprise(error)
