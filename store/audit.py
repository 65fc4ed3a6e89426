"""The door of the log: what was erased, exported and labelled, and by whom."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from pymongo.database import Database

from domain.audit import Act, Export, Line, View
from domain.erasures import Erased, Erasure
from domain.periods import Period, day_of
from store.audit_layout import LONGEST_NAME
from store.clients import DURABLE, Document
from store.errors import door

_ERASED = {"what": {"$in": [str(each) for each in Erased]}}
_LATEST = [("at", -1), ("_id", -1)]


@door
class Audit:
    """Lines are added and none is taken away; what staff did expires by itself.

    No line has a word of a comment, an identity or a pseudonym.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._audit = database.get_collection("audit", write_concern=DURABLE)
        self._labels = database["labels"]

    def note(self, what: Erased, number: int, *, by: str, now: datetime) -> None:
        """Something was erased at somebody's wish."""
        line = {"at": now, "what": what, "number": number, "by": by[:LONGEST_NAME]}
        self._audit.insert_one(line)

    def exported(self, export: Export, *, by: str, now: datetime) -> None:
        """Figures are about to leave. Who cannot note it must not give them out."""
        self._audit.insert_one(
            {
                "at": now,
                "what": Act.EXPORT,
                "number": export.rows,
                "by": by[:LONGEST_NAME],
                "of": export.of[:LONGEST_NAME],
                "form": export.form,
                "view": _view_document(export.view),
            }
        )

    def labelled(
        self, comment: str, *, by: str, now: datetime, withdrawn: bool = False
    ) -> None:
        """Count one label more, or taken back, of the sample that ``comment`` is of.

        One line a day, sample and labeller, not one a key: what each label says, and
        when, stands in the label itself for as long as that is kept.
        """
        drawn = self._labels.find_one({"_id": comment}, ["draw"])
        if drawn is None:
            return
        who, draw = by[:LONGEST_NAME], drawn["draw"]
        self._audit.update_one(
            {"_id": f"{Act.LABELS}|{day_of(now)}|{draw}|{who}"},
            {
                "$set": {"at": now},
                "$inc": {"number": int(not withdrawn), "withdrawn": int(withdrawn)},
                "$setOnInsert": {"what": Act.LABELS, "by": who, "of": draw},
            },
            upsert=True,
        )

    def log(self) -> list[Erasure]:
        """All erasures, the latest first."""
        found = self._audit.find(_ERASED).sort(_LATEST)
        return [
            Erasure(one["at"], Erased(one["what"]), one["number"], one["by"])
            for one in found
        ]

    def lines(self, period: Period | None = None) -> list[Line]:
        """All that was noted, in ``period`` or ever, the latest first."""
        chosen: Document = {}
        if period:
            chosen = {"at": {"$gte": period.start_at, "$lt": period.end_at}}
        return [_line(one) for one in self._audit.find(chosen).sort(_LATEST)]


def _view_document(view: View) -> Document:
    """Without what was not chosen; days as everywhere."""
    chosen = {key: value for key, value in asdict(view).items() if value or key == _YES}
    return {key: _plain(value) for key, value in chosen.items()}


_YES = "campaigns"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _view(found: Document) -> View:
    days = {key: date.fromisoformat(found[key]) for key in _DAYS & found.keys()}
    lists = {key: tuple(found[key]) for key in _LISTS & found.keys()}
    return View(**{**found, **days, **lists})


_DAYS = {"first", "last"}
_LISTS = {"sources", "languages", "compare"}


def _line(one: Document) -> Line:
    what = one["what"]
    return Line(
        at=one["at"],
        what=Act(what) if what in set(Act) else Erased(what),
        number=one["number"],
        by=one["by"],
        of=one.get("of", ""),
        form=one.get("form", ""),
        view=_view(one["view"]) if "view" in one else None,
        withdrawn=one.get("withdrawn", 0),
    )
