"""What is to be done again is remembered until it is done, in a real MongoDB."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database

from store.todo import ToDo
from tests.store.examples import NOON

KEY = "telegram:kun|2026-05-10"


@pytest.fixture
def todo(database: Database[dict[str, Any]]) -> ToDo:
    return ToDo(database.unthreaded)


def test_a_key_is_asked_for_until_it_is_answered(todo: ToDo) -> None:
    todo.ask([KEY, KEY], now=NOON)
    todo.ask([KEY], now=NOON + timedelta(minutes=3))

    (asked,) = todo.asked(NOON)
    assert asked.key == KEY
    assert todo.asked(NOON - timedelta(minutes=5)) == []

    todo.answered([asked])
    assert todo.asked(NOON) == []


def test_a_key_asked_for_again_meanwhile_stays(todo: ToDo) -> None:
    todo.ask([KEY], now=NOON)
    asked = todo.asked(NOON)
    todo.ask([KEY], now=NOON)

    todo.answered(asked)

    assert len(todo.asked(NOON)) == 1


def test_nothing_to_ask_for_is_no_error(todo: ToDo) -> None:
    todo.ask([], now=NOON)
    todo.answered([])

    assert todo.asked(NOON) == []
