"""The door of claims: who listens to what, so that no two listen to the same.

A listener lives until its lease ends by MongoDB's clock, which all share; one write
renews it for all that it holds. Whoever sees it dead removes it, in one step, and its
name never comes back. So a claim by a name that is not there is free for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pymongo import ReturnDocument
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from store.clients import DURABLE, Document
from store.errors import door, translated

_TURNS = {"_id": "turns"}

Offer = Mapping[str, int]
"""How many sources a listener could listen to, by group."""


@dataclass(frozen=True, slots=True)
class Listener:
    """``can`` it listens to; what it ``cannot`` it would try if nobody else can."""

    name: str
    slot: str
    since_at: datetime
    can: Offer = field(default_factory=dict, hash=False)
    cannot: Offer = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Sight:
    """Who lives, by name, and who has claimed each group, dead or alive."""

    living: Mapping[str, Listener]
    held: Mapping[str, str | None]

    def holder(self, group: str) -> str | None:
        """The living listener that has it."""
        by = self.held.get(group)
        return by if by in self.living else None


@door
class Claims:
    """A claim is for a group of sources. ``name`` is one process since its start."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._db: AsyncDatabase[Document] = database.with_options(write_concern=DURABLE)

    async def join(self, name: str, slot: str, *, lease: timedelta) -> None:
        """Live from now on. Whoever had the slot before is dead: it was ours alone."""
        await self._db.listeners.delete_many({"slot": slot, "_id": {"$ne": name}})
        fields = {"slot": {"$literal": slot}, "since_at": "$$NOW"}
        await self._db.listeners.update_one(
            {"_id": name}, [{"$set": fields | _until(lease)}], upsert=True
        )

    async def renew(
        self, name: str, *, lease: timedelta, can: Offer, cannot: Offer
    ) -> bool:
        """Go on living; False if others have seen us dead."""
        offers = {"can": _offered(can), "cannot": _offered(cannot)}
        fields = {key: {"$literal": offer} for key, offer in offers.items()}
        done = await self._db.listeners.update_one(
            {"_id": name}, [{"$set": fields | _until(lease)}]
        )
        return done.matched_count == 1

    async def sight(self) -> Sight:
        """Remove the dead, then say who lives and who has what."""
        over = {"$expr": {"$lt": ["$until", "$$NOW"]}}
        await self._db.listeners.delete_many(over)
        # Claims first: who takes one after that is seen alive, and not dead.
        held = {one["_id"]: one["by"] async for one in self._db.claims.find()}
        found = self._db.listeners.find()
        living = {one["_id"]: _listener(one) async for one in found}
        return Sight(living, held)

    async def take(
        self,
        group: str,
        name: str,
        *,
        seen: str | None,
        sources: Collection[str],
        now: datetime,
    ) -> int | None:
        """Claim a group that ``seen`` had, who is dead, or nobody; None if it is gone.

        Returns the turn in which its ``sources`` may be written of. It is larger than
        all before, and stands in their documents already: those of a turn before are
        refused from now on.
        """
        turn = await self._next_turn()
        claimed = {"$set": {"by": name, "turn": turn, "at": now}}
        try:
            await self._db.claims.update_one(
                {"_id": group, "by": seen}, claimed, upsert=True
            )
        except DuplicateKeyError:
            return None
        ours = {"_id": {"$in": list(sources)}}
        for collection in (self._db.sources, self._db.coverage):
            await collection.update_many(ours, {"$max": {"turn": turn}})
        return turn

    async def give(self, group: str, name: str) -> None:
        """Let another have it."""
        await self._db.claims.update_one(
            {"_id": group, "by": name}, {"$set": {"by": None}}
        )

    async def leave(self, name: str) -> None:
        """Orderly end: all that it had is free at once."""
        await self._db.listeners.delete_one({"_id": name})

    async def _next_turn(self) -> int:
        """Of all groups: a source that comes into another group has no turn twice."""
        found: Document | None = await self._db.meta.find_one_and_update(
            _TURNS,
            {"$inc": {"units": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return int((found or {})["units"])


def living(database: Database[Document]) -> dict[Listener, list[str]]:
    """Who lives and what each has, the longest first; changes nothing."""
    with translated():
        alive = {"$expr": {"$gte": ["$until", "$$NOW"]}}
        found = database.listeners.find(alive, sort=[("since_at", 1), ("_id", 1)])
        held = list(database.claims.find(sort=[("_id", 1)]))
        return {
            _listener(one): [each["_id"] for each in held if each["by"] == one["_id"]]
            for one in found
        }


def _until(lease: timedelta) -> Document:
    return {"until": {"$add": ["$$NOW", round(lease.total_seconds() * 1_000)]}}


def _offered(offer: Offer) -> list[Document]:
    return [{"group": group, "sources": n} for group, n in sorted(offer.items())]


def _listener(found: Document) -> Listener:
    can, cannot = (
        {one["group"]: one["sources"] for one in found.get(key, ())}
        for key in ("can", "cannot")
    )
    return Listener(found["_id"], found["slot"], found["since_at"], can, cannot)
