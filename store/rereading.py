"""Words that were scored, out to be read again for the reforms that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from store.clients import DURABLE, Document
from store.errors import door, translated
from store.guarding import AT_ONCE, Guard, unguarded
from store.redacting import StoredWords
from store.stale import marks

_RULES = {"_id": "naming"}
_GOING = {"_id": "naming going"}
_MIXED = ""
_WORDED: Document = {"text": {"$exists": True}}
_FIELDS = ["source", "day", "text", "words", "post", "attitude.reforms"]


@dataclass(frozen=True, slots=True)
class Read:
    """A scored comment that has its words still; ``words`` tells if they change."""

    id: str
    source: str
    day: str
    text: str
    words: str
    post: str | None
    reforms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be read again: so many days, from ``day`` backwards."""

    day: str
    days: int


Change = tuple[Read, tuple[str, ...]]
"""A comment as it was read, and the reforms that it is to have."""


@door
class ScoredWords:
    """Every change is safe to repeat, and to break off anywhere.

    It is written under ``guard``, with the marks of its days: to be made while the
    shift is ours, no cells are left that count it otherwise.
    """

    def __init__(self, database: Database[Document], guard: Guard = unguarded) -> None:
        self._db = database.with_options(write_concern=DURABLE)
        self._guard = guard

    def rules(self) -> str:
        """The rules under which all reforms were found; empty if under several."""
        found = self._db.meta.find_one(_RULES)
        return found["fingerprint"] if found else _MIXED

    def begin(self, rules: str) -> None:
        """Say that from now on reforms are found under ``rules``, and so far were not.

        Whoever goes back to the old ones reads all again too. What nobody has scored
        yet will be under the new ones.
        """
        if self.rules() == rules:
            return
        scored = {"attitude.scorer": {"$gt": ""}}
        is_new = self._db.comments.find_one(scored, ["_id"]) is None
        self._say(rules if is_new else _MIXED)

    def all_under(self, rules: str) -> None:
        """Say that the reforms of all that is stored were found under ``rules``."""
        self._say(rules)
        self._db.meta.delete_one(_GOING)

    def left(self) -> Left | None:
        """What is still to be read again; None if nothing is, or none has begun."""
        found = self._db.meta.find_one(_GOING)
        return Left(found["day"], found["units"]) if found else None

    def note_left(self, left: Left) -> None:
        """For who asks how far it is; nothing hangs on it."""
        told = {"$set": {"day": left.day, "units": left.days}}
        self._db.meta.update_one(_GOING, told, upsert=True)

    def days(self) -> list[str]:
        """The days of comments that have words, the newest first."""
        return StoredWords(self._db).days()

    def comments(self, day: str) -> Iterator[list[Read]]:
        """The scored comments of ``day`` that have words, some at a time.

        What waits to be scored is left out: it gets its reforms then.
        """
        scored = {"pending": False, "attitude": {"$exists": True}}
        chosen = _WORDED | {"day": day} | scored
        with translated():
            found = self._db.comments.find(chosen, _FIELDS, hint="with_words")
            while some := [_read(each) for each in islice(found, AT_ONCE)]:
                yield some

    def posts(self, ids: Collection[str]) -> dict[str, str | None]:
        """The words of those of these posts that are known; None where forgotten."""
        fields = ["text", "fingerprint"]
        found = self._db.posts.find({"_id": {"$in": list(ids)}}, fields)
        return {
            each["_id"]: each["text"] if each["fingerprint"] else None for each in found
        }

    def save(self, changes: Sequence[Change]) -> int:
        """Give these comments their reforms and mark their days; how many changed.

        One that was changed by another meanwhile is left: he found its reforms anew.
        """
        if not changes:
            return 0
        writes = [_writing(*each) for each in changes]
        stale = marks((read.source, read.day) for read, _ in changes)
        changed = 0

        def write(session: ClientSession | None) -> None:
            nonlocal changed
            self._db.stale.bulk_write(stale, ordered=False, session=session)
            done = self._db.comments.bulk_write(writes, ordered=False, session=session)
            changed = done.modified_count

        self._guard(write)
        return changed

    def _say(self, rules: str) -> None:
        told = {"$set": {"fingerprint": rules}}
        self._db.meta.update_one(_RULES, told, upsert=True)


def _read(found: Document) -> Read:
    return Read(
        id=found["_id"],
        source=found["source"],
        day=found["day"],
        text=found["text"],
        words=found["words"],
        post=found["post"],
        reforms=tuple(found["attitude"]["reforms"]),
    )


def _writing(read: Read, reforms: tuple[str, ...]) -> UpdateOne:
    same = {
        "_id": read.id,
        "words": read.words,
        "pending": False,
        "attitude.reforms": list(read.reforms),
    }
    return UpdateOne(same, {"$set": {"attitude.reforms": list(reforms)}})
