"""The door of terms: what was said last of a reform, and the words that tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pymongo.database import Database

from domain.attitudes import Attitude
from domain.terms import AUTHORS, Term, Terms
from store.clients import DURABLE, Document
from store.errors import door
from store.guarding import Guard, unguarded

LATEST = 2_000
"""So many comments of each reform are read."""

_FIELDS = ["author", "day", "text", "attitude.language", "attitude.label"]


@dataclass(frozen=True, slots=True)
class SaidOf:
    """A scored comment of the public on a reform, in its redacted words."""

    author: str
    day: date
    text: str
    language: str
    attitude: Attitude


@door
class TermsDoor:
    """One document a reform; it holds sums alone, and outlives the words."""

    def __init__(self, database: Database[Document], guard: Guard = unguarded) -> None:
        self._db = database.with_options(write_concern=DURABLE)
        self._guard = guard

    def said(self, reform: str, limit: int = LATEST) -> list[SaidOf]:
        """The latest scored comments on ``reform`` that have words and an author.

        Those of coordinated campaigns are left out: their words are one hand's.
        """
        chosen: Document = {
            "attitude.reforms": reform,
            "text": {"$exists": True},
            "attitude.label": {"$gt": ""},
            "author": {"$gt": ""},
            "official": False,
            "campaign": {"$exists": False},
        }
        found = self._db.comments.find(chosen, _FIELDS).sort("at", -1).limit(limit)
        return [_said(one) for one in found.batch_size(limit)]

    def save(self, reform: str, terms: Terms, *, now: datetime) -> None:
        """Replace the terms of ``reform``; safe to repeat."""
        document = {
            "first": terms.first.isoformat(),
            "last": terms.last.isoformat(),
            "comments": terms.comments,
            "words": [_row(term) for term in terms.words],
            "saved_at": now,
        }
        self._guard(
            lambda session: self._db.terms.replace_one(
                {"_id": reform}, document, upsert=True, session=session
            )
        )

    def select(self, reform: str, *, k: int = AUTHORS) -> Terms | None:
        """The terms of ``reform``, if they were made; each of ``k`` people or more."""
        found = self._db.terms.find_one({"_id": reform})
        return _terms(found, max(k, AUTHORS)) if found else None


def _said(comment: Document) -> SaidOf:
    attitude = comment["attitude"]
    return SaidOf(
        author=comment["author"],
        day=date.fromisoformat(comment["day"]),
        text=comment["text"],
        language=attitude["language"],
        attitude=Attitude(attitude["label"]),
    )


def _row(term: Term) -> list[Any]:
    return [term.word, str(term.side), term.against, term.in_favour, term.z]


def _terms(document: Document, k: int) -> Terms:
    words = [
        Term(word, Attitude(side), against, in_favour, z)
        for word, side, against, in_favour, z in document["words"]
    ]
    return Terms(
        first=date.fromisoformat(document["first"]),
        last=date.fromisoformat(document["last"]),
        comments=document["comments"],
        words=tuple(term for term in words if term.people >= k),
    )
