"""The keys that lie outside the database."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pymongo.database import Database

from digest.readers.addresses import Addresses
from digest.readers.keys import Keys
from domain.subscribers import Wishes
from kayfiyat.doctor.keys import letters, pseudonyms
from listener.pseudonyms import Pseudonyms
from store.subscribers import Subscribers
from tests.kayfiyat.doctor.worlds import NOON, OK, WARNING, WRONG, a_world, says
from tests.store.test_checkup import keep

MongoDB = Database[dict[str, Any]]

READER = "malika@example.org"


def subscribe(database: MongoDB, keys: Keys) -> None:
    addresses, readers = Addresses(keys), Subscribers(database)
    id_ = addresses.id_of(READER)
    readers.ask(id_, addresses.seal(READER), Wishes("uz", (), False), now=NOON)
    readers.confirm(id_, now=NOON)


def test_this_months_key_is_there(tmp_path: Path, database: MongoDB) -> None:
    Pseudonyms(tmp_path / "keys").author("1", source="kun", at=NOON)
    keep(database, date(2026, 5, 4))

    assert says(pseudonyms(a_world(tmp_path), database), OK, "this month's is there")


def test_before_the_first_comment_there_is_none(tmp_path: Path) -> None:
    assert says(pseudonyms(a_world(tmp_path), None), OK, "first comment")


def test_a_month_whose_key_is_lost_is_named(tmp_path: Path, database: MongoDB) -> None:
    Pseudonyms(tmp_path / "keys").author("1", source="kun", at=NOON)
    keep(database, date(2026, 4, 30))
    keep(database, date(2026, 5, 4))

    found = pseudonyms(a_world(tmp_path), database)

    assert says(found, WARNING, "2026-04", "backup")
    assert "2026-05" not in found.said


def test_a_key_that_is_older_than_all_words_is_told(
    tmp_path: Path, database: MongoDB
) -> None:
    keys, old = Pseudonyms(tmp_path / "keys"), NOON - timedelta(days=220)
    keys.author("1", source="kun", at=NOON)
    keys.author("1", source="kun", at=old)
    keep(database, date(2026, 5, 4))

    found = pseudonyms(a_world(tmp_path), database)
    longer = pseudonyms(a_world(tmp_path, privacy={"text_days": 365}), database)
    keep(database, old.date())
    history = pseudonyms(a_world(tmp_path), database)

    assert says(found, WARNING, "2025-09", "--expired-keys")
    assert says(longer, OK, "2 in all")
    assert says(history, OK, "2 in all")


def test_a_key_that_is_none_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "2026-05.key").write_bytes(b"short")

    assert says(pseudonyms(a_world(tmp_path), None), WRONG, "2026-05")


def test_before_the_first_reader_there_is_no_key_of_letters(tmp_path: Path) -> None:
    assert says(letters(a_world(tmp_path), None), OK, "first reader")
    assert not (tmp_path / "letters").exists()


def test_the_key_with_which_readers_subscribed_is_fine(
    tmp_path: Path, database: MongoDB
) -> None:
    subscribe(database, Keys.open(tmp_path / "letters"))

    found = letters(a_world(tmp_path), database)

    assert says(found, OK, "subscribed: 1")
    assert READER not in repr(found)


def test_a_lost_key_of_letters_is_wrong(tmp_path: Path, database: MongoDB) -> None:
    subscribe(database, Keys.of(b"x" * 32))

    assert says(letters(a_world(tmp_path), database), WRONG, "lost", "backup")


def test_another_key_of_letters_is_wrong(tmp_path: Path, database: MongoDB) -> None:
    Keys.open(tmp_path / "letters")
    subscribe(database, Keys.of(b"x" * 32))

    assert says(letters(a_world(tmp_path), database), WRONG, "another key")


def test_half_a_key_of_letters_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letters.key").write_bytes(b"half")

    assert says(letters(a_world(tmp_path), None), WRONG, "32 bytes")
