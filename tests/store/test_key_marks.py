"""Listeners on several machines go by the same keys and the same list, or end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from domain.errors import OtherKeysError
from listener.pseudonyms import Pseudonyms
from store.key_marks import KeyMarks

MAY = datetime(2026, 5, 4, tzinfo=UTC)

Documents = Database[dict[str, Any]]


@pytest.fixture
def marks(database: Documents) -> KeyMarks:
    return KeyMarks(database)


def test_the_first_key_of_a_month_is_the_one(marks: KeyMarks, tmp_path: Path) -> None:
    first = Pseudonyms(tmp_path / "a", marks.agree)
    other = Pseudonyms(tmp_path / "b", marks.agree)
    first.check(MAY)

    Pseudonyms(tmp_path / "a", marks.agree).check(MAY)
    for _ in range(2):  # it does not get used to it
        with pytest.raises(OtherKeysError, match=r"keys/2026-05\.key here is not"):
            other.author("telegram:7", source="s", at=MAY)


def test_a_copy_of_the_key_is_the_same_key(marks: KeyMarks, tmp_path: Path) -> None:
    Pseudonyms(tmp_path / "a", marks.agree).check(MAY)
    (tmp_path / "b").mkdir()
    copy = (tmp_path / "a" / "2026-05.key").read_bytes()
    (tmp_path / "b" / "2026-05.key").write_bytes(copy)

    Pseudonyms(tmp_path / "b", marks.agree).check(MAY)


def test_a_mark_holds_nothing_of_the_key(
    marks: KeyMarks, tmp_path: Path, database: Documents
) -> None:
    Pseudonyms(tmp_path, marks.agree).check(MAY)

    key = (tmp_path / "2026-05.key").read_bytes()
    found = str(list(database.meta.find()))
    assert not [n for n in range(29) if key[n : n + 4].hex() in found]


def test_the_month_of_a_key_that_was_destroyed_may_have_another(
    marks: KeyMarks,
) -> None:
    marks.agree("2026-04", "one")
    marks.agree("2026-05", "one")

    forgotten = marks.forget_before("2026-05")
    marks.agree("2026-04", "two")

    assert forgotten == 1
    with pytest.raises(OtherKeysError):
        marks.agree("2026-05", "two")


def test_the_longest_list_is_the_one(marks: KeyMarks) -> None:
    marks.agree_on_list(0, "")
    marks.agree_on_list(1, "of one")
    marks.agree_on_list(2, "of two")
    marks.agree_on_list(2, "of two")

    for length, mark in ((0, ""), (1, "of one"), (2, "another of two")):
        with pytest.raises(OtherKeysError, match="would be kept again"):
            marks.agree_on_list(length, mark)
