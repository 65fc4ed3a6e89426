"""The table of collections: what each may hold, and its indexes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

Rules = dict[str, Any]

VERSION = 1
"""Raised with every change that the program before it could not live with."""

TEXT: Rules = {"bsonType": "string"}
MAYBE_TEXT: Rules = {"bsonType": ["string", "null"]}
TIME: Rules = {"bsonType": "date"}
MAYBE_TIME: Rules = {"bsonType": ["date", "null"]}
WHOLE: Rules = {"bsonType": ["int", "long"]}
MAYBE_WHOLE: Rules = {"bsonType": ["int", "long", "null"]}
YES_NO: Rules = {"bsonType": "bool"}
EDITED: Rules = {"bsonType": ["bool", "date"]}
DAY: Rules = {"bsonType": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TOKEN: Rules = {"bsonType": "objectId"}
TEXTS: Rules = {"bsonType": "array", "items": TEXT}
REACTIONS: Rules = {"bsonType": "array", "items": {"bsonType": "array"}}


def numbers(count: int) -> Rules:
    return {
        "bsonType": ["array", "null"],
        "items": {"bsonType": "number"},
        "minItems": count,
        "maxItems": count,
    }


def only(
    fields: dict[str, Rules], *, optional: dict[str, Rules] | None = None
) -> Rules:
    """Exactly these fields, and no stray one: a name cannot slip in."""
    return {
        "bsonType": "object",
        "required": list(fields),
        "properties": fields | (optional or {}),
        "additionalProperties": False,
    }


@dataclass(frozen=True, slots=True)
class Collection:
    """What the documents of a collection may hold, and how they are found."""

    rules: Rules
    indexes: tuple[IndexModel, ...] = ()


CURSOR = only({"newest": WHOLE, "oldest": WHOLE, "complete": YES_NO})
CHATS = only(
    {
        "channel": WHOLE,
        "channel_hash": WHOLE,
        "group": MAYBE_WHOLE,
        "group_hash": MAYBE_WHOLE,
    }
)
BACKFILL = only({"share": {"bsonType": "number"}, "ends_at": MAYBE_TIME})
COMPLETENESS = only(
    {"posts": WHOLE, "server": WHOLE, "stored": WHOLE, "short": TEXTS, "at": TIME}
)
STRETCH = only({"start_at": TIME, "end_at": TIME, "reason": MAYBE_TEXT})
ATTITUDE = only(
    {
        "scorer": TEXT,
        "words": TEXT,
        "language": TEXT,
        "script": TEXT,
        "p": numbers(3),
        "label": MAYBE_TEXT,
        "reforms": TEXTS,
        "at": TIME,
    },
    optional={"why": TEXTS, "wording": TEXT},
)

SOURCES = Collection(
    only(
        {"_id": TEXT, "saved_at": TIME, "first_at": TIME},
        optional={
            "kind": TEXT,
            "name": TEXT,
            "url": TEXT,
            "institution": TEXT,
            "official": YES_NO,
            "language": MAYBE_TEXT,
            "since_at": MAYBE_TIME,
            "cursor": CURSOR,
            "cursor_at": TIME,
            "comments_cursor": CURSOR,
            "chats": CHATS,
            "backfill": BACKFILL,
        },
    )
)

POSTS = Collection(
    only(
        {
            "_id": TEXT,
            "source": TEXT,
            "at": TIME,
            "text": TEXT,
            "edited": EDITED,
            "reactions": REACTIONS,
            "fingerprint": TEXT,
            "saved_at": TIME,
            "first_at": TIME,
        },
        optional={
            "views": WHOLE,
            "comment_total": WHOLE,
            "url": TEXT,
            "read_at": TIME,
            "read_total": MAYBE_WHOLE,
        },
    ),
    (IndexModel([("source", ASCENDING), ("at", DESCENDING)], name="of_source"),),
)

COMMENTS = Collection(
    only(
        {
            "_id": TEXT,
            "source": TEXT,
            "post": MAYBE_TEXT,
            "at": TIME,
            "day": DAY,
            "words": TEXT,
            "fingerprint": TEXT,
            "official": YES_NO,
            "edited": EDITED,
            "reactions": REACTIONS,
            "pending": YES_NO,
            "saved_at": TIME,
            "first_at": TIME,
        },
        optional={
            "text": TEXT,
            "author": MAYBE_TEXT,
            "reply_to": MAYBE_TEXT,
            "attitude": ATTITUDE,
            "forgotten": YES_NO,
        },
    ),
    (
        IndexModel([("source", ASCENDING), ("day", ASCENDING)], name="of_day"),
        IndexModel(
            [("post", ASCENDING)],
            name="of_post",
            partialFilterExpression={"post": {"$gt": ""}},
        ),
        IndexModel(
            [("at", DESCENDING)],
            name="pending",
            partialFilterExpression={"pending": True},
        ),
        IndexModel(
            [("official", ASCENDING)],
            name="official",
            partialFilterExpression={"official": True},
        ),
        IndexModel(
            [("attitude.wording", ASCENDING), ("at", ASCENDING)],
            name="of_wording",
            partialFilterExpression={"attitude.wording": {"$gt": ""}},
        ),
        IndexModel(
            [
                ("attitude.scorer", ASCENDING),
                ("attitude.language", ASCENDING),
                ("attitude.label", ASCENDING),
            ],
            name="of_scorer",
            partialFilterExpression={"attitude.scorer": {"$gt": ""}},
        ),
    ),
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
        }
    ),
    (
        IndexModel([("reform", ASCENDING), ("day", ASCENDING)], name="of_reform"),
        IndexModel([("source", ASCENDING), ("day", ASCENDING)], name="of_day"),
    ),
)

LABELS = Collection(
    only(
        {"_id": TEXT, "comment": TEXT, "label": TEXT, "drawn": {"bsonType": "number"}},
        optional={"reform": TEXT, "scorer": TEXT, "at": TIME},
    ),
    (IndexModel([("comment", ASCENDING)], name="of_comment"),),
)

EVENTS = Collection(
    only(
        {"_id": TEXT, "day": DAY, "title": TEXT},
        optional={"reform": TEXT, "link": TEXT, "at": TIME},
    ),
    (IndexModel([("day", ASCENDING)], name="of_day"),),
)

COLLECTIONS: dict[str, Collection] = {
    "sources": SOURCES,
    "posts": POSTS,
    "comments": COMMENTS,
    "cells": CELLS,
    "labels": LABELS,
    "events": EVENTS,
    "coverage": Collection(
        only(
            {
                "_id": TEXT,
                "stretches": {"bsonType": "array", "items": STRETCH},
                "saved_at": TIME,
                "first_at": TIME,
            },
            optional={"completeness": COMPLETENESS},
        )
    ),
    "reforms": Collection(
        only(
            {
                "_id": TEXT,
                "titles": {"bsonType": "object", "additionalProperties": TEXT},
            }
        )
    ),
    "followers": Collection(
        only({"_id": TEXT, "source": TEXT, "day": DAY, "count": WHOLE})
    ),
    "stale": Collection(
        only({"_id": TEXT, "source": TEXT, "day": DAY, "token": TOKEN}),
        (IndexModel([("day", DESCENDING)], name="newest"),),
    ),
    "aside": Collection(
        only(
            {
                "_id": TEXT,
                "source": TEXT,
                "place": TEXT,
                "reason": TEXT,
                "saved_at": TIME,
                "first_at": TIME,
            }
        )
    ),
    "validators": Collection(
        only({"_id": TEXT, "etag": MAYBE_TEXT, "last_modified": MAYBE_TEXT})
    ),
    "meta": Collection(
        only(
            {"_id": TEXT},
            optional={
                "version": {"bsonType": ["int", "long", "string"]},
                "layout": TEXT,
                "since_at": TIME,
                "confusions": {"bsonType": "object"},
                "day": DAY,
                "units": WHOLE,
            },
        )
    ),
}
"""Every collection that we write."""
