"""The cells' door: a day's votes out, its cells in, any period's cells out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from pymongo import DeleteMany, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from domain.cells import EVERY_REFORM, Cell
from domain.periods import Period
from domain.votes import Votes
from store.campaigns import Campaigns
from store.changes import batches
from store.clients import DURABLE, Document
from store.documents import cell_document, cell_of
from store.errors import door, translated
from store.guarding import Guard, unguarded
from store.national import National
from store.threads import Threads
from store.votes import BATCH, FIELDS, together

Write = ReplaceOne[Document] | DeleteMany
Place = tuple[str, date]

_PLACES = 50
"""Sources and days whose cells are written together: some 20 cells each."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one comment by the public adds; ``p`` is None if it is not scored."""

    id: str
    author: str | None
    language: str
    p: tuple[float, float, float] | None
    reforms: tuple[str, ...]
    campaign: bool
    scorer: str = ""
    post: str | None = None


@door
class Cells:
    """One document a day, source, reform, language and campaign or not.

    What it and the doors of campaigns, sums and threads write, they write under
    ``guard``.
    """

    def __init__(
        self, database: Database[Document], guard: Guard | None = None
    ) -> None:
        self._db = database.with_options(write_concern=DURABLE)
        self._guard = guard or unguarded
        self.campaigns = Campaigns(database, self._guard)
        self.national = National(database, guard)
        self.threads = Threads(database, self._guard)

    def votes(self, source: str, day: date) -> list[Vote]:
        """The votes of the public's comments of that day that a scorer has seen."""
        found = self._db.comments.find(_counted(source, day), FIELDS)
        return [_vote(one) for one in found]

    def votes_of(self, sources: Iterable[str], day: date) -> Iterator[Votes]:
        """The votes of many sources on one day, asked for at once.

        All of a source come together, with those of others while these are few.
        """
        chosen = _counted({"$in": list(sources)}, day)
        with translated():
            found = self._db.comments.find(chosen, FIELDS)
            yield from together(found.sort("source").batch_size(BATCH))

    def save(
        self, source: str, day: date, cells: Sequence[Cell], *, now: datetime
    ) -> None:
        """Replace the day's cells whole; if broken off, repeating mends it.

        Once words of the day have expired its cells are final: authors went
        with the words, so it could not be counted again.
        """
        self.save_days({(source, day): cells}, now=now)

    def save_days(self, days: Mapping[Place, Sequence[Cell]], *, now: datetime) -> None:
        """Save the cells of many a source and day, to wait for the disk once.

        The nation's sums of these days are not current from now on.
        """
        final = self._final(days)
        kept = [place for place in days if place not in final]
        for places in batches(kept, _PLACES):
            writes = [
                write
                for source, day in places
                for write in _replacing(source, day, days[source, day], now)
            ]
            self._guard(partial(self._written, {day for _, day in places}, writes))

    def select(
        self,
        period: Period,
        *,
        reform: str = EVERY_REFORM,
        sources: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
    ) -> list[Cell]:
        """The cells of ``period``; no sources or languages named means all."""
        days = {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}
        chosen: Document = {"reform": reform, "day": days}
        if sources is not None:
            chosen["source"] = {"$in": list(sources)}
        if languages is not None:
            chosen["language"] = {"$in": list(languages)}
        found = self._db.cells.find(chosen, {"_id": 0, "saved_at": 0})
        return [cell_of(cell) for cell in found.batch_size(10_000)]

    def scorers(
        self, period: Period, *, reform: str = EVERY_REFORM
    ) -> dict[date, frozenset[str]]:
        """Who scored the comments of each day of ``period``, by their ids."""
        days = {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}
        found = self._db.cells.aggregate(
            [
                {"$match": {"reform": reform, "day": days, "voices": {"$gt": 0}}},
                {"$unwind": "$scorers"},
                {"$group": {"_id": "$day", "scorers": {"$addToSet": "$scorers"}}},
            ]
        )
        return {
            date.fromisoformat(day["_id"]): frozenset(day["scorers"]) for day in found
        }

    def of_days(self, days: Iterable[date], *, reform: str) -> list[Cell]:
        """The cells of ``days`` that speak of ``reform``."""
        return self._of_days(days, reform)

    def others_of_days(self, days: Iterable[date], *, reform: str) -> list[Cell]:
        """The cells of ``days`` that speak of reforms other than ``reform``."""
        return self._of_days(days, {"$gt": EVERY_REFORM, "$ne": reform})

    def span(self) -> Period | None:
        """From the first day that has cells to the last."""
        ends = [
            self._db.cells.find_one({"reform": EVERY_REFORM}, sort=[("day", order)])
            for order in (1, -1)
        ]
        days = [date.fromisoformat(end["day"]) for end in ends if end]
        return Period(*days) if len(days) == 2 else None

    def _written(
        self, days: set[date], writes: list[Write], session: ClientSession | None
    ) -> None:
        self.national.touch(days, session=session)
        self._db.cells.bulk_write(writes, ordered=False, session=session)

    def _of_days(self, days: Iterable[date], reform: str | Document) -> list[Cell]:
        named = {"$in": [day.isoformat() for day in days]}
        found = self._db.cells.find(
            {"reform": reform, "day": named}, {"_id": 0, "saved_at": 0}
        )
        return [cell_of(cell) for cell in found.batch_size(10_000)]

    def _final(self, places: Iterable[Place]) -> set[Place]:
        """Those of which words have expired."""
        sources: dict[date, list[str]] = defaultdict(list)
        for source, day in places:
            sources[day].append(source)
        return {
            (source, day)
            for day, named in sources.items()
            for source in self._db.comments.distinct(
                "source",
                {"source": {"$in": named}, "day": day.isoformat(), "forgotten": True},
            )
        }


def _replacing(
    source: str, day: date, cells: Sequence[Cell], now: datetime
) -> Iterator[Write]:
    kept = []
    for cell in cells:
        document = cell_document(cell) | {"saved_at": now}
        kept.append(document["_id"])
        yield ReplaceOne({"_id": document["_id"]}, document, upsert=True)
    yield DeleteMany({"source": source, "day": day.isoformat(), "_id": {"$nin": kept}})


def _counted(source: str | Document, day: date) -> Document:
    """The public's comments that a scorer has seen."""
    return {
        "source": source,
        "day": day.isoformat(),
        "official": False,
        "attitude": {"$exists": True},
    }


def _vote(comment: Document) -> Vote:
    attitude = comment["attitude"]
    return Vote(
        id=comment["_id"],
        author=comment.get("author"),
        language=attitude["language"],
        p=tuple(attitude["p"]) if attitude["p"] else None,
        reforms=tuple(attitude["reforms"]),
        campaign="campaign" in comment,
        scorer=attitude["scorer"],
        post=comment.get("post"),
    )
