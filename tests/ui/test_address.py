"""Who asks: the address, or what is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.periods import Period
from tests.ui import letters
from ui.address import Kept, Query, by_address

PAGES = """
import streamlit as st
from ui import tongue
from ui.views import letters, mood, official, reforms, voices
tongue.listen()
pages = (letters, mood, official, reforms, voices)
named = {page.__name__.rpartition(".")[2]: page for page in pages}
named[st.session_state["page"]].show()
"""

KEPT = (3, {"by": ["month"]})


@pytest.mark.parametrize(
    "asked, kept, visit, came",
    [
        ({}, None, 3, True),
        ({"by": ["day"]}, None, 3, True),
        ({"by": ["month"]}, KEPT, 3, False),
        ({"by": ["day"]}, KEPT, 3, True),
        ({"by": ["day"]}, KEPT, 4, True),
        ({}, KEPT, 4, False),
        ({}, KEPT, 3, True),
    ],
    ids=[
        "a new session asks for the plain view",
        "a link asks for its view",
        "what we wrote ourselves asks for nothing",
        "the back button asks for the view before",
        "and so on another page",
        "going to another page keeps the view",
        "the plain address asks for the plain view",
    ],
)
def test_the_address_asks_when_the_reader_came_by_it(
    asked: Query, kept: Kept | None, visit: int, *, came: bool
) -> None:
    assert by_address(asked, kept, visit) is came


@pytest.fixture
def app(served_from: None, quarter: Period) -> AppTest:
    """The pages as the menu opens them: each visit begins with a bare address."""
    return AppTest.from_string(PAGES, default_timeout=60)


def opened(app: AppTest, page: str, **query: str) -> AppTest:
    app.session_state["page"] = page
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


@pytest.mark.parametrize(
    "page, query, widget, left_at",
    [
        ("voices", {"q": "narx", "seed": "7"}, "voices-words", "narx"),
        ("official", {"rank": "dialogue"}, "official-rank", "dialogue"),
        ("reforms", {"order": "voices"}, "order", "voices"),
    ],
)
def test_a_page_stands_as_it_was_left_when_the_reader_comes_back(
    app: AppTest, page: str, query: dict[str, str], widget: str, left_at: str
) -> None:
    opened(app, page, **query)
    opened(app, "mood")

    opened(app, page)

    assert not app.exception
    assert app.session_state[widget] == left_at
    assert {key: app.query_params[key] for key in query} == query


def test_the_letter_that_was_read_is_there_when_the_reader_comes_back(
    app: AppTest, database: Database[dict[str, Any]]
) -> None:
    before = letters.MONDAY - timedelta(weeks=1)
    for week in (before, letters.MONDAY):
        letters.keep(database, week)
    opened(app, "letters", week=f"{before}")
    opened(app, "mood")

    opened(app, "letters")

    assert app.session_state["letters-week"] == before


def test_a_link_to_a_page_left_otherwise_shows_what_it_names(app: AppTest) -> None:
    opened(app, "reforms", order="voices")
    opened(app, "mood")

    opened(app, "reforms", order="title")

    assert app.session_state["order"] == "title"


def test_the_plain_address_of_the_page_shown_asks_for_its_plain_view(
    app: AppTest,
) -> None:
    opened(app, "reforms", order="voices")

    opened(app, "reforms")

    assert app.session_state["order"] == "mood"
