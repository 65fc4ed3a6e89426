"""Which keys are in use, told by marks: two machines must not name one person twice."""

from __future__ import annotations

from contextlib import suppress

from pymongo import ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from domain.errors import OtherKeysError
from store.clients import DURABLE, Document
from store.errors import door

_KEY = "key of {}"
_LIST = {"_id": "opted out"}


@door
class KeyMarks:
    """A mark tells a key from another, and nothing of the key."""

    def __init__(self, database: Database[Document]) -> None:
        self._meta = database.get_collection("meta", write_concern=DURABLE)

    def agree(self, month: str, mark: str) -> None:
        """Use a key in a month. Raises OtherKeysError if another one is in use."""
        found = self._meta.find_one_and_update(
            {"_id": _KEY.format(month)},
            {"$setOnInsert": {"fingerprint": mark}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        if found is None or found["fingerprint"] != mark:
            raise OtherKeysError(
                f"keys/{month}.key here is not the key under which authors of {month} "
                "are kept already, so one person would become two; copy it from the "
                "data folder of the listener that was first, or from a backup of it"
            )

    def agree_on_list(self, length: int, mark: str) -> None:
        """Go by a list of who is not to be kept. Raises OtherKeysError if it is not
        the longest that is known: the others would be kept again."""
        found = self._meta.find_one(_LIST) or {"units": 0, "fingerprint": ""}
        if length > found["units"]:
            shorter = {**_LIST, "units": {"$lt": length}}
            longest = {"$set": {"units": length, "fingerprint": mark}}
            with suppress(DuplicateKeyError):  # another was quicker: it is asked again
                self._meta.update_one(shorter, longest, upsert=True)
        elif length < found["units"] or mark != found["fingerprint"]:
            raise OtherKeysError(
                f"keys/opted-out here knows {length} who asked not to be kept, and "
                f"elsewhere {found['units']} are known, so some would be kept again; "
                "copy the files of that folder from the machine on which `kayfiyat "
                "forget` was run to those that are here"
            )

    def forget_list(self) -> None:
        """Who is not to be kept is fewer now: the next list that is told is the one."""
        self._meta.delete_one(_LIST)

    def forget_before(self, month: str) -> int:
        """The keys of the months before are destroyed; says how many were marked."""
        older = {"$gte": _KEY.format(""), "$lt": _KEY.format(month)}
        return self._meta.delete_many({"_id": older}).deleted_count
