"""The labels' door: what chance drew, what is to be labelled, what was said of it.

A label stays when the comment's words expire: it holds no words and no author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bson import ObjectId
from pymongo import UpdateOne
from pymongo.database import Database

from domain.cells import EVERY_REFORM
from domain.labels import Answer, Candidate, Draw, Frame, Label
from domain.periods import Period
from store.clients import DURABLE, Document
from store.errors import door
from store.label_documents import (
    answer_document,
    draw_document,
    draw_of,
    label_document,
    label_of,
)


@dataclass(frozen=True, slots=True)
class ToLabel:
    """A comment to be labelled: its redacted words and those of its post.

    What the scorer says of it is not told: it would sway the labeller. ``reforms``
    are those that its words or its post name.
    """

    comment: str
    text: str
    post_text: str | None
    reforms: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Progress:
    """Of ``drawn`` comments, ``answered`` are labelled, ``mine`` by the one who asks.

    ``others`` are those that others labelled and the one who asks did not;
    ``answers`` counts all answers, of which a comment may have several.
    """

    drawn: int = 0
    answers: int = 0
    answered: int = 0
    mine: int = 0
    others: int = 0


@door
class Labels:
    """One document for each comment drawn, with an answer for each labeller."""

    def __init__(self, database: Database[Document]) -> None:
        self._db = database.with_options(write_concern=DURABLE)

    def days(self, frame: Frame) -> list[tuple[str, date]]:
        """The sources and days of ``frame`` whose words have not expired."""
        chosen: Document = {"day": _between(frame.period), "reform": frame.reform}
        if frame.sources is not None:
            chosen["source"] = {"$in": list(frame.sources)}
        places: Document = {"_id": {"source": "$source", "day": "$day"}}
        found = self._db.cells.aggregate([{"$match": chosen}, {"$group": places}])
        pairs = sorted((each["_id"]["source"], each["_id"]["day"]) for each in found)
        return [
            (source, date.fromisoformat(day))
            for source, day in pairs
            if not self._expired(source, day)
        ]

    def drawn(self, period: Period) -> set[str]:
        """The ids of the comments of ``period`` that were drawn before."""
        self._clear()
        return set(self._db.labels.distinct("_id", {"day": _between(period)}))

    def save_draw(
        self,
        frame: Frame,
        comments: Sequence[Candidate],
        *,
        chance: float,
        now: datetime,
    ) -> int:
        """Keep a draw; returns how many comments, which may be erased meanwhile.

        The comments come first and the draw last: it counts once it is whole, and
        what a broken one left is cleared away by the next.
        """
        draw = str(ObjectId())
        scored = self._attitudes([each.comment for each in comments])
        writes = [
            UpdateOne(
                {"_id": each.comment},
                {
                    "$setOnInsert": label_document(each, scored[each.comment])
                    | {"draw": draw, "chance": chance, "drawn_at": now, "place": place}
                },
                upsert=True,
            )
            for place, each in enumerate(comments)
            if each.comment in scored
        ]
        if writes:
            self._db.labels.bulk_write(writes, ordered=False)
            self._db.draws.insert_one(draw_document(frame, draw, chance, now))
        return len(writes)

    def draws(self) -> list[Draw]:
        """All of them in order of time, each with how far it is labelled."""
        counts: Document = {
            "_id": "$draw",
            "drawn": {"$sum": 1},
            "answered": {"$sum": {"$cond": [{"$ne": ["$answers", []]}, 1, 0]}},
        }
        counted = {
            each["_id"]: (each["drawn"], each["answered"])
            for each in self._db.labels.aggregate([{"$group": counts}])
        }
        found = self._db.draws.find().sort("at", 1)
        return [draw_of(each, *counted.get(each["_id"], (0, 0))) for each in found]

    def pending(
        self, labeller: str, *, second: bool = False, limit: int = 1
    ) -> list[ToLabel]:
        """What ``labeller`` is to label next, in the random order of the draw.

        What nobody has labelled; with ``second``, what others have and ``labeller``
        has not, so that the two can be compared.
        """
        mine = {"answers.labeller": {"$ne": labeller}}
        turn: Document = mine | {"answers": {"$ne": []}} if second else {"answers": []}
        found = self._db.labels.aggregate(
            [
                {"$match": turn},
                {"$sort": {"drawn_at": 1, "place": 1}},
                {"$lookup": _WORDS},
                {"$match": {"words.0": {"$exists": True}}},
                {"$limit": limit},
            ]
        )
        return [self._to_label(each) for each in found]

    def save(self, comment: str, answer: Answer) -> bool:
        """Keep what a labeller said, in place of what the same said before.

        Says whether the comment was drawn at all; safe to repeat.
        """
        others: Document = {
            "$filter": {
                "input": "$answers",
                "cond": {"$ne": ["$$this.labeller", {"$literal": answer.labeller}]},
            }
        }
        kept = {"$concatArrays": [others, [{"$literal": answer_document(answer)}]]}
        done = self._db.labels.update_one(
            {"_id": comment}, [{"$set": {"answers": kept}}]
        )
        return done.matched_count == 1

    def withdraw(self, comment: str, labeller: str) -> bool:
        """Take an answer back, so that the comment waits to be labelled again."""
        mine = {"labeller": labeller}
        done = self._db.labels.update_one(
            {"_id": comment}, {"$pull": {"answers": mine}}
        )
        return done.modified_count == 1

    def progress(self, labeller: str) -> Progress:
        """How far all that was drawn is labelled, and what ``labeller`` did of it."""
        answered: Document = {"$gt": [{"$size": "$answers"}, 0]}
        mine: Document = {"$in": [{"$literal": labeller}, "$answers.labeller"]}
        others: Document = {"$and": [answered, {"$not": [mine]}]}
        sums = {"answered": answered, "mine": mine, "others": others}
        counts: Document = {
            name: {"$sum": {"$cond": [true, 1, 0]}} for name, true in sums.items()
        }
        whole = {"drawn": {"$sum": 1}, "answers": {"$sum": {"$size": "$answers"}}}
        group: Document = {"_id": None} | whole | counts
        found = next(self._db.labels.aggregate([{"$group": group}]), {})
        return Progress(*(found.get(name, 0) for name in (*whole, *sums)))

    def select(
        self,
        period: Period,
        *,
        reform: str = EVERY_REFORM,
        sources: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
    ) -> list[Label]:
        """The labelled comments of ``period``; no sources or languages means all.

        Each with what the scorer says of it now, as in the cells. A comment that is
        not scored any more is left out, and so is an answer from before an edit.
        """
        chosen: Document = {"day": _between(period), "answers": {"$ne": []}}
        if reform != EVERY_REFORM:
            chosen["reforms"] = reform
        for key, names in (("source", sources), ("language", languages)):
            if names is not None:
                chosen[key] = {"$in": list(names)}
        found = list(self._db.labels.find(chosen).sort("_id", 1))
        fields = [f"attitude.{name}" for name in ("p", "scorer", "script")]
        ids: Document = {"_id": {"$in": [each["_id"] for each in found]}}
        commented = self._db.comments.find(ids, [*fields, "edited", "campaign"])
        now = {each["_id"]: each for each in commented}
        labels = (label_of(each, now.get(each["_id"])) for each in found)
        return [label for label in labels if label is not None]

    def _expired(self, source: str, day: str) -> bool:
        expired = {"source": source, "day": day, "forgotten": True}
        return self._db.comments.find_one(expired, ["_id"]) is not None

    def _clear(self) -> None:
        whole = self._db.draws.distinct("_id")
        self._db.labels.delete_many({"draw": {"$nin": whole}, "answers": []})

    def _attitudes(self, ids: Sequence[str]) -> dict[str, Document]:
        fields = ["attitude.scorer", "attitude.p"]
        found = self._db.comments.find({"_id": {"$in": list(ids)}}, fields)
        said = {each["_id"]: each.get("attitude", {}) for each in found}
        return {id_: attitude for id_, attitude in said.items() if attitude.get("p")}

    def _to_label(self, found: Document) -> ToLabel:
        (comment,) = found["words"]
        post = self._db.posts.find_one({"_id": comment.get("post")}, ["text"])
        return ToLabel(
            comment=found["_id"],
            text=comment["text"],
            post_text=post["text"] if post else None,
            reforms=tuple(found["reforms"]),
            day=date.fromisoformat(found["day"]),
        )


_WORDS: Document = {
    "from": "comments",
    "localField": "_id",
    "foreignField": "_id",
    "pipeline": [
        {"$match": {"text": {"$exists": True}}},
        {"$project": {"text": 1, "post": 1}},
    ],
    "as": "words",
}


def _between(period: Period) -> Document:
    return {"$gte": period.first.isoformat(), "$lte": period.last.isoformat()}
