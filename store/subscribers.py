"""The door of subscribers: they ask, confirm, change their wishes and leave.

After an AwayError each verb may be repeated, and the streams read from their
beginning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from pymongo import ReturnDocument
from pymongo.database import Database

from domain.subscribers import Standing, Subscriber, Wishes
from store.clients import DURABLE, Document
from store.errors import door, translated

_CONFIRMED = {"standing": Standing.CONFIRMED}

_COUNTED: list[Document] = [{"$group": {"_id": "$standing", "n": {"$sum": 1}}}]


@door
class Subscribers:
    """One document a reader, gone when the reader goes.

    Where a verb answers with a bool, it says whether that reader is as was asked for.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._subscribers = database.get_collection(
            "subscribers", write_concern=DURABLE
        )
        self._meta = database.get_collection("meta", write_concern=DURABLE)

    def sealed_under(self, fingerprint: str) -> bool:
        """Whether these keys are those of all readers; the first to ask are."""
        kept = self._meta.find_one_and_update(
            {"_id": "letters.key"},
            {"$setOnInsert": {"fingerprint": fingerprint}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return kept is not None and kept["fingerprint"] == fingerprint

    def forget_all(self) -> int:
        """No reader is kept, so that a new key can be begun; return how many went."""
        gone = self._subscribers.delete_many({}).deleted_count
        self._meta.delete_one({"_id": "letters.key"})
        return gone

    def ask(
        self, id_: str, sealed: bytes, wishes: Wishes, *, now: datetime
    ) -> Standing | None:
        """Someone asks for letters to this address; return how it stood before.

        Whoever it is has not shown that the address is theirs. So a reader who
        confirmed keeps all as it was, also one who is suspended; who had only asked
        asks anew.
        """
        found = self._subscribers.find_one_and_update(
            {"_id": id_},
            _asked({"_id": id_, "sealed": sealed, **_wished(wishes), "asked_at": now}),
            upsert=True,
            projection=["standing"],
            return_document=ReturnDocument.BEFORE,
        )
        return Standing(found["standing"]) if found else None

    def confirm(self, id_: str, *, now: datetime) -> bool:
        """The reader followed the signed link, which reached the address."""
        since = {"$ifNull": ["$confirmed_at", now]}
        fields = {"standing": Standing.CONFIRMED, "confirmed_at": since}
        return self._change({"_id": id_}, [{"$set": fields}])

    def get(self, id_: str) -> Subscriber | None:
        found = self._subscribers.find_one({"_id": id_})
        return _subscriber(found) if found else None

    def wish(self, id_: str, wishes: Wishes) -> bool:
        return self._change({"_id": id_}, {"$set": _wished(wishes)})

    def forget(self, id_: str) -> bool:
        """The document is gone; False if there was none."""
        return self._subscribers.delete_one({"_id": id_}).deleted_count == 1

    def suspend(self, id_: str) -> bool:
        """Their server says that the address is not there: no letters for now."""
        return self._move(id_, Standing.CONFIRMED, Standing.SUSPENDED)

    def resume(self, id_: str) -> bool:
        """Letters again for one who was suspended."""
        return self._move(id_, Standing.SUSPENDED, Standing.CONFIRMED)

    def confirmed(self) -> Iterator[Subscriber]:
        """All who get letters, by id."""
        return self._stream(_CONFIRMED)

    def following(self, reform: str) -> Iterator[Subscriber]:
        """Those who want to hear when the mood on ``reform`` moves, by id.

        Whoever chose no reforms follows all of them.
        """
        chosen = {"wishes.reforms": {"$in": [reform, []]}}
        return self._stream({**_CONFIRMED, "wishes.alerts": True, **chosen})

    def counts(self) -> Mapping[Standing, int]:
        """How many stand how; 0 where there are none."""
        groups = self._subscribers.aggregate(_COUNTED, hint="of_standing")
        return Counter({Standing(each["_id"]): each["n"] for each in groups})

    def _stream(self, which: Document) -> Iterator[Subscriber]:
        with translated(), self._subscribers.find(which).sort("_id", 1) as found:
            for each in found:
                yield _subscriber(each)

    def _move(self, id_: str, of: Standing, to: Standing) -> bool:
        standing = {"standing": {"$in": [of, to]}}
        return self._change({"_id": id_, **standing}, {"$set": {"standing": to}})

    def _change(self, which: Document, change: Document | list[Document]) -> bool:
        return self._subscribers.update_one(which, change).matched_count == 1


def _asked(fields: Document) -> list[Document]:
    """In place of what is there, if that is no more than asked for."""
    confirmed = [Standing.CONFIRMED, Standing.SUSPENDED]
    # Literally: a wish that begins with a dollar sign is no field's name.
    new = {"$literal": {**fields, "standing": Standing.ASKED}}
    known = {"$in": ["$standing", confirmed]}
    return [{"$replaceWith": {"$cond": [known, "$$ROOT", new]}}]


def _wished(wishes: Wishes) -> Document:
    return {
        "wishes": {
            "language": wishes.language,
            "reforms": list(wishes.reforms),
            "alerts": wishes.alerts,
        }
    }


def _subscriber(found: Document) -> Subscriber:
    wishes = found["wishes"]
    return Subscriber(
        id=found["_id"],
        sealed=found["sealed"],
        wishes=Wishes(wishes["language"], tuple(wishes["reforms"]), wishes["alerts"]),
        standing=Standing(found["standing"]),
        asked_at=found["asked_at"],
        confirmed_at=found.get("confirmed_at"),
    )
