"""How late comments are: some of each second are watched on their whole way."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import numpy as np

from domain.cells import EVERY_REFORM
from store.clients import Database, Document

LOOKED_AT = 1_000
"""Of what is on its way so many are looked for at once; the rest comes in turn."""

STAGES = ("stored", "scored", "in cells")


@dataclass(slots=True)
class Watched:
    """A comment: when it was written, and how many seconds later it was where."""

    id: str
    source: str
    at: float
    stored: float | None = None
    scored: float | None = None
    in_cells: float | None = None


@dataclass
class Lags:
    """Those on their way, in order, and those that have arrived."""

    on_their_way: dict[str, Watched] = field(default_factory=dict)
    arrived: list[Watched] = field(default_factory=list)

    def add(self, told: Iterable[Sequence[Any]]) -> None:
        for source, comment, at in told:
            self.on_their_way[comment] = Watched(comment, source, at)

    def look(self, database: Database[Document]) -> None:
        """Note what has come further; who is looked at next comes in turn."""
        ids = list(islice(self.on_their_way, LOOKED_AT))
        fields = ["first_at", "pending", "attitude.scorer"]
        found = {
            one["_id"]: one
            for one in database.comments.find({"_id": {"$in": ids}}, fields)
        }
        now = time.time()
        cells = _made(database, now)
        for id_ in ids:
            one = self.on_their_way.pop(id_)
            if id_ in found:
                _note(one, found[id_], cells.get(one.source), now)
            if one.in_cells is None:
                self.on_their_way[id_] = one
            else:
                self.arrived.append(one)

    def forget(self, gone: set[str]) -> None:
        """Of what was deleted no lag is known."""
        for id_ in self.on_their_way.keys() & gone:
            del self.on_their_way[id_]

    def all(self) -> list[Watched]:
        return [*self.arrived, *self.on_their_way.values()]

    def lately(self, seconds: float) -> dict[str, list[float]]:
        """By stage, how late those were that were written in the last seconds."""
        since = time.time() - seconds
        late = [*self.arrived[-2_000:], *self.on_their_way.values()]
        return by_stage([one for one in late if one.at >= since])


def by_stage(watched: Iterable[Watched]) -> dict[str, list[float]]:
    ways = [(one.stored, one.scored, one.in_cells) for one in watched]
    return {
        stage: [way[n] for way in ways if way[n] is not None]  # type: ignore[misc]
        for n, stage in enumerate(STAGES)
    }


def at_share(seconds: Sequence[float], share: float) -> float | None:
    return float(np.quantile(seconds, share)) if len(seconds) else None


def _note(one: Watched, found: Document, made_at: datetime | None, now: float) -> None:
    if one.stored is None:
        one.stored = found["first_at"].replace(tzinfo=UTC).timestamp() - one.at
    if "attitude" not in found:
        return
    if one.scored is None and not found["pending"]:
        one.scored = now - one.at
    if (
        one.scored is not None
        and made_at
        and made_at.timestamp() >= one.at + one.scored
    ):
        one.in_cells = now - one.at


def _made(database: Database[Document], now: float) -> dict[str, datetime]:
    """By source, since when whatever is scored is in its cells; to be asked last.

    That is now where no day is marked. Else it is when they were begun: what was seen
    to be scored before is with them for certain.
    """
    each: list[Document] = [
        {"$match": {"reform": EVERY_REFORM}},
        {"$group": {"_id": "$source", "at": {"$max": "$saved_at"}}},
    ]
    begun = {one["_id"]: one["at"] for one in database.cells.aggregate(each)}
    marked = set(database.stale.distinct("source"))
    whole = datetime.fromtimestamp(now, UTC)
    return {
        source: at.replace(tzinfo=UTC) if source in marked else whole
        for source, at in begun.items()
    }
