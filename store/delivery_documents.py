"""What deliveries look like in MongoDB, and how a claim changes them. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime

from domain.deliveries import Delivery, Message, State, letters_begin
from store.clients import Document
from store.mail_layout import LONGEST_ERROR

ENDED: Document = {
    "$unset": {"free_at": ""},
    # By the clock of the server, which lets it expire.
    "$currentDate": {"ended_at": True},
}

COUNTED: list[Document] = [
    {"$sort": {"message": 1, "state": 1}},
    {
        "$group": {
            "_id": {"message": "$message", "state": "$state"},
            "n": {"$sum": 1},
        }
    },
]


def letters_counted(week: date) -> list[Document]:
    """The copies of a week's letter by state; the ids alone find them."""
    first = letters_begin(week)
    after = first[:-1] + chr(ord(first[-1]) + 1)
    return [
        {"$match": {"_id": {"$gte": first, "$lt": after}}},
        {"$group": {"_id": "$state", "n": {"$sum": 1}}},
    ]


def taken(by: str, until: datetime) -> list[Document]:
    """Claims it; it is in doubt if whoever had it before had handed it over."""
    handed = {"$gt": ["$handed_at", None]}
    fields = {
        "state": State.TAKEN,
        "by": {"$literal": by},
        "free_at": until,
        "tries": {"$add": ["$tries", 1]},
        "doubtful": {"$cond": [handed, True, "$doubtful"]},
    }
    return [{"$set": fields}]


def if_doubtful(field: str) -> Document:
    """The field as it is, or none if no earlier claim had left a doubt."""
    return {"$cond": [{"$eq": ["$doubtful", True]}, field, "$$REMOVE"]}


def waiting(new: Delivery, due_at: datetime) -> Document:
    return {
        "_id": new.id,
        "message": new.message,
        "to": new.to,
        "about": dict(new.about),
        "state": State.WAITING,
        "tries": 0,
        "due_at": due_at,
        "free_at": due_at,
    }


def delivery(found: Document) -> Delivery:
    return Delivery(
        id=found["_id"],
        message=Message(found["message"]),
        to=found["to"],
        about=found["about"],
        tries=found["tries"],
        handed_at=found.get("handed_at"),
    )


def without_address(error: str) -> str:
    """Servers repeat the address that they speak of; here it has no place."""
    return re.sub(r"(?<!\S)[^\s@]*@\S*", "…", error)[:LONGEST_ERROR]
