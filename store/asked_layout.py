"""The collections through which the app asks and chooses. Pure."""

from __future__ import annotations

from pymongo import ASCENDING, IndexModel

from store.rules import MAYBE_TEXT, TEXT, TIME, WHOLE, YES_NO, Collection, Rules, only

FORGOTTEN_AFTER = 7 * 86_400
"""Seconds after which an ask is gone with its answer."""

_WHAT: Rules = {"bsonType": "object", "additionalProperties": TEXT}

_ANSWER: Rules = {"bsonType": "object"}

ASKS = Collection(
    only(
        {
            "_id": TEXT,
            "kind": TEXT,
            "what": _WHAT,
            "by": TEXT,
            "at": TIME,
            "state": TEXT,
            "tries": WHOLE,
        },
        optional={
            "lease_until": TIME,
            "read": WHOLE,
            "answer": _ANSWER,
            "error": MAYBE_TEXT,
        },
    ),
    (
        IndexModel([("state", ASCENDING), ("at", ASCENDING)], name="in_turn"),
        IndexModel([("by", ASCENDING), ("at", ASCENDING)], name="of_person"),
        IndexModel(
            [("at", ASCENDING)], name="forgotten", expireAfterSeconds=FORGOTTEN_AFTER
        ),
    ),
)

CHOICES = Collection(
    only(
        {"_id": TEXT, "paused": YES_NO, "by": TEXT, "at": TIME},
        optional={"settings": {"bsonType": "object"}},
    )
)
