"""Titles that were not read again in time go; read again, they come back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from pymongo.database import Database

from domain.comments import Post
from store.arrivals import Arrivals, Saved
from store.titles import forget_titles
from tests.store.examples import NOON

Arrive = Callable[[Callable[[Arrivals], Awaitable[Saved]]], Saved]
MongoDB = Database[dict[str, Any]]
LATER = NOON + timedelta(days=30)

VIDEO = Post("youtube:uzreport:1", "youtube:uzreport", NOON, "Tariflar oshdi")
OTHER = Post("telegram_web:kun:1", "telegram_web:kun", NOON, "Tariflar oshdi")


def words(database: MongoDB) -> dict[str, str]:
    return {each["_id"]: each["text"] for each in database.posts.find()}


def test_titles_that_were_not_refreshed_go_and_others_stay(
    database: MongoDB, arrive: Arrive
) -> None:
    fresh = Post("youtube:uzreport:2", VIDEO.source, NOON, "Yangi yoʻl")
    arrive(lambda arrivals: arrivals.save_posts([VIDEO, OTHER], now=NOON))
    arrive(lambda arrivals: arrivals.save_posts([fresh], now=LATER))

    assert forget_titles(database, kind="youtube", before=LATER) == 1
    assert forget_titles(database, kind="youtube", before=LATER) == 0

    assert words(database) == {VIDEO.id: "", OTHER.id: OTHER.text, fresh.id: fresh.text}


def test_read_again_a_title_is_there_again(database: MongoDB, arrive: Arrive) -> None:
    arrive(lambda arrivals: arrivals.save_posts([VIDEO], now=NOON))
    forget_titles(database, kind="youtube", before=LATER)

    saved = arrive(lambda arrivals: arrivals.save_posts([VIDEO], now=LATER))

    assert saved == Saved(read=1, changed=1)
    assert words(database) == {VIDEO.id: VIDEO.text}
    assert forget_titles(database, kind="youtube", before=LATER) == 0
