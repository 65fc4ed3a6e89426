"""The words that are stored, out to be redacted again, and in what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pymongo import UpdateOne
from pymongo.database import Database

from domain.comments import Comment, Post
from store.clients import DURABLE, Document
from store.errors import door, translated

_RULES = {"_id": "redaction"}
_WORDED: Document = {"text": {"$exists": True}}
_BATCH = 5_000

Text = tuple[str, str]
"""The id of a document and its words."""


@dataclass(frozen=True, slots=True)
class Change:
    """The words of a document as they were read, and what is to stand there."""

    id: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Of documents with words that lie in ``collection``."""

    collection: str
    field: str


CAMPAIGNS, TERMS = Kept("campaigns", "words"), Kept("terms", "words")


@door
class StoredWords:
    """Every change is safe to repeat, and to break off anywhere.

    Words that were changed by another meanwhile are left: they came redacted.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._db = database.with_options(write_concern=DURABLE)

    def rules(self) -> str:
        """The rules under which all was redacted last; empty before the first time."""
        found = self._db.meta.find_one(_RULES)
        return found["fingerprint"] if found else ""

    def all_under(self, rules: str) -> None:
        """Say that all that is stored has been redacted under ``rules``."""
        self._db.meta.update_one(_RULES, {"$set": {"fingerprint": rules}}, upsert=True)

    def days(self) -> list[str]:
        """The days of comments that have words, the newest first."""
        found: list[str] = []
        before = {"$lt": "~"}  # sorts behind all days
        while each := self._db.comments.find_one(
            _WORDED | {"day": before}, {"day": 1}, sort=[("day", -1)], hint="with_words"
        ):
            found.append(each["day"])
            before = {"$lt": found[-1]}
        return found

    def comments(self, day: str) -> Iterator[Text]:
        """The words of the comments of ``day``."""
        return self._texts("comments", _WORDED | {"day": day})

    def posts(self) -> Iterator[Text]:
        """The words of all posts."""
        return self._texts("posts", {})

    def rows(self, kept: Kept) -> Iterator[Text]:
        """Words of many authors, in a row, as what stands beside a number tells."""
        with translated():
            for each in self._db[kept.collection].find({kept.field: {"$exists": True}}):
                yield each["_id"], " ".join(str(row[0]) for row in each[kept.field])

    def change_comments(self, changes: Sequence[Change]) -> int:
        """Give these comments their new words, and have them scored again."""
        new = {each.id: each.new for each in changes}
        found = self._db.comments.find(_still(changes))
        writes = [_comment(each, new[each["_id"]]) for each in found]
        if not writes:
            return 0
        return self._db.comments.bulk_write(writes, ordered=False).modified_count

    def change_posts(self, changes: Sequence[Change]) -> int:
        """Give these posts their new words; what answers them is scored again."""
        new = {each.id: each.new for each in changes}
        found = self._db.posts.find(_still(changes))
        writes = [_post(each, new[each["_id"]]) for each in found]
        if not writes:
            return 0
        # Before, so that a crash in between leaves none unscored; and after, as one
        # may have been scored with the words of before.
        self._score_again(list(new))
        done = self._db.posts.bulk_write(writes, ordered=False)
        self._score_again(list(new))
        return done.modified_count

    def drop_rows(self, kept: Kept, ids: list[str]) -> int:
        """Forget words that many wrote; they are made anew of what was changed."""
        here = self._db[kept.collection]
        if kept is TERMS:
            return here.delete_many({"_id": {"$in": ids}}).deleted_count
        unset = {"$unset": {kept.field: ""}}
        return here.update_many({"_id": {"$in": ids}}, unset).modified_count

    def _texts(self, name: str, chosen: Document) -> Iterator[Text]:
        with translated():
            found = self._db[name].find(chosen, ["text"]).batch_size(_BATCH)
            for each in found:
                yield each["_id"], each["text"]

    def _score_again(self, posts: Sequence[str]) -> None:
        answering = {"post": {"$in": posts}, "pending": False} | _WORDED
        self._db.comments.update_many(answering, {"$set": {"pending": True}})


def _still(changes: Sequence[Change]) -> Document:
    """Those whose words are what they were when they were read."""
    return {"$or": [{"_id": each.id, "text": each.old} for each in changes]}


def _comment(stored: Document, text: str) -> UpdateOne:
    """As the listener would keep it today, so that it finds it unchanged."""
    comment = Comment(
        id=stored["_id"],
        source=stored["source"],
        at=stored["at"],
        text=text,
        post=stored["post"],
        reply_to=stored.get("reply_to"),
        official=stored["official"],
        reactions=dict(stored["reactions"]),
    )
    words = {"words": comment.words_fingerprint, "pending": True}
    return _writing(stored, text, {"fingerprint": comment.fingerprint, **words})


def _post(stored: Document, text: str) -> UpdateOne:
    post = Post(
        id=stored["_id"],
        source=stored["source"],
        at=stored["at"],
        text=text,
        views=stored.get("views"),
        reactions=dict(stored["reactions"]),
        comment_total=stored.get("comment_total"),
    )
    return _writing(stored, text, {"fingerprint": post.fingerprint})


def _writing(stored: Document, text: str, fields: Document) -> UpdateOne:
    same = {"_id": stored["_id"], "fingerprint": stored["fingerprint"]}
    return UpdateOne(
        same | {"text": stored["text"]}, {"$set": {"text": text, **fields}}
    )
