"""The collections by which listeners share the sources. Pure."""

from __future__ import annotations

from store.rules import MAYBE_TEXT, TEXT, TIME, WHOLE, Collection, only

_OFFERED = only({"group": TEXT, "sources": WHOLE})

OFFERS = {"bsonType": "array", "items": _OFFERED}

LISTENERS = Collection(
    only(
        {"_id": TEXT, "slot": TEXT, "since_at": TIME, "until": TIME},
        optional={"can": OFFERS, "cannot": OFFERS},
    )
)
"""Those that live. One that is not here is dead for ever: its name never comes back."""

CLAIMS = Collection(only({"_id": TEXT, "by": MAYBE_TEXT, "turn": WHOLE, "at": TIME}))
