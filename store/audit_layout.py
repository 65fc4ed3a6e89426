"""The collection that says what was erased at somebody's wish. Pure."""

from __future__ import annotations

from pymongo import DESCENDING, IndexModel

from domain.erasures import Erased
from store.rules import TIME, TOKEN, WHOLE, Collection, Rules, only

LONGEST_NAME = 64

_WHAT: Rules = {"enum": [str(each) for each in Erased]}
_BY: Rules = {"bsonType": "string", "maxLength": LONGEST_NAME}

AUDIT = Collection(
    only({"_id": TOKEN, "at": TIME, "what": _WHAT, "number": WHOLE, "by": _BY}),
    (IndexModel([("at", DESCENDING)], name="latest"),),
)
