"""What one process at a time may do: a lease, and a fence against who overslept it.

A lease alone would not do: a process may be halted between its last look at the lease
and its write, for longer than the lease (Kleppmann 2016, "How to do distributed
locking"). So it writes in a transaction that touches the lease as well, and that is
refused once the lease is another's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError, OperationFailure
from pymongo.read_concern import ReadConcern

from domain.errors import ClaimLostError, StoreError
from store.clients import DURABLE, Document
from store.errors import door
from store.guarding import Write
from store.holders import Holder

LEASE = timedelta(seconds=20)
"""So long after it was halted, or its machine went dark, another takes over.

What ended on the same machine is known to have ended: then at once.
"""

CELLS = "cells"
"""The shift of who makes cells and all that is made of them, and forgets words."""

_LOST = "The cells are made by another process now"
_NOBODY: Document = {
    "by": "",
    "place": "",
    "pid": 0,
    "term": 0,
    "writes": 0,
    "until": datetime(1970, 1, 1, tzinfo=UTC),
}
_READ = ("by", "place", "pid", "term", "until", "session")

_MS = timedelta(milliseconds=1)


@door
class Shift:
    """One document: who is on the shift, since which term, and until when.

    Times are the server's: clocks of machines differ. The term grows whenever the shift
    changes hands. Whoever took it must have read all that he decides by since then.
    """

    def __init__(
        self,
        database: Database[Document],
        holder: Holder,
        *,
        name: str = CELLS,
        lease: timedelta = LEASE,
    ) -> None:
        self._db, self._holder, self._name = database, holder, name
        self._shifts = database.get_collection("shifts", write_concern=DURABLE)
        self.lease = lease
        self._term = 0
        self._session: ClientSession | None = None

    @property
    def is_ours(self) -> bool:
        """As far as is known without asking."""
        return self._term > 0

    def take(self) -> bool:
        """Whether it is ours now: still, or because nobody alive had it.

        To be called between two steps, not within one: a step that began in an
        earlier term has read what may be so no longer. Still ours it is as far as we
        know; if not, the next guarded write tells.
        """
        if self.is_ours:
            return True
        fields = dict.fromkeys(_READ, 1) | {"over": {"$lte": ["$until", "$$NOW"]}}
        found = self._shifts.find_one({"_id": self._name}, fields)
        if found is None:
            return self._begin()
        # Ours, of which we do not know: MongoDB went away before it could answer.
        ours = found["by"] == self._holder.by
        if not (found["over"] or ours or self._holder.knows_dead(found)):
            return False
        self._break_off(found)
        return self._take_over(found)

    def renew(self) -> bool:
        """Hold it for another lease; False if it is not ours, or no more."""
        term = self._term
        if not term:
            return False
        ours = {"_id": self._name, "term": term}
        if self._shifts.update_one(ours, self._touched()).matched_count:
            return True
        self._lose(term)
        return False

    def give_back(self) -> None:
        """Let another have it at once."""
        if term := self._term:
            over = {"$set": {"until": "$$NOW"}}
            self._shifts.update_one({"_id": self._name, "term": term}, [over])
            self._lose(term)

    def guarded(self, write: Write) -> None:
        """Do ``write`` whole while the shift is ours, or raise ClaimLostError.

        It renews the lease. The document is touched first: who takes over meanwhile
        waits for the transaction, or breaks it off, and never comes in between.
        """
        term, session = self._term, self._session
        if not term or session is None:
            raise ClaimLostError(_LOST)

        def attempt(session: ClientSession) -> None:
            ours = {"_id": self._name, "term": term}
            touched = self._shifts.update_one(ours, self._touched(), session=session)
            if not touched.matched_count:
                raise ClaimLostError(_LOST)
            write(session)

        try:
            session.with_transaction(
                attempt, read_concern=ReadConcern("snapshot"), write_concern=DURABLE
            )
        except ClaimLostError:
            self._lose(term)
            raise
        except OperationFailure as error:
            if self.renew():
                raise
            raise ClaimLostError(_LOST) from error  # who took over broke it off

    def _touched(self) -> list[Document]:
        # `writes` grows, so that it is a change even within one millisecond: what
        # changes nothing would conflict with nobody.
        writes = {"$add": ["$writes", 1]}
        return [{"$set": {"until": self._until(), "writes": writes}}]

    def _until(self) -> Document:
        return {"$add": ["$$NOW", self.lease // _MS]}

    def _begin(self) -> bool:
        with suppress(DuplicateKeyError):
            self._shifts.insert_one({"_id": self._name, **_NOBODY})
        return self.take()

    def _take_over(self, found: Document) -> bool:
        """Compare and set: whoever renewed or took it since it was read, has it."""
        seen = {name: found[name] for name in ("_id", "term", "until")}
        session = self._db.client.start_session()
        term = found["term"] + 1
        ours = {
            **self._holder.document(),
            "session": session.session_id["id"],
            "term": term,
        }
        fields = {name: {"$literal": value} for name, value in ours.items()}
        taking = {"$set": {**fields, "until": self._until()}}
        if not self._shifts.update_one(seen, [taking]).matched_count:
            session.end_session()
            return False
        self._session, self._term = session, term
        return True

    def _break_off(self, found: Document) -> None:
        """End the transaction that he may have left open.

        It would hold the document until MongoDB ends it, after a minute or so. Where
        that is not allowed, it is waited for.
        """
        if "session" in found:
            with suppress(OperationFailure):
                self._db.client.admin.command(
                    "killSessions", [{"id": found["session"]}]
                )

    def _lose(self, term: int) -> None:
        if self._term == term:
            self._term = 0


@contextmanager
def kept(shift: Shift) -> Iterator[None]:
    """Renew the shift, whenever it is ours, as long as this process runs.

    A step may take longer than the lease. Who is halted renews nothing.
    """
    done = threading.Event()

    def renewing() -> None:
        while not done.wait(shift.lease.total_seconds() / 4):
            with suppress(StoreError):  # the next write tells
                shift.renew()

    thread = threading.Thread(target=renewing, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        with suppress(StoreError):  # then its lease ends
            shift.give_back()
