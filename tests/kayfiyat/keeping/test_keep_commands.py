"""`kayfiyat backup`, `restore`, `verify` and `migrate` as they are typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from kayfiyat.keeping.passphrase import VARIABLE
from tests.kayfiyat.keeping.places import MongoDB, fill

SECRET = "a passphrase that nobody guesses"


def kayfiyat(
    *words: str | Path, database: tuple[str, str], secret: str = SECRET
) -> subprocess.CompletedProcess[str]:
    uri, db = database
    told = {"MONGODB_URI": uri, "MONGODB_DB": db, VARIABLE: secret}
    return subprocess.run(
        [sys.executable, "-m", "kayfiyat", *map(str, words)],
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_database_goes_into_a_file_and_into_another_database(
    database: MongoDB,
    uri_and_db: tuple[str, str],
    untouched: MongoDB,
    tmp_path: Path,
) -> None:
    fill(database)
    file, there = tmp_path / "b", (uri_and_db[0], untouched.name)

    made = kayfiyat("backup", file, "--data-dir", tmp_path, database=uri_and_db)
    wrong = kayfiyat("restore", file, database=there, secret="another one")
    put = kayfiyat("restore", file, database=there)
    again = kayfiyat("restore", file, database=there)

    assert made.returncode == put.returncode == 0, made.stderr + put.stderr
    assert "SYNTHETIC" in made.stdout
    assert "The keys are not in it" in made.stdout
    assert (wrong.returncode, again.returncode) == (2, 2)
    assert "not its passphrase" in wrong.stderr
    assert "is not empty" in again.stderr
    assert untouched.comments.count_documents({}) == 3


def test_verify_ends_with_status_2_if_something_is_wrong(
    database: MongoDB, uri_and_db: tuple[str, str]
) -> None:
    right = kayfiyat("verify", database=uri_and_db)
    database.comments.insert_one({"_id": "x"}, bypass_document_validation=True)
    wrong = kayfiyat("verify", "--all", database=uri_and_db)

    assert right.returncode == 0, right.stdout + right.stderr
    assert "ok     Documents are valid" in right.stdout
    assert wrong.returncode == 2
    assert "WRONG  Documents are valid: " in wrong.stdout
    assert "comments: x" in wrong.stdout


def test_there_is_nothing_to_migrate_today(uri_and_db: tuple[str, str]) -> None:
    told = kayfiyat("migrate", "--dry-run", database=uri_and_db)

    assert told.stdout == "Nothing to do: version 1.\n"
