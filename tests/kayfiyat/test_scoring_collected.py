"""The scorer's process also counts what was collected, on a real MongoDB."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

from pymongo.database import Database

from domain.comments import Comment, Post
from domain.periods import Period, day_of
from domain.settings import PrivacySettings
from domain.sources import Completeness
from kayfiyat.scoring import score_what_comes
from store.collected import Collected
from tests.mood.conftest import Arrive, arrive

__all__ = ["arrive"]

NOON = datetime(2026, 3, 1, 7, tzinfo=UTC)
TODAY = day_of(NOON)
SOURCE = "telegram_web:kunuz"


def test_scoring_once_counts_what_was_collected(
    database: Database[dict[str, Any]], arrive: Arrive
) -> None:
    post = Post("telegram:kunuz:1", SOURCE, NOON, "Tariflar", comment_total=4)
    comments = [
        Comment(f"telegram:9:{n}", SOURCE, NOON, f"Juda yomon {n}", post.id)
        for n in range(3)
    ]
    arrive(lambda arrivals: arrivals.save_posts([post], now=NOON))
    arrive(lambda arrivals: arrivals.save_comments(comments, now=NOON))

    score_what_comes(database, PrivacySettings(), once=True, stop=threading.Event())

    door = Collected(database)
    assert door.by_day(Period(TODAY, TODAY)) == {TODAY: Completeness(1, 4, 3)}
    assert door.uncounted() == []
