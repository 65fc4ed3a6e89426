"""What `kayfiyat score --once` leaves behind: nothing, on a real MongoDB."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from bson import ObjectId
from pymongo.database import Database

from domain.comments import Comment
from domain.settings import PrivacySettings
from kayfiyat.scoring import score_what_comes
from store.documents import comment_document

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
SLOGAN = "barcha tariflar oshirilishiga qarshimiz bu adolatdan emas odamlar aytsin"


def comment(number: int) -> dict[str, Any]:
    at = START + timedelta(minutes=number)
    made = Comment(f"c{number}", "s", at, SLOGAN, author=f"author-{number}")
    stored = {"_id": made.id, "saved_at": at, "first_at": at}
    return stored | comment_document(made, pending=True)


def score_once(database: Database[dict[str, Any]]) -> None:
    privacy = PrivacySettings(text_days=36_500)
    score_what_comes(database, privacy, once=True, stop=threading.Event())


def test_a_search_left_over_is_made_and_so_are_the_cells_that_it_changes(
    database: Database[dict[str, Any]],
) -> None:
    database.comments.insert_many(comment(number) for number in range(6))
    score_once(database)
    database.comments.update_many({}, {"$unset": {"campaign": ""}})
    database.cells.update_many({}, {"$set": {"campaign": False}})
    left = {"_id": "2026-03-01", "token": ObjectId(), "asked_at": START}
    database.unsearched.insert_one(left)

    score_once(database)

    assert database.comments.count_documents({"campaign": {"$gt": ""}}) == 6
    assert database.cells.distinct("campaign") == [True]
    assert database.stale.count_documents({}) == 0
