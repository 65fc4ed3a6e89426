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
PRINT: Rules = {"bsonType": ["binData", "string"]}
"""A text is a fingerprint of before there were prints; nothing reads it."""

TOKEN: Rules = {"bsonType": "objectId"}
TEXTS: Rules = {"bsonType": "array", "items": TEXT}
MAYBE_TEXTS: Rules = {"bsonType": ["array", "null"], "items": TEXT}
NUMBER: Rules = {"bsonType": "number"}
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
    optional={"why": TEXTS, "wording": PRINT},
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
            "campaign": TEXT,
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
            [("at", ASCENDING)],
            name="with_wording",
            partialFilterExpression={"attitude.wording": {"$gt": b""}},
        ),
        IndexModel(
            [("campaign", ASCENDING), ("at", ASCENDING)],
            name="of_campaign",
            partialFilterExpression={"campaign": {"$gt": ""}},
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
        },
        optional={"scorers": TEXTS, "everyone": WHOLE, "by_post": numbers(6)},
    ),
    (
        IndexModel([("reform", ASCENDING), ("day", ASCENDING)], name="of_reform"),
        IndexModel([("source", ASCENDING), ("day", ASCENDING)], name="of_day"),
    ),
)

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

ANSWER = only({"labeller": TEXT, "said": TEXT, "at": TIME})
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
        optional={"reform": TEXT, "link": TEXT, "at": TIME},
    ),
    (IndexModel([("day", ASCENDING)], name="of_day"),),
)

COLLECTIONS: dict[str, Collection] = {
    "sources": SOURCES,
    "posts": POSTS,
    "comments": COMMENTS,
    "cells": CELLS,
    "campaigns": CAMPAIGNS,
    "labels": LABELS,
    "draws": DRAWS,
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
    "unsearched": Collection(only({"_id": DAY, "token": TOKEN, "asked_at": TIME})),
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
