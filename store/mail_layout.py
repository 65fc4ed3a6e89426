"""The collections of letters: what is kept, what is to be sent, and to whom. Pure."""

from __future__ import annotations

from enum import StrEnum

from pymongo import ASCENDING, DESCENDING, IndexModel

from domain.deliveries import Message, State
from domain.subscribers import Standing
from store.rules import DAY, TEXT, TEXTS, TIME, WHOLE, YES_NO, Collection, Rules, only

UNCONFIRMED_FOR = 7 * 86_400
"""Seconds after which an address that nobody confirmed is gone: it may be a stranger's.

As long as the signed link in the message that asks for the confirmation.
"""

ENDED_FOR = 400 * 86_400
"""Seconds after which what was sent, or never will be, is gone: a year and a month."""

LONGEST_ERROR = 200

_BYTES: Rules = {"bsonType": "binData"}
_TEXT_BY_NAME: Rules = {"bsonType": "object", "additionalProperties": TEXT}
_NO_ADDRESS: Rules = {
    "bsonType": "string",
    "pattern": "^[^@]*$",
    "maxLength": LONGEST_ERROR,
}


def _one_of(words: type[StrEnum]) -> Rules:
    return {"enum": [str(word) for word in words]}


def _list_of(rules: Rules) -> Rules:
    return {"bsonType": "array", "items": rules}


_PICTURE = only({"id": TEXT, "png": _BYTES})

_EDITION = only(
    {
        "tag": TEXT,
        "subject": TEXT,
        "html": TEXT,
        "text": TEXT,
        "pictures": _list_of(_PICTURE),
    }
)

DIGESTS = Collection(
    only(
        {"_id": DAY, "by": TEXT},
        optional={
            "lease_until": TIME,
            "composed_at": TIME,
            "addressed_at": TIME,
            "public": YES_NO,
            "synthetic": YES_NO,
            "facts": TEXT,
            "editions": _list_of(_EDITION),
        },
    ),
    (IndexModel([("public", ASCENDING), ("_id", DESCENDING)], name="public"),),
)

_NOTES = [str(Message.CONFIRM), str(Message.KNOWN)]

DELIVERIES = Collection(
    only(
        {
            "_id": TEXT,
            "message": _one_of(Message),
            "to": TEXT,
            "about": _TEXT_BY_NAME,
            "state": _one_of(State),
            "tries": WHOLE,
            "due_at": TIME,
        },
        optional={
            "free_at": TIME,
            "by": TEXT,
            "handed_at": TIME,
            "doubtful": YES_NO,
            "error": _NO_ADDRESS,
            "sent_at": TIME,
            "ended_at": TIME,
        },
    ),
    (
        # Only what is waiting or taken has the time from which it is free to take, so
        # that the index is as short as the queue and hands it over in its order.
        IndexModel([("free_at", ASCENDING)], name="in_turn", sparse=True),
        IndexModel([("to", ASCENDING)], name="of_receiver"),
        IndexModel([("message", ASCENDING), ("state", ASCENDING)], name="of_message"),
        IndexModel([("doubtful", ASCENDING)], name="in_doubt", sparse=True),
        IndexModel(
            [("ended_at", ASCENDING)],
            name="forgotten",
            sparse=True,
            expireAfterSeconds=ENDED_FOR,
        ),
        # Who was only asked back, and did not answer, is as soon forgotten as asked.
        IndexModel(
            [("ended_at", ASCENDING)],
            name="notes_forgotten",
            partialFilterExpression={"message": {"$in": _NOTES}},
            expireAfterSeconds=UNCONFIRMED_FOR,
        ),
    ),
)

SUBSCRIBERS = Collection(
    only(
        {
            "_id": TEXT,
            "sealed": _BYTES,
            "wishes": only({"language": TEXT, "reforms": TEXTS, "alerts": YES_NO}),
            "standing": _one_of(Standing),
            "asked_at": TIME,
        },
        optional={"confirmed_at": TIME},
    ),
    (
        IndexModel([("standing", ASCENDING), ("_id", ASCENDING)], name="of_standing"),
        IndexModel(
            [("asked_at", ASCENDING)],
            name="unconfirmed",
            partialFilterExpression={"standing": str(Standing.ASKED)},
            expireAfterSeconds=UNCONFIRMED_FOR,
        ),
    ),
)
