"""The ports on which our parts answer: free, ours already, or another's."""

from __future__ import annotations

import errno
import json
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPConnection, HTTPException

from domain.settings import Settings
from domain.sign_in import is_loopback
from kayfiyat.doctor.findings import Finding, ok, wrong
from kayfiyat.doctor.world import World

PATIENCE = 2.0
"""Seconds that a part on this machine has to answer."""

_MOST = 10_000

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104
"""Where to ask what answers on all addresses."""


class Held(Enum):
    """Who has a port."""

    NOBODY = "free"
    OURS = "ours answers there"
    ANOTHER = "another program answers there"


@dataclass(frozen=True, slots=True)
class Said:
    """What answered a GET."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Door:
    """Where a part answers, and how to know it: by what it says at ``path``."""

    key: str
    address: str
    port: int
    path: str
    is_ours: Callable[[Said], bool]


def is_app(said: Said) -> bool:
    """Streamlit's own sign of life."""
    return said.body == b"ok"


def is_site(said: Said) -> bool:
    return said.headers.get("Server") == "Kayfiyat"


def is_health(said: Said) -> bool:
    try:
        facts = json.loads(said.body)
    except ValueError:
        return False
    return isinstance(facts, dict) and {"mongodb", "sources"} <= set(facts)


def doors(settings: Settings) -> list[Door]:
    """Of the parts that are on."""
    app, site, listener = settings.app, settings.site, settings.listener
    found = [Door("app.port", app.address, app.port, "/_stcore/health", is_app)]
    if site.on:
        found.append(Door("site.port", site.address, site.port, "/", is_site))
    if listener.health_port:
        where = listener.health_address, listener.health_port
        found.append(Door("listener.health_port", *where, "/health", is_health))
    return found


def app(world: World) -> Finding:
    return _looked("app.port", world.told)


def site(world: World) -> Finding:
    return _looked("site.port", world.told)


def health(world: World) -> Finding:
    return _looked("listener.health_port", world.told)


def _looked(key: str, settings: Settings) -> Finding:
    there = doors(settings)
    door = next((each for each in there if each.key == key), None)
    if door is None:
        return ok("off")
    same = [each.key for each in there if each.port == door.port]
    if len(same) > 1:
        said = f"{' and '.join(same)} share port {door.port}"
        return wrong(said, f"give {key} another number")
    return of_door(door, held(door))


def of_door(door: Door, found: Held | OSError) -> Finding:
    """``found`` is who has the port, or why nobody could have it."""
    where = f"{door.address}:{door.port}"
    if isinstance(found, OSError):
        why = found.strerror or "no address"
        mend = f"give {door.key} a number above 1023 and an address of this machine"
        return wrong(f"{where} cannot be had: {why}", mend)
    if found is Held.ANOTHER:
        return wrong(
            f"{where}: {found.value}", f"end it, or give {door.key} another number"
        )
    return ok(f"{where}: {found.value}")


def held(door: Door) -> Held | OSError:
    """Who has the port now; the reason if it cannot be had at all."""
    trouble = _bound(door.address, door.port)
    if trouble is None:
        return Held.NOBODY
    if trouble.errno != errno.EADDRINUSE:
        return trouble
    said = _asked(EVERYWHERE.get(door.address, door.address), door.port, door.path)
    return Held.OURS if said and door.is_ours(said) else Held.ANOTHER


def _bound(address: str, port: int) -> OSError | None:
    """Why we could not listen there. Names are not asked of any other machine."""
    known = 0 if is_loopback(address) else socket.AI_NUMERICHOST
    flags = known | socket.AI_PASSIVE
    try:
        found = socket.getaddrinfo(
            address or None, port, type=socket.SOCK_STREAM, flags=flags
        )
        family, kind, protocol, _, where = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        return error
    return None


def _asked(host: str, port: int, path: str) -> Said | None:
    try:
        with closing(HTTPConnection(host.strip("[]"), port, timeout=PATIENCE)) as line:
            line.request("GET", path)
            answer = line.getresponse()
            return Said(dict(answer.getheaders()), answer.read(_MOST))
    except (OSError, HTTPException):
        return None
