"""What the app, the letter and the status command read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bson.codec_options import CodecOptions
from pymongo.database import Database

from domain.coverage import Ledger, Stretch
from domain.sources import Kind
from store.clients import Document
from store.documents import stretches_of
from store.errors import door

_NAIVE: CodecOptions[Document] = CodecOptions(tz_aware=False)
"""Times as they are stored, in UTC: to make them aware one by one takes PyMongo eight
times as long, and a year's ledgers are 10,000 times."""

_BY_SCORER: list[Document] = [
    {"$match": {"attitude.scorer": {"$gt": ""}}},
    {
        "$group": {
            "_id": {
                "scorer": "$attitude.scorer",
                "language": "$attitude.language",
                "label": "$attitude.label",
            },
            "n": {"$sum": 1},
        }
    },
]


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source that we have followed, with what is stored of it, if that was counted.

    ``completeness``: of the comments that the server counts under recent posts,
    the share that is stored; ``backfill``: the share of its history that is read.
    """

    id: str
    kind: str
    name: str
    institution: str
    official: bool
    language: str | None
    last_seen_at: datetime | None
    comments: int | None
    posts: int | None
    completeness: float | None = None
    backfill: float | None = None
    backfill_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is stored.

    ``scored`` have an attitude; ``not_scored`` are in a language that the scorer
    does not cover; ``pending`` wait to be scored, for the first time or again.
    ``by_language`` and ``scorers`` count what a scorer has seen, ``unscored`` what of
    it is not scored, by language.
    """

    comments: int
    scored: int
    not_scored: int
    pending: int
    official: int
    by_language: dict[str, int]
    scorers: dict[str, int]
    posts: int
    set_aside: int
    unscored: dict[str, int] = field(default_factory=dict)


@door
class Reading:
    """Reads, never writes."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database

    def sources(self, *, counted: bool = True) -> list[KnownSource]:
        """Every source, in the order of names; ``counted`` takes as long as there is
        much to count.
        """
        ledgers, complete = self.all_ledgers(), self._completeness()
        found = self._db.sources.find({"kind": {"$exists": True}}).sort("name", 1)
        return [
            self._known(
                source,
                ledgers.get(source["_id"], []),
                complete.get(source["_id"]),
                self._stored(source["_id"]) if counted else (None, None),
            )
            for source in found
        ]

    def ledgers(self) -> dict[str, list[Stretch]]:
        """When each source that we listen to was seen and when not.

        What was brought in a file is over: it is not blind ever after.
        """
        brought = f"{Kind.FILE}:"
        found = self.all_ledgers().items()
        return {id_: each for id_, each in found if not id_.startswith(brought)}

    def all_ledgers(self) -> dict[str, list[Stretch]]:
        """The same of all sources, of those brought in files too."""
        ledgers = self._db.get_collection("coverage", codec_options=_NAIVE)
        return {
            found["_id"]: stretches_of(found)
            for found in ledgers.find({}, ["stretches"]).sort("_id", 1)
        }

    def heard(self) -> int:
        """How many comments are stored, from the collection's own note: at no cost."""
        return self._db.comments.estimated_document_count()

    def counts(self) -> Counts:
        groups = list(self._db.comments.aggregate(_BY_SCORER))
        languages, scorers, labels = (
            _sums(groups, key) for key in ("language", "scorer", "label")
        )
        not_scored = labels.pop(None, 0)
        return Counts(
            comments=self.heard(),
            scored=sum(labels.values()),
            not_scored=not_scored,
            pending=self._db.comments.count_documents({"pending": True}),
            official=self._db.comments.count_documents({"official": True}),
            by_language=languages,
            scorers=scorers,
            posts=self._db.posts.estimated_document_count(),
            set_aside=self._db.aside.count_documents({}),
            unscored=_sums(
                [each for each in groups if each["_id"].get("label") is None],
                "language",
            ),
        )

    def reforms_with_cells(self) -> list[str]:
        """The ids of the reforms that any comment spoke of."""
        return sorted(self._db.cells.distinct("reform", {"reform": {"$gt": ""}}))

    def _completeness(self) -> dict[str, float]:
        found = self._db.coverage.find({"completeness.server": {"$gt": 0}})
        told = {one["_id"]: one["completeness"] for one in found}
        return {key: one["stored"] / one["server"] for key, one in told.items()}

    def _stored(self, source: str) -> tuple[int, int]:
        of_source = {"source": source}
        return (
            self._db.comments.count_documents(of_source),
            self._db.posts.count_documents(of_source),
        )

    def _known(
        self,
        source: Document,
        ledger: Ledger,
        completeness: float | None,
        stored: tuple[int | None, int | None],
    ) -> KnownSource:
        key, backfill = source["_id"], source.get("backfill", {})
        return KnownSource(
            id=key,
            kind=source["kind"],
            name=source["name"],
            institution=source["institution"],
            official=source["official"],
            language=source["language"],
            last_seen_at=max((s.end_at for s in ledger if s.seen), default=None),
            comments=stored[0],
            posts=stored[1],
            completeness=completeness,
            backfill=backfill.get("share"),
            backfill_ends_at=backfill.get("ends_at"),
        )


def _sums(groups: list[Document], key: str) -> dict[Any, int]:
    sums: Counter[Any] = Counter()
    for group in groups:
        sums[group["_id"].get(key)] += group["n"]
    return dict(sums.most_common())
