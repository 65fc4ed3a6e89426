"""The collections by which scorers share their work. Pure."""

from __future__ import annotations

from store.rules import TEXT, TIME, TOKEN, WHOLE, Collection, only

_HOLDER = {"by": TEXT, "place": TEXT, "pid": WHOLE, "until": TIME}

SHIFTS = Collection(
    only(
        {"_id": TEXT, **_HOLDER, "term": WHOLE, "writes": WHOLE},
        optional={"session": {"bsonType": "binData"}},
    )
)

PORTIONS = Collection(
    only(
        {
            "_id": TEXT,
            "token": TOKEN,
            "taken": {
                "bsonType": "array",
                "items": only({**_HOLDER, "oldest": TIME, "newest": TIME}),
            },
        }
    )
)
