"""Batches of pending comments for several scorers, so that none is scored twice.

A scorer claims a stretch of time, from the oldest to the newest comment of a batch: one
small write a batch. One that is scored twice all the same, as when a scorer was halted
for longer than its claim holds, costs time and no more (``Scoring.save``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bson import ObjectId
from pymongo import WriteConcern
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern

from domain.periods import Period
from store.clients import Document
from store.errors import door
from store.holders import Holder
from store.scoring import BATCH, Pending, Scoring, Stretch

LEASE = timedelta(seconds=20)
"""A batch takes less than a second; what a dead scorer claimed is free after that."""

_BOARD = "scoring"
_TRIES = 5
_MS = timedelta(milliseconds=1)


@door
class Portions(Scoring):
    """Pending comments that no other scorer has claimed out, attitudes in."""

    def __init__(
        self,
        database: Database[Document],
        holder: Holder,
        *,
        lease: timedelta = LEASE,
    ) -> None:
        super().__init__(database)
        # A claim that is lost with a primary is scored twice: not worth to wait for.
        self._board = database.get_collection(
            "portions",
            write_concern=WriteConcern(w=1, j=False),
            read_concern=ReadConcern("local"),
        )
        self._holder, self._lease = holder, lease // _MS
        self._claims = False

    def pending(
        self,
        limit: int = BATCH,
        *,
        within: Period | None = None,
        but: Iterable[Stretch] = (),
    ) -> list[Pending]:
        """Claim the newest that nobody else has claimed; the claim before is given up.

        None if others are quicker again and again.
        """
        for _ in range(_TRIES):
            token, others = self._others()
            taken = [*but, *((each["oldest"], each["newest"]) for each in others)]
            found = super().pending(limit, within=within, but=taken)
            if not found and not self._claims:
                return []
            if self._claim(token, others, found):
                return found
        return []

    def give_back(self) -> None:
        """Claim nothing any more."""
        mine = {"$pull": {"taken": {"by": self._holder.by}}}
        if self._claims:
            self._board.update_one({"_id": _BOARD}, mine)
            self._claims = False

    def _others(self) -> tuple[ObjectId | None, list[Document]]:
        """What others claim, and a token that changes with it."""
        ends = {"input": "$taken", "cond": {"$gt": ["$$this.until", "$$NOW"]}}
        alive = {"token": 1, "taken": {"$filter": ends}}
        found = self._board.find_one({"_id": _BOARD}, alive)
        if found is None:
            return None, []
        others = (each for each in found["taken"] if each["by"] != self._holder.by)
        return found["token"], [
            each for each in others if not self._holder.knows_dead(each)
        ]

    def _claim(
        self, token: ObjectId | None, others: list[Document], found: Sequence[Pending]
    ) -> bool:
        """Compare and set; False if others claimed something meanwhile."""
        board = [*({"$literal": each} for each in others), *self._mine(found)]
        fields = {"token": {"$literal": ObjectId()}, "taken": board}
        try:
            done = self._board.update_one(
                {"_id": _BOARD, "token": token}, [{"$set": fields}], upsert=not token
            )
        except DuplicateKeyError:  # another began the board
            return False
        claimed = bool(done.matched_count or done.upserted_id)
        if claimed:
            self._claims = bool(found)
        return claimed

    def _mine(self, found: Sequence[Pending]) -> list[Document]:
        if not found:
            return []
        moments = [each.at for each in found]
        mine = {"oldest": min(moments), "newest": max(moments)}
        until = {"$add": ["$$NOW", self._lease]}
        literal = {"$literal": self._holder.document() | mine}
        return [{"$mergeObjects": [literal, {"until": until}]}]
