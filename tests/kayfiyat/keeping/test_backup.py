"""From a database to a file and into another database: document by document."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bson import ObjectId

from domain.errors import InputError, StoreError
from kayfiyat.keeping.reading import backup, check
from kayfiyat.keeping.saving import save_database
from kayfiyat.keeping.watching import Watch
from store.clients import connect
from store.inspection import Inspection
from store.layout import COLLECTIONS, VERSION
from store.schema import is_synthetic, prepare
from tests.kayfiyat.keeping.places import (
    NOW,
    PASSPHRASE,
    QUIET,
    MongoDB,
    comment,
    everything,
    fill,
    put_back,
    saved,
)
from tests.store.renamed import RENAMED


def test_all_collections_come_back_byte_by_byte_with_rules_and_indexes(
    database: MongoDB, untouched: MongoDB, tmp_path: Path
) -> None:
    fill(database)
    header = saved(database, tmp_path / "b")

    put_back(untouched, tmp_path / "b")

    before = everything(database)
    assert everything(untouched) == before
    assert header.counts == {name: len(found) for name, found in before.items()}
    assert min(header.counts.values()) >= 3
    assert is_synthetic(untouched)
    assert header.synthetic
    look = Inspection(untouched)
    assert look.misshapen() == []
    assert [look.invalid(name).count for name in COLLECTIONS] == [0] * len(COLLECTIONS)


@contextmanager
def a_writer(uri: str, name: str) -> Iterator[None]:
    """Writes a comment, then its mark, for ever: never a mark without its comment."""
    stop, database = threading.Event(), connect(uri, name)

    def write() -> None:
        number = 0
        while not stop.is_set():
            database.comments.insert_one(comment(number))
            database.stale.insert_one(
                {"_id": f"c{number}", "source": "s", "day": "2026-03-10", **TOKEN}
            )
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        database.client.close()


TOKEN = {"token": ObjectId()}


class WaitsForWriters(Watch):
    """Once the comments are read many more are written, before the marks are read."""

    def __init__(self, database: MongoDB) -> None:
        self._db = database
        self._wait(20)

    def went(self, what: str, count: int) -> None:  # noqa: ARG002
        if what == "comments":
            self._wait(20)

    def _wait(self, more: int) -> None:
        enough = self._db.stale.count_documents({}) + more
        while self._db.stale.count_documents({}) < enough:
            pass


def test_a_backup_taken_while_others_write_is_of_one_moment(
    database: MongoDB, uri_and_db: tuple[str, str], untouched: MongoDB, tmp_path: Path
) -> None:
    with a_writer(*uri_and_db):
        waiting = WaitsForWriters(database)
        header, _ = save_database(
            database, tmp_path / "b", passphrase=PASSPHRASE, now=NOW, watch=waiting
        )

    put_back(untouched, tmp_path / "b")

    comments = set(untouched.comments.distinct("_id"))
    marks = set(untouched.stale.distinct("_id"))
    assert len(marks) == header.counts["stale"]
    assert marks <= comments
    assert len(comments - marks) <= 1


def test_a_backup_is_for_the_eyes_of_its_owner_and_leaves_no_draft(
    database: MongoDB, tmp_path: Path
) -> None:
    saved(database, tmp_path / "b")

    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600


def test_a_backup_never_takes_the_place_of_another_file(
    database: MongoDB, tmp_path: Path
) -> None:
    (tmp_path / "b").write_text("the only copy")

    with pytest.raises(InputError, match="there already"):
        saved(database, tmp_path / "b")
    assert (tmp_path / "b").read_text() == "the only copy"


def test_a_folder_that_is_not_there_is_said_in_a_sentence(
    database: MongoDB, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="No such file or directory"):
        saved(database, tmp_path / "no" / "b")


def test_a_check_reads_the_file_without_a_database(
    database: MongoDB, tmp_path: Path
) -> None:
    fill(database)
    header = saved(database, tmp_path / "b")

    assert check(tmp_path / "b", passphrase=PASSPHRASE, watch=QUIET) == header
    data = bytearray((tmp_path / "b").read_bytes())
    data[-20] ^= 1
    (tmp_path / "c").write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        check(tmp_path / "c", passphrase=PASSPHRASE, watch=QUIET)


@pytest.mark.parametrize("name", ["comments", "subscribers", "meta"])
def test_a_backup_goes_into_an_empty_database_only(
    database: MongoDB, untouched: MongoDB, tmp_path: Path, name: str
) -> None:
    saved(database, tmp_path / "b")
    untouched[name].insert_one({"_id": "precious"})

    with pytest.raises(StoreError, match="is not empty"):
        put_back(untouched, tmp_path / "b")
    assert untouched[name].find_one() == {"_id": "precious"}


def test_a_database_that_was_only_prepared_is_empty(
    database: MongoDB, untouched: MongoDB, tmp_path: Path
) -> None:
    fill(database)
    saved(database, tmp_path / "b")
    prepare(untouched)

    put_back(untouched, tmp_path / "b")

    assert everything(untouched) == everything(database)


def test_a_restore_that_was_broken_off_lets_nobody_in_and_can_be_repeated(
    database: MongoDB, untouched: MongoDB, tmp_path: Path
) -> None:
    fill(database)
    saved(database, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    (tmp_path / "half").write_bytes(whole[:-10])

    with pytest.raises(InputError, match="damaged"):
        put_back(untouched, tmp_path / "half")
    with pytest.raises(StoreError, match="kayfiyat restore"):
        prepare(untouched)
    with pytest.raises(StoreError, match="kayfiyat restore"):
        saved(untouched, tmp_path / "of half a database")

    put_back(untouched, tmp_path / "b")
    prepare(untouched)
    assert everything(untouched) == everything(database)


def test_the_database_of_a_newer_program_is_left_to_it(
    database: MongoDB, tmp_path: Path
) -> None:
    chosen = {"_id": "schema"}
    database.meta.update_one(chosen, {"$set": {"version": VERSION + 1}})
    try:
        with pytest.raises(StoreError, match="Kayfiyat that wrote it"):
            saved(database, tmp_path / "b")
    finally:
        database.meta.update_one(chosen, {"$set": {"version": VERSION}})
    assert list(tmp_path.iterdir()) == []


def test_a_backup_of_an_older_version_is_migrated(
    database: MongoDB, untouched: MongoDB, tmp_path: Path
) -> None:
    schema = {"_id": "schema"}
    kept = database.meta.find_one(schema) or {}
    database.meta.update_one(schema, {"$set": {"version": 0}})
    old = {"_id": "x", "nation": "UZ", "day": "2026-03-10"}
    database.events.insert_one(old, bypass_document_validation=True)
    saved(database, tmp_path / "b")
    database.meta.replace_one(schema, kept)

    put_back(untouched, tmp_path / "b", table={0: RENAMED})

    assert untouched.events.find_one({"title": "UZ"}) is not None
    assert Inspection(untouched).misshapen() == []
    assert Inspection(untouched).invalid("events").count == 0
    assert (untouched.meta.find_one(schema) or {})["version"] == VERSION


def test_what_is_too_large_for_memory_goes_by_in_parts(
    database: MongoDB, tmp_path: Path
) -> None:
    long = "uzun " * 2_000
    database.comments.insert_many(comment(n, text=f"{long}{n}") for n in range(400))
    save_database(database, tmp_path / "b", passphrase=PASSPHRASE, now=NOW, watch=QUIET)

    with backup(tmp_path / "b", passphrase=PASSPHRASE) as found:
        sizes = [sum(map(len, some)) for _, some in found.documents()]
    assert sum(sizes) > 4_000_000
    assert max(sizes) < 1_100_000
