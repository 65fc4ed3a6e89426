"""What `kayfiyat verify --mend` writes: marks alone, that sums be made again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pymongo.database import Database

from store.clients import DURABLE, Document
from store.collected import SUMMED
from store.errors import door
from store.layout import COLLECTIONS
from store.national import National
from store.stale import SourceDay, marks


@door
class Mending:
    """Makes no sum itself: that is the scorer's, who alone writes them."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database.with_options(write_concern=DURABLE)

    def cells(self, places: Iterable[SourceDay]) -> int:
        """The cells of these sources and days are made again; of how many.

        Days with a comment that is no valid one are left: the scorer would stumble.
        """
        writes = marks(place for place in places if not self._is_broken(*place))
        if writes:
            self._db.stale.bulk_write(writes, ordered=False)
        return len(writes)

    def nation(self, days: Iterable[date]) -> None:
        """The sums over all sources of ``days`` are made again from their cells."""
        National(self._db).touch(days)

    def posts(self) -> None:
        """What posts drew is counted anew, of all of them: no mark is of a post."""
        self._db.meta.delete_one(SUMMED)

    def _is_broken(self, source: str, day: str) -> bool:
        invalid = {"$nor": [{"$jsonSchema": COLLECTIONS["comments"].rules}]}
        chosen = {"source": source, "day": day, **invalid}
        return self._db.comments.find_one(chosen, ["_id"]) is not None
