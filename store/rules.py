"""The words in which a collection's rules are written. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel

Rules = dict[str, Any]

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
