"""Decide whether a trouble is one place's own, and go on where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from domain.coverage import Reason
from domain.errors import SourceError
from listener.harvest import Harvest
from listener.tme_common import Aside

TRIES = 3
"""So many passes may fail at one place; then the trouble is the place's own."""

MANY = 3
"""So many places, all broken, are the source's trouble and not their own."""

_PASSING = {Reason.NETWORK, Reason.BLOCKED}


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Place = TypeVar("Place", bound=_Named)


def count_failure(failures: Counter[str], place: str, error: SourceError) -> bool:
    """Count a failure; whether it is the place's own, and others may still be read.

    ``failures`` counts, from pass to pass, those that ended at each place. A host
    that says when it may be asked again is troubled as a whole.
    """
    if error.permanent or error.reason is Reason.CHANGED_FORMAT:
        return True
    if error.reason not in _PASSING or error.retry_after is not None:
        return False
    failures[place] += 1
    return failures[place] >= TRIES


@dataclass(slots=True)
class Visits:
    """The places that one pass reads, one after another.

    If ``many`` or more are all broken, the source is; those that were given up before
    do not count, and are asked ``again`` only now and then.
    """

    failures: Counter[str]
    harvest: Harvest
    again: bool
    many: int = MANY
    begun: int = 0
    tried: int = 0
    broken: dict[str, SourceError] = field(default_factory=dict)

    def in_order(self, places: Sequence[Place]) -> list[Place]:
        """Those that failed before come last: they may end the pass."""
        asked = (p for p in places if self.again or not self._is_given_up(p.id))
        return sorted(asked, key=lambda place: self.failures[place.id])

    @asynccontextmanager
    async def to(self, place: str, where: str) -> AsyncIterator[None]:
        """Read a place inside. Trouble of its own is set aside as lying ``where``.

        Other trouble is raised, once all that was taken in is saved.
        """
        counts = not self._is_given_up(place)
        self.begun += 1
        try:
            yield
        except SourceError as error:
            if not count_failure(self.failures, place, error):
                await self.harvest.flush()
                raise
            await self.harvest.set_aside([Aside(where, str(error))])
            self.failures[place] = max(TRIES, self.failures[place])
            self.tried += counts
            self.broken |= {place: error} if counts else {}
        else:
            self.failures.pop(place, None)
            self.tried += 1

    def check(self) -> None:
        """Raise SourceError if nothing at all could be read: then none is given up."""
        if len(self.broken) == self.tried >= self.many:
            self.failures.update(dict.fromkeys(self.broken, -1))
            first = next(iter(self.broken.values()))
            lasts = first.permanent and self.many == 1
            raise SourceError(str(first), reason=first.reason, permanent=lasts)

    def _is_given_up(self, place: str) -> bool:
        return self.failures[place] >= TRIES
