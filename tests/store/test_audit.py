"""The log of erasures, on a real MongoDB."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database
from pymongo.errors import WriteError

from domain.erasures import Erased, Erasure
from store.audit import Audit
from tests.store.examples import NOON

MongoDB = Database[dict[str, Any]]
LATER = NOON + timedelta(hours=1)


def test_what_was_erased_is_listed_the_latest_first(database: MongoDB) -> None:
    audit = Audit(database)
    audit.note(Erased.COMMENTS, 7, by="dilnoza", now=NOON)
    audit.note(Erased.KEYS, 2, by="aziz", now=LATER)

    assert audit.log() == [
        Erasure(LATER, Erased.KEYS, 2, "aziz"),
        Erasure(NOON, Erased.COMMENTS, 7, "dilnoza"),
    ]


def test_lines_of_one_moment_stand_in_their_order(database: MongoDB) -> None:
    audit = Audit(database)
    for number in range(3):
        audit.note(Erased.COMMENTS, number, by="aziz", now=NOON)

    assert [each.number for each in audit.log()] == [2, 1, 0]


def test_whose_it_was_cannot_be_noted(database: MongoDB) -> None:
    Audit(database).note(Erased.COMMENTS, 1, by="u" * 500, now=NOON)
    (line,) = database.audit.find()

    assert set(line) == {"_id", "at", "what", "number", "by"}
    assert len(line["by"]) == 64
    with pytest.raises(WriteError):
        database.audit.insert_one({**line, "_id": type(line["_id"])(), "author": "a"})
