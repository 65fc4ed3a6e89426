"""The door of letters: a week is claimed by one process, composed, kept for ever.

Weeks are named by their Monday. After an AwayError each verb may be repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from domain.letters import Edition, Kept
from store.clients import DURABLE, Document
from store.errors import door

LEASE = timedelta(minutes=10)
"""A week that was claimed and not composed for so long may be claimed by another."""

LATEST = 100
"""So many letters are listed if nobody asks for more or fewer: two years."""

_COMPOSED = {"composed_at": {"$exists": True}}
_PUBLIC = {**_COMPOSED, "public": True}

_LISTED = [
    *("composed_at", "addressed_at", "public", "synthetic"),
    *("editions.tag", "editions.subject"),
]


@door
class Digests:
    """One document a week, with all its editions: it is saved whole or not at all."""

    def __init__(self, database: Database[Document]) -> None:
        self._digests = database.get_collection("digests", write_concern=DURABLE)

    def claim(self, week: date, *, by: str, now: datetime) -> bool:
        """Whether ``by`` is to compose the week: nobody else does, or has.

        Who has the claim may renew it. No two that run at once share a ``by``.
        """
        free = [{"lease_until": {"$lt": now}}, {"by": by}]
        try:
            done = self._digests.update_one(
                {"_id": _id(week), "composed_at": {"$exists": False}, "$or": free},
                {"$set": {"by": by, "lease_until": now + LEASE}},
                upsert=True,
            )
        except DuplicateKeyError:  # it is there, and not free
            return False
        return bool(done.matched_count or done.upserted_id)

    def save(  # noqa: PLR0913 - a letter is what it is
        self,
        week: date,
        *,
        facts: str,
        editions: Mapping[str, Edition],
        public: bool,
        synthetic: bool,
        by: str,
        now: datetime,
    ) -> bool:
        """Keep the letter; False if the claim was lost or readers have it already."""
        composed = {"composed_at": now, "public": public, "synthetic": synthetic}
        words = [_edition_document(tag, each) for tag, each in editions.items()]
        done = self._digests.update_one(
            {"_id": _id(week), "by": by, "addressed_at": {"$exists": False}},
            {
                "$set": {**composed, "facts": facts, "editions": words},
                "$unset": {"lease_until": ""},
            },
        )
        return done.matched_count == 1

    def facts(self, week: date) -> str | None:
        found = self._digests.find_one({"_id": _id(week), **_COMPOSED}, ["facts"])
        return found["facts"] if found else None

    def addressed(self, week: date, *, now: datetime) -> None:
        """Every reader's copy waits to be sent; told again, it stays as it was."""
        self._digests.update_one(
            {"_id": _id(week), **_COMPOSED, "addressed_at": {"$exists": False}},
            {"$set": {"addressed_at": now}},
        )

    def kept(self, limit: int = LATEST, *, public_only: bool = False) -> list[Kept]:
        """The letters that were composed, newest first."""
        chosen = _PUBLIC if public_only else _COMPOSED
        found = self._digests.find(chosen, _LISTED).sort("_id", -1).limit(limit)
        return [_kept(each) for each in found]

    def edition(
        self, week: date, tag: str, *, public_only: bool = False
    ) -> Edition | None:
        """The letter in a language; None if there is none, or it is not public."""
        chosen = _PUBLIC if public_only else _COMPOSED
        found = self._digests.find_one(
            {"_id": _id(week), **chosen}, {"editions": {"$elemMatch": {"tag": tag}}}
        )
        editions = found.get("editions", []) if found else []
        return _edition(editions[0]) if editions else None


def _id(week: date) -> str:
    return week.isoformat()


def _edition_document(tag: str, edition: Edition) -> Document:
    """Content-IDs hold dots, which the name of a field should not: a list."""
    return {
        "tag": tag,
        "subject": edition.subject,
        "html": edition.html,
        "text": edition.text,
        "pictures": [{"id": id_, "png": png} for id_, png in edition.pictures.items()],
    }


def _edition(found: Document) -> Edition:
    return Edition(
        subject=found["subject"],
        html=found["html"],
        text=found["text"],
        pictures={each["id"]: each["png"] for each in found["pictures"]},
    )


def _kept(found: Document) -> Kept:
    return Kept(
        week=date.fromisoformat(found["_id"]),
        composed_at=found["composed_at"],
        addressed_at=found.get("addressed_at"),
        public=found["public"],
        synthetic=found["synthetic"],
        subjects={each["tag"]: each["subject"] for each in found["editions"]},
    )
