"""The collections that mood is made of: cells, campaigns, labels, events. Pure."""

from __future__ import annotations

from pymongo import ASCENDING, DESCENDING, IndexModel

from store.rules import (
    DAY,
    MAYBE_TEXTS,
    NUMBER,
    TEXT,
    TEXTS,
    TIME,
    TOKEN,
    WHOLE,
    YES_NO,
    Collection,
    Rules,
    numbers,
    only,
)

CELLS = Collection(
    only(
        {
            "_id": TEXT,
            "source": TEXT,
            "day": DAY,
            "reform": TEXT,
            "language": TEXT,
            "campaign": YES_NO,
            "comments": WHOLE,
            "scored": WHOLE,
            "voices": WHOLE,
            "votes": numbers(3),
            "outer": numbers(6),
            "saved_at": TIME,
        },
        optional={"scorers": TEXTS, "everyone": WHOLE, "by_post": numbers(6)},
    ),
    (
        IndexModel([("reform", ASCENDING), ("day", ASCENDING)], name="of_reform"),
        IndexModel([("day", ASCENDING), ("source", ASCENDING)], name="of_date"),
    ),
)

NATIONAL_PARTS: Rules = {
    "bsonType": "array",
    "items": only(
        {
            "language": TEXT,
            "campaign": YES_NO,
            "scorers": TEXTS,
            "counts": numbers(5),
            "sums": numbers(15),
        }
    ),
}

NATIONAL = Collection(
    only(
        {"_id": TEXT, "day": DAY, "reform": TEXT, "parts": NATIONAL_PARTS},
        optional={
            "apart": only({"every": YES_NO, "within": WHOLE, "parts": NATIONAL_PARTS})
        },
    ),
    (
        IndexModel([("reform", ASCENDING), ("day", ASCENDING)], name="of_reform"),
        IndexModel([("day", ASCENDING)], name="of_day"),
    ),
)

SUMMED = Collection(only({"_id": DAY, "token": TOKEN}, optional={"sums": TOKEN}))

CAMPAIGNS = Collection(
    only(
        {
            "_id": TEXT,
            "first_at": TIME,
            "last_at": TIME,
            "sources": TEXTS,
            "comments": WHOLE,
            "authors": WHOLE,
        },
        optional={"words": {"bsonType": "array", "items": {"bsonType": "array"}}},
    ),
    (
        IndexModel([("last_at", DESCENDING)], name="latest"),
        IndexModel([("sources", ASCENDING)], name="of_source"),
    ),
)

ANSWER = only({"labeller": TEXT, "said": TEXT, "at": TIME}, optional={"reforms": TEXTS})

TITLES: Rules = {"bsonType": "object", "additionalProperties": TEXT}

PARTS: Rules = {"bsonType": "array", "items": {"bsonType": "array"}}

LABELS = Collection(
    only(
        {
            "_id": TEXT,
            "draw": TEXT,
            "place": WHOLE,
            "chance": NUMBER,
            "drawn_at": TIME,
            "scorer": TEXT,
            "p": numbers(3),
            "source": TEXT,
            "day": DAY,
            "language": TEXT,
            "campaign": YES_NO,
            "voice": TEXT,
            "parts": PARTS,
            "reforms": TEXTS,
            "answers": {"bsonType": "array", "items": ANSWER},
        }
    ),
    (
        IndexModel([("day", ASCENDING)], name="of_day"),
        IndexModel([("drawn_at", ASCENDING), ("place", ASCENDING)], name="in_turn"),
    ),
)

DRAWS = Collection(
    only(
        {
            "_id": TEXT,
            "first": DAY,
            "last": DAY,
            "reform": TEXT,
            "sources": MAYBE_TEXTS,
            "languages": MAYBE_TEXTS,
            "chance": NUMBER,
            "at": TIME,
        }
    )
)

EVENTS = Collection(
    only(
        {"_id": TEXT, "day": DAY, "title": TEXT},
        optional={"reform": TEXT, "link": TEXT, "at": TIME, "titles": TITLES},
    ),
    (IndexModel([("day", ASCENDING)], name="of_day"),),
)

REFORMS = Collection(
    only(
        {"_id": TEXT, "titles": TITLES},
        optional={
            "areas": {
                "bsonType": "array",
                "items": only({"_id": TEXT, "titles": TITLES, "strategy": TITLES}),
            }
        },
    )
)

TERMS = Collection(
    only(
        {
            "_id": TEXT,
            "first": DAY,
            "last": DAY,
            "comments": WHOLE,
            "words": {"bsonType": "array", "items": {"bsonType": "array"}},
            "saved_at": TIME,
        }
    )
)

STALE = Collection(
    only({"_id": TEXT, "source": TEXT, "day": DAY, "token": TOKEN}),
    (IndexModel([("day", DESCENDING)], name="newest"),),
)

COLLECTED = Collection(
    only(
        {
            "_id": TEXT,
            "source": TEXT,
            "day": DAY,
            "posts": WHOLE,
            "server": WHOLE,
            "stored": WHOLE,
            "saved_at": TIME,
        },
        optional={
            "published": WHOLE,
            "told": WHOLE,
            "viewed": WHOLE,
            "views": numbers(3),
            "drew": numbers(3),
            "heard": numbers(3),
            "spoken": {"bsonType": "array", "items": DAY},
        },
    ),
    (
        IndexModel(  # sums are read from it alone
            [
                (name, ASCENDING)
                for name in ("source", "day", "server", "stored", "posts")
            ],
            name="sums",
        ),
        IndexModel([("day", ASCENDING)], name="of_day"),
        IndexModel(
            [("source", ASCENDING), ("spoken", ASCENDING)],
            name="spoken",
            partialFilterExpression={"spoken": {"$gt": ""}},
        ),
    ),
)

UNCOUNTED = Collection(
    only({"_id": TEXT, "source": TEXT, "day": DAY, "token": TOKEN}),
    (IndexModel([("day", DESCENDING)], name="newest"),),
)

LISTS: Rules = {"bsonType": "array", "items": {"bsonType": "array"}}

PACKED: Rules = {"bsonType": ["binData", "array"]}
"""Lists of whole numbers; an array was written before they were packed."""

THREADS = Collection(
    only(
        {
            "_id": TEXT,
            "source": TEXT,
            "day": DAY,
            "days": {"bsonType": "array", "items": DAY},
            "talk": numbers(6),
            "voices": PACKED,
            "answered_voices": PACKED,
            "waits": PACKED,
            "strata": LISTS,
            "turns": {"bsonType": "binData"},
            "saved_at": TIME,
        }
    ),
    (
        IndexModel([("source", ASCENDING), ("day", ASCENDING)], name="of_source"),
        IndexModel([("source", ASCENDING), ("days", ASCENDING)], name="of_days"),
    ),
)

UNSEARCHED = Collection(only({"_id": DAY, "token": TOKEN, "asked_at": TIME}))

UNTHREADED = Collection(only({"_id": TEXT, "token": TOKEN, "asked_at": TIME}))
