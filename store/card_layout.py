"""What the card of a scorer may hold: bounded, as it is shown whole. Pure."""

from __future__ import annotations

from domain.cards import HOWS, LONGEST, MOST
from store.rules import MAYBE_TEXT, WHOLE, Rules, only

SHARE: Rules = {"bsonType": "number", "minimum": 0, "maximum": 1}
MAYBE_SHARE: Rules = {"bsonType": ["number", "null"], "minimum": 0, "maximum": 1}
NAME: Rules = {"bsonType": "string", "maxLength": LONGEST}

RECALL: Rules = {
    "bsonType": "array",
    "items": MAYBE_SHARE,
    "minItems": 3,
    "maxItems": 3,
}

TRAINED = only({"set": NAME, "texts": WHOLE, "licence": NAME})

MEASURED = only(
    {
        "set": NAME,
        "how": {"enum": list(HOWS)},
        "texts": WHOLE,
        "accuracy": SHARE,
        "macro_f1": SHARE,
        "recall": RECALL,
        "shares_off": MAYBE_SHARE,
    }
)

CARD = only(
    {
        "date": MAYBE_TEXT,
        "language": MAYBE_SHARE,
        "trained": {"bsonType": "array", "items": TRAINED, "maxItems": MOST},
        "measured": {"bsonType": "array", "items": MEASURED, "maxItems": MOST},
    }
)
