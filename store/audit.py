"""The door of the log of erasures: lines are added, and none is changed."""

from __future__ import annotations

from datetime import datetime

from pymongo.database import Database

from domain.erasures import Erased, Erasure
from store.audit_layout import LONGEST_NAME
from store.clients import DURABLE, Document
from store.errors import door


@door
class Audit:
    """One document an erasure, without an identity or a pseudonym. It stays."""

    def __init__(self, database: Database[Document]) -> None:
        self._audit = database.get_collection("audit", write_concern=DURABLE)

    def note(self, what: Erased, number: int, *, by: str, now: datetime) -> None:
        line = {"at": now, "what": what, "number": number, "by": by[:LONGEST_NAME]}
        self._audit.insert_one(line)

    def log(self) -> list[Erasure]:
        """All erasures, the latest first."""
        found = self._audit.find().sort([("at", -1), ("_id", -1)])
        return [
            Erasure(one["at"], Erased(one["what"]), one["number"], one["by"])
            for one in found
        ]
