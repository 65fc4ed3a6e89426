"""The collections of what is heard, and of when and how much we could see. Pure."""

from __future__ import annotations

from pymongo import ASCENDING, DESCENDING, IndexModel

from store.rules import (
    DAY,
    EDITED,
    MAYBE_TEXT,
    MAYBE_TIME,
    MAYBE_WHOLE,
    PRINT,
    REACTIONS,
    TEXT,
    TEXTS,
    TIME,
    WHOLE,
    YES_NO,
    Collection,
    numbers,
    only,
)

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
            "turn": WHOLE,
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
    (
        IndexModel([("source", ASCENDING), ("at", DESCENDING)], name="of_source"),
        IndexModel([("saved_at", DESCENDING)], name="saved_lately"),
        IndexModel([("read_at", DESCENDING)], name="read_lately", sparse=True),
    ),
)

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
        # `pending` is in the key so that a count, which names no time, finds it too.
        IndexModel(
            [("pending", ASCENDING), ("at", DESCENDING)],
            name="waiting",
            partialFilterExpression={"pending": True},
        ),
        # What may expire: without it, all comments ever kept are read to find them.
        IndexModel(
            [("day", ASCENDING), ("source", ASCENDING)],
            name="with_words",
            partialFilterExpression={"text": {"$exists": True}},
        ),
        # Only what has words, so that it stays as small as what is kept of them.
        IndexModel(
            [("attitude.reforms", ASCENDING), ("at", DESCENDING)],
            name="of_reform",
            partialFilterExpression={
                "attitude.reforms": {"$gt": ""},
                "text": {"$exists": True},
            },
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

COVERAGE = Collection(
    only(
        {
            "_id": TEXT,
            "stretches": {"bsonType": "array", "items": STRETCH},
            "saved_at": TIME,
            "first_at": TIME,
        },
        optional={"completeness": COMPLETENESS, "turn": WHOLE},
    )
)

FOLLOWERS = Collection(only({"_id": TEXT, "source": TEXT, "day": DAY, "count": WHOLE}))

ASIDE = Collection(
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
)

VALIDATORS = Collection(
    only({"_id": TEXT, "etag": MAYBE_TEXT, "last_modified": MAYBE_TEXT})
)
