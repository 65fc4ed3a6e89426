"""The nation's door: cells summed over all sources, a document a day and reform."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bson import ObjectId
from pymongo import DeleteMany, ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.read_concern import ReadConcern

from domain.cells import EVERY_REFORM, Cell
from domain.nation import Apart, Nation, Summed, Total
from domain.periods import Period
from store.clients import DURABLE, Document
from store.documents import cell_of, matrix, triangle, vector
from store.errors import door
from store.guarding import Guard, Write

Summing = Callable[[date, Sequence[Cell]], Sequence[Total]]


@door
class National:
    """One document a day and reform; ``summed`` says of which days they are current.

    A day is current while its two tokens are the same: who is about to write cells
    of it gives it a new token first. Sums are made under ``guard``, if there is one.
    """

    def __init__(
        self, database: Database[Document], guard: Guard | None = None
    ) -> None:
        self._db = database.with_options(write_concern=DURABLE)
        self._together = guard or self._alone

    def touch(
        self, days: Iterable[date], *, session: ClientSession | None = None
    ) -> None:
        """Say that cells of ``days`` are about to change."""
        writes = [
            UpdateOne(
                {"_id": day.isoformat()}, {"$set": {"token": ObjectId()}}, upsert=True
            )
            for day in sorted(set(days))
        ]
        if writes:
            self._db.summed.bulk_write(writes, ordered=False, session=session)

    def left(self, limit: int = 30) -> list[date]:
        """Days with cells whose sums are not current, the newest first."""
        marks = list(self._db.summed.find())
        known = [mark["_id"] for mark in marks]
        # The days between those known are few ranges of the index; all days are not.
        new = self._db.cells.distinct(
            "day", {"reform": EVERY_REFORM, "day": {"$nin": known}}
        )
        days = sorted({*new, *(m["_id"] for m in marks if not _current(m))})
        return [date.fromisoformat(day) for day in days[::-1][:limit]]

    def sum_up(self, day: date, totals_of: Summing) -> None:
        """Make the day's sums again, whole and at once, from the cells that it has.

        Of several who do it at a time each waits for the one before, or begins anew
        from the cells as they are then: the last to end has seen what all wrote.
        """

        def attempt(session: ClientSession | None) -> None:
            # First, so that whoever sums this day too has to wait for us.
            token = ObjectId()
            self._db.summed.update_one(
                {"_id": day.isoformat()},
                {"$set": {"token": token, "sums": token}},
                upsert=True,
                session=session,
            )
            chosen = {"day": day.isoformat()}
            found = self._db.cells.find(chosen, session=session, batch_size=10_000)
            writes = _replacing(day, totals_of(day, [cell_of(one) for one in found]))
            self._db.national.bulk_write(writes, ordered=False, session=session)

        self._together(attempt)

    def select(self, period: Period, *, reforms: Sequence[str]) -> Nation:
        """The totals of ``period``, and its days with cells but no current sums."""
        span = {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}
        marks = {
            one["_id"]: _current(one) for one in self._db.summed.find({"_id": span})
        }
        current = {day for day, is_so in marks.items() if is_so}
        unsure = (marks.keys() - current) | self._spoken(
            set(_days(period)) - set(marks)
        )
        chosen = {"reform": {"$in": list(reforms)}, "day": span}
        found = self._db.national.find(chosen).batch_size(10_000)
        return Nation(
            tuple(_total(one) for one in found if one["day"] in current),
            frozenset(map(date.fromisoformat, unsure)),
        )

    def _alone(self, write: Write) -> None:
        with self._db.client.start_session() as session:
            session.with_transaction(
                write, read_concern=ReadConcern("snapshot"), write_concern=DURABLE
            )

    def _spoken(self, days: Iterable[str]) -> set[str]:
        """Those of ``days`` that have cells."""
        named = {"$in": sorted(days)}
        if not named["$in"]:
            return set()
        return set(
            self._db.cells.distinct("day", {"reform": EVERY_REFORM, "day": named})
        )


def _current(mark: Document) -> bool:
    return bool(mark["token"] == mark.get("sums"))


def _days(period: Period) -> Iterator[str]:
    days = (period.first + timedelta(days=n) for n in range(period.days))
    return (day.isoformat() for day in days)


def _replacing(
    day: date, totals: Iterable[Total]
) -> list[ReplaceOne[Document] | DeleteMany]:
    documents = {f"{day}|{total.reform}": _document(total) for total in totals}
    gone = DeleteMany({"day": day.isoformat(), "_id": {"$nin": list(documents)}})
    return [
        *(ReplaceOne({"_id": key}, one, upsert=True) for key, one in documents.items()),
        gone,
    ]


def _document(total: Total) -> Document:
    document: Document = {
        "day": total.day.isoformat(),
        "reform": total.reform,
        "parts": [_part(each.cell, each.fewer) for each in total.parts],
    }
    if total.apart:
        apart = total.apart
        document["apart"] = {
            "every": apart.every,
            "within": apart.within,
            "parts": [_part(cell, 0) for cell in apart.cells],
        }
    return document


def _part(cell: Cell, fewer: int) -> Document:
    return {
        "language": cell.language,
        "campaign": cell.campaign,
        "scorers": list(cell.scorers),
        "counts": [cell.comments, cell.scored, cell.voices, cell.everyone, fewer],
        "sums": [
            *map(float, cell.votes),
            *triangle(cell.outer),
            *triangle(cell.by_post or cell.outer),
        ],
    }


def _total(document: Mapping[str, Any]) -> Total:
    day, reform = date.fromisoformat(document["day"]), document["reform"]
    apart = document.get("apart")
    return Total(
        day,
        reform,
        tuple(
            Summed(_cell(part, day, reform), part["counts"][4])
            for part in document["parts"]
        ),
        apart
        and Apart(
            apart["every"],
            apart["within"],
            tuple(_cell(part, day, EVERY_REFORM) for part in apart["parts"]),
        ),
    )


def _cell(part: Mapping[str, Any], day: date, reform: str) -> Cell:
    comments, scored, voices, everyone, _ = part["counts"]
    sums = part["sums"]
    return Cell(
        source="",
        day=day,
        reform=reform,
        language=part["language"],
        campaign=part["campaign"],
        comments=comments,
        scored=scored,
        voices=voices,
        votes=vector(sums[:3]),
        outer=matrix(sums[3:9]),
        scorers=tuple(part["scorers"]),
        everyone=everyone,
        by_post=matrix(sums[9:]),
    )
