"""The door of deliveries: put once, taken by one process, noted as they end.

After an AwayError each verb may be repeated: what it says it does is then done once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from domain.deliveries import OPERATOR, Delivery, Message, State
from store.bulk import only_duplicates
from store.clients import DURABLE, Document
from store.delivery_documents import (
    COUNTED,
    ENDED,
    delivery,
    if_doubtful,
    letters_counted,
    taken,
    waiting,
    without_address,
)
from store.errors import door

LEASE = timedelta(minutes=10)
"""What was taken and not heard of for so long may be taken by another.

A server may keep its client waiting for so long after the last dot (RFC 5321,
4.5.3.2.6); one who waits longer must take a longer lease.
"""

_BATCH = 1_000

_OPEN = (State.WAITING, State.TAKEN)

ALL = frozenset(Message)

Change = Document | Sequence[Document]


@door
class Deliveries:
    """One document a delivery.

    ``by`` names whoever takes and notes: one worker of one process since its start. Of
    two that share it, one could note what the other has taken over. What a verb answers
    is False if the claim was lost: another has it now, or it is gone.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._deliveries = database.get_collection("deliveries", write_concern=DURABLE)

    def put(self, deliveries: Iterable[Delivery], *, due_at: datetime) -> int:
        """Let them wait until ``due_at``; return how many of them are new.

        One whose id is here already stays as it is, however it stands.
        """
        return sum(self._put(batch, due_at) for batch in _batches(deliveries))

    def take(
        self,
        which: Collection[Message] = ALL,
        *,
        by: str,
        now: datetime,
        lease: timedelta = LEASE,
    ) -> Delivery | None:
        """Claim what has been free for longest, of ``which``; None if nothing is.

        Free is what is due, and what was taken and not ended within its lease. If it
        had been handed to a server by then, it is in doubt from now on. Repeated after
        an AwayError it may claim another: the first is free when its lease ends.
        """
        found = self._deliveries.find_one_and_update(
            {"free_at": {"$lte": now}, "message": {"$in": list(which)}},
            taken(by, now + lease),
            sort=[("free_at", 1)],
            hint="in_turn",
            return_document=ReturnDocument.AFTER,
        )
        return delivery(found) if found else None

    def handing(
        self, id_: str, *, by: str, now: datetime, lease: timedelta = LEASE
    ) -> bool:
        """From now on a server may accept it; the lease begins anew.

        So no other takes what is in a server's hands, even if the lease had run out.
        If it is False, it must not be handed over.
        """
        fields = {"handed_at": now, "free_at": now + lease}
        return self._note(id_, by, (State.TAKEN,), {"$set": fields})

    def sent(self, id_: str, *, by: str, now: datetime) -> bool:
        """A server has accepted it; also one that was dropped in the meantime."""
        return self._end(id_, by, {"state": State.SENT, "sent_at": now})

    def later(
        self, id_: str, *, by: str, at: datetime, error: str, in_doubt: bool = False
    ) -> bool:
        """It did not work, and is due again ``at``.

        ``in_doubt``: the server was lost before it answered, so that it may have
        accepted. An older doubt stays.
        """
        due = {"state": State.WAITING, "due_at": at, "free_at": at}
        fields: Document = {**due, "error": {"$literal": without_address(error)}}
        if not in_doubt:
            fields["handed_at"] = if_doubtful("$handed_at")
        return self._note(id_, by, _OPEN, [{"$set": fields}])

    def refuse(self, id_: str, *, by: str, error: str) -> bool:
        """The receiver's server will never have it."""
        fields = {"state": State.REFUSED, "error": without_address(error)}
        return self._end(id_, by, fields)

    def release(self, id_: str, *, by: str) -> bool:
        """Orderly end: as if it had not been taken, but for what may be handed over."""
        before = {"state": State.WAITING, "free_at": "$due_at"}
        fields: Document = {**before, "tries": {"$subtract": ["$tries", 1]}}
        return self._note(id_, by, (State.TAKEN,), [{"$set": fields}])

    def drop(self, id_: str, *, by: str) -> bool:
        """Its receiver does not want it any more."""
        return self._end(id_, by, {"state": State.DROPPED})

    def drop_letters_before(self, week: date) -> int:
        """Drop the open letters of weeks before ``week``; return how many."""
        older = {"message": Message.LETTER, "about.week": {"$lt": week.isoformat()}}
        done = self._deliveries.update_many(
            {**older, "free_at": {"$exists": True}},
            {"$set": {"state": State.DROPPED}, **ENDED},
        )
        return done.matched_count

    def forget_of(self, to: str) -> int:
        """Nothing here names the receiver any more; return how much it was."""
        return self._deliveries.delete_many({"to": to}).deleted_count

    def forget_readers(self) -> int:
        """Nothing here names any reader more: the operator's own stay."""
        no_reader = {"$regex": rf"^{OPERATOR}(\||$)"}
        return self._deliveries.delete_many({"to": {"$not": no_reader}}).deleted_count

    def counts(self) -> Mapping[Message, Mapping[State, int]]:
        """How many of each message stand how; 0 where there are none."""
        counts: dict[Message, Counter[State]] = {each: Counter() for each in Message}
        for group in self._deliveries.aggregate(COUNTED, hint="of_message"):
            of = group["_id"]
            counts[Message(of["message"])][State(of["state"])] = group["n"]
        return counts

    def of_week(self, week: date) -> Mapping[State, int]:
        """How many copies of a week's letter stand how; 0 where there are none."""
        found = self._deliveries.aggregate(letters_counted(week), hint="_id_")
        return Counter({State(each["_id"]): each["n"] for each in found})

    def doubts(self, week: date | None = None) -> list[str]:
        """The ids, in order, of what was sent and may have been sent before."""
        of_week = {"about.week": week.isoformat()} if week else {}
        found = self._deliveries.find(
            {"doubtful": True, "state": State.SENT, **of_week}, ["_id"]
        )
        return sorted(each["_id"] for each in found)

    def next_due(self) -> datetime | None:
        """From when on something is free; None if nothing is open."""
        found = self._deliveries.find_one(
            {"free_at": {"$exists": True}}, ["free_at"], sort=[("free_at", 1)]
        )
        return found["free_at"] if found else None

    def _put(self, batch: Sequence[Delivery], due_at: datetime) -> int:
        """A plain insert is quicker than an upsert; another process may be quicker."""
        fresh = {each.id: waiting(each, due_at) for each in batch}
        for known in self._deliveries.find({"_id": {"$in": list(fresh)}}, ["_id"]):
            del fresh[known["_id"]]
        if not fresh:
            return 0
        try:
            done = self._deliveries.insert_many(fresh.values(), ordered=False)
        except BulkWriteError as error:
            if not only_duplicates(error.details):
                raise
            return int(error.details["nInserted"])
        return len(done.inserted_ids)

    def _note(self, id_: str, by: str, of: Iterable[State], change: Change) -> bool:
        ours = {"_id": id_, "by": by, "state": {"$in": list(of)}}
        return self._deliveries.update_one(ours, change).matched_count == 1

    def _end(self, id_: str, by: str, fields: Document) -> bool:
        """What was dropped in its server's hands ends as the server said."""
        of = (State.TAKEN, State.DROPPED, State(fields["state"]))
        return self._note(id_, by, of, {"$set": fields, **ENDED})


def _batches(deliveries: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    left = iter(deliveries)
    while batch := list(islice(left, _BATCH)):
        yield batch
