"""The door of asks: the app puts them, the listener's process takes them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from domain.asks import HOURLY, Answer, Ask, Asked, Preview, Report, SeenPost, State
from store.clients import DURABLE, Document
from store.errors import door

LEASE = timedelta(minutes=5)
"""What was taken up and not heard of for so long is taken up again."""

TRIES = 2
"""So often: what ended the process twice would end it for ever."""

SHOWN = 5
"""So many of a person's asks are shown."""


@door
class Asks:
    """Asks wait, are claimed by one process, and are answered. They expire."""

    def __init__(self, database: Database[Document]) -> None:
        self._asks = database.get_collection("asks", write_concern=DURABLE)

    def put(
        self, kind: Asked, what: Mapping[str, str], *, by: str, now: datetime
    ) -> str | None:
        """Ask; None if ``by`` has asked for too much in this hour.

        The id is the person's next place in the hour, so that two sessions at once
        cannot take more places than there are.
        """
        hour = f"{kind}|{by}|{now:%Y-%m-%dT%H}"
        waiting = {"kind": kind, "what": dict(what), "by": by, "at": now}
        waiting |= {"state": State.WAITING, "tries": 0}
        for place in range(HOURLY):
            id_ = f"{hour}|{place}"
            try:
                self._asks.insert_one({"_id": id_, **waiting})
            except DuplicateKeyError:
                continue
            return id_
        return None

    def latest(self, by: str, kind: Asked) -> list[Ask]:
        """The newest asks of a person."""
        found = self._asks.find({"by": by, "kind": kind}).sort("at", -1).limit(SHOWN)
        return [_ask(each) for each in found]

    def take(self, *, now: datetime) -> Ask | None:
        """Claim the ask that has waited longest; None if there is none."""
        self._give_up(now)
        free: Document = {"state": State.WAITING}
        left: Document = {"state": State.TAKEN, "lease_until": {"$lt": now}}
        found = self._asks.find_one_and_update(
            {"$or": [free, left], "tries": {"$lt": TRIES}},
            {
                "$set": {"state": State.TAKEN, "lease_until": now + LEASE},
                "$inc": {"tries": 1},
            },
            sort=[("at", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return _ask(found) if found else None

    def goes_on(self, id_: str, read: int, *, now: datetime) -> None:
        """It is in hand, and so far."""
        self._asks.update_one(
            {"_id": id_, "state": State.TAKEN},
            {"$set": {"read": read, "lease_until": now + LEASE}},
        )

    def answer(self, id_: str, answer: Answer) -> None:
        self._end(id_, {"state": State.DONE, "answer": asdict(answer)})

    def fail(self, id_: str, error: str) -> None:
        """``error`` is one sentence."""
        self._end(id_, {"state": State.FAILED, "error": error})

    def release(self, id_: str) -> None:
        """It was taken up and could not be ended: another may take it."""
        self._asks.update_one(
            {"_id": id_, "state": State.TAKEN},
            {"$set": {"state": State.WAITING}, "$inc": {"tries": -1}},
        )

    def uploads(self) -> set[str]:
        """The tokens of the files that are still to be taken in."""
        open_ = {"$in": [State.WAITING, State.TAKEN]}
        return set(self._asks.distinct("what.token", {"state": open_}))

    def _end(self, id_: str, fields: Document) -> None:
        self._asks.update_one({"_id": id_, "state": State.TAKEN}, {"$set": fields})

    def _give_up(self, now: datetime) -> None:
        lost = {"state": State.TAKEN, "lease_until": {"$lt": now}}
        self._asks.update_many(
            lost | {"tries": {"$gte": TRIES}},
            {"$set": {"state": State.FAILED, "error": None}},
        )


def _ask(found: Document) -> Ask:
    kind = Asked(found["kind"])
    return Ask(
        id=found["_id"],
        kind=kind,
        what=found["what"],
        by=found["by"],
        at=found["at"],
        state=State(found["state"]),
        read=found.get("read", 0),
        answer=_answer(kind, found["answer"]) if "answer" in found else None,
        error=found.get("error"),
    )


def _answer(kind: Asked, found: Document) -> Answer:
    if kind is Asked.IMPORT:
        why = tuple((reason, number) for reason, number in found["why"])
        return Report(**{**found, "why": why})
    newest = tuple(SeenPost(**each) for each in found["newest"])
    return Preview(**{**found, "newest": newest})
