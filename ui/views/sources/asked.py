"""What the page asks of MongoDB, and what it writes there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from domain.asks import Ask, Asked
from domain.choices import Choice
from domain.events import Event
from store import events
from store.asks import Asks
from store.choices import Choices
from store.stored import comments_by_source
from ui import queries, roles
from ui.queries import Address, Base


@queries.kept(entries=4)
def choices(database: Base) -> list[Choice]:
    """Which sources were added or paused by analysts."""
    return Choices(database).all()


@queries.kept(entries=4, fresh=300.0)
def stored(database: Base) -> dict[str, int]:
    """By source, how many comments stand in the sums."""
    return comments_by_source(database)


def now() -> datetime:
    """The page's own clock stands still between two runs of it."""
    return datetime.now(UTC)


def latest(address: Address, kind: Asked) -> list[Ask]:
    """The reader's own newest asks, as they stand now."""
    by = roles.who()
    return queries.once(address, lambda base: Asks(base).latest(by, kind))


def ask(address: Address, kind: Asked, what: Mapping[str, str]) -> bool:
    """Ask the listener's process; False if it is too much for this hour."""
    by, at = roles.who(), now()
    if not roles.may_write():
        return False
    put = queries.once(address, lambda base: Asks(base).put(kind, what, by=by, now=at))
    return put is not None


def add(address: Address, source: str, settings: Mapping[str, Any]) -> bool:
    """Follow a source from now on; False if it was added before."""
    by, at = roles.who(), now()
    return _write(
        address, lambda base: Choices(base).add(source, settings, by=by, now=at)
    )


def pause(address: Address, source: str, *, paused: bool) -> None:
    by, at = roles.who(), now()
    _write(
        address,
        lambda base: Choices(base).pause(source, paused=paused, by=by, now=at),
    )


def remove(address: Address, source: str) -> None:
    """Follow a source that was added no more; what was collected stays."""
    _write(address, lambda base: Choices(base).remove(source))


def add_event(address: Address, event: Event) -> bool:
    """False if it is there already."""
    at = now()
    return _write(address, lambda base: events.add_event(base, event, now=at))


def remove_event(address: Address, event: Event) -> bool:
    return _write(address, lambda base: events.remove_event(base, event))


def _write(address: Address, act: Callable[[Base], bool | None]) -> bool:
    """Whatever the page shows, only an analyst writes."""
    if not roles.may_write():
        return False
    done = queries.once(address, act)
    queries.forget()
    return bool(done)
