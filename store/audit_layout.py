"""The collection that says who erased, exported and labelled how much. Pure."""

from __future__ import annotations

from pymongo import ASCENDING, DESCENDING, IndexModel

from domain.audit import Act
from domain.erasures import Erased
from store.rules import DAY, TEXT, TEXTS, TIME, WHOLE, YES_NO, Collection, Rules, only

LONGEST_NAME = 254
"""Of an e-mail address (RFC 5321, 4.5.3.1.3, without the brackets of a path)."""

NOTED_FOR = 400 * 86_400
"""Seconds: of what staff did. What was erased is accounted for without end."""

_WHAT: Rules = {"enum": [str(each) for each in [*Erased, *Act]]}
_ID: Rules = {"bsonType": ["objectId", "string"]}
_NAME: Rules = {"bsonType": "string", "maxLength": LONGEST_NAME}

_VIEW: Rules = only(
    {"campaigns": YES_NO},
    optional={
        "first": DAY,
        "last": DAY,
        "reform": TEXT,
        "sources": TEXTS,
        "languages": TEXTS,
        "compare": TEXTS,
        "before": TEXT,
    },
)

AUDIT = Collection(
    only(
        {"_id": _ID, "at": TIME, "what": _WHAT, "number": WHOLE, "by": _NAME},
        optional={"of": _NAME, "form": _NAME, "view": _VIEW, "withdrawn": WHOLE},
    ),
    (
        IndexModel([("at", DESCENDING)], name="latest"),
        # Only what staff did has an ``of``.
        IndexModel(
            [("at", ASCENDING)],
            name="forgotten",
            expireAfterSeconds=NOTED_FOR,
            partialFilterExpression={"of": {"$gt": ""}},
        ),
    ),
)
