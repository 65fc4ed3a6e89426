"""How many comments are stored of each source, from sums alone."""

from __future__ import annotations

from pymongo.database import Database

from domain.cells import EVERY_REFORM
from store.clients import Document
from store.errors import translated

_OF_ALL: list[Document] = [
    {"$match": {"reform": EVERY_REFORM}},
    {"$group": {"_id": "$source", "comments": {"$sum": "$comments"}}},
]


def comments_by_source(database: Database[Document]) -> dict[str, int]:
    """The public's comments by source; one that is not summed yet is not counted."""
    with translated():
        groups = database.cells.aggregate(_OF_ALL, hint="of_reform")
        return {each["_id"]: each["comments"] for each in groups}
