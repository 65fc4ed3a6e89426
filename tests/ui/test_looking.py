"""A page that looks by itself, and a part of a page that fails alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from domain.periods import Period
from tests.ui.conftest import said
from tests.ui.estimated import day
from ui import looking, queries
from ui.queries import Address, Known

NOWHERE = Address("mongodb://127.0.0.1:1", "none")

MARCH = Period(day(1), day(31))

BUSY = Known(MARCH, (), {}, (), {}, (), 300, False)
"""Three hundred comments wait for the scorer."""

EMPTY = replace(BUSY, span=None, waiting=0)


@pytest.fixture(autouse=True)
def all_that_is_kept_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def forget() -> None:
        pytest.fail("the answers of all readers were thrown away")

    monkeypatch.setattr(queries, "forget", forget)


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred of them were scored meanwhile."""
    monkeypatch.setattr(queries, "waiting", lambda _address: BUSY.waiting - 100)


DRAW = """
import streamlit as st
from ui import tongue
tongue.listen()
st.session_state.drawn = st.session_state.get("drawn", 0) + 1
if st.session_state.drawn == 1:
    st.session_state.look(*st.session_state.shown)
"""

BROKEN = """
from domain.errors import StoreError
from ui.tongue import fragment
def one():
    raise StoreError("MongoDB does not answer.")
def other():
    raise StoreError("MongoDB does not answer.")
fragment()(one)()
fragment()(other)()
"""


def times_drawn(look: Callable[..., None], *shown: Any) -> int:
    page = AppTest.from_string(DRAW, default_timeout=30)
    page.session_state["look"], page.session_state["shown"] = look, shown
    page.run()
    assert not page.exception
    return int(page.session_state["drawn"])


def ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)


def test_what_was_scored_meanwhile_is_drawn_once_it_can_be_asked_anew(
    waiting: None,
) -> None:
    old = queries.FRESH + 1

    assert times_drawn(looking.for_the_scorer, NOWHERE, BUSY, ago(old)) == 2
    assert times_drawn(looking.for_the_scorer, NOWHERE, BUSY, ago(0)) == 1


def test_while_nothing_is_scored_nothing_is_drawn_anew(waiting: None) -> None:
    shown = replace(BUSY, waiting=BUSY.waiting - 100)

    assert times_drawn(looking.for_the_scorer, NOWHERE, shown, ago(60)) == 1


def test_an_empty_page_is_drawn_as_soon_as_there_is_more(
    served_from: None, uri_and_db: tuple[str, str]
) -> None:
    there = Address(*uri_and_db)

    assert times_drawn(looking.for_the_first, there, EMPTY) == 1
    assert times_drawn(looking.for_the_first, there, replace(EMPTY, waiting=1)) == 2


def test_parts_that_fail_say_so_in_a_sentence_each_and_the_page_goes_on() -> None:
    page = AppTest.from_string(BROKEN, default_timeout=30).run()

    assert not page.exception
    assert said(page).count("MongoDB does not answer") == 2
    assert [each.label for each in page.button] == ["Try again", "Try again"]
