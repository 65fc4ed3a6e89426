"""Keys are kept in a file of their own, and never take the place of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.readers.keys import Keys
from domain.errors import InputError
from kayfiyat.keeping.keys import key_files, put_keys
from kayfiyat.keeping.putting import put_keys_of
from kayfiyat.keeping.reading import backup, check
from kayfiyat.keeping.saving import save_keys
from listener.opted_out import FOLDER, OptedOut
from listener.pseudonyms import Pseudonyms
from tests.kayfiyat.keeping.places import NOW, PASSPHRASE, QUIET


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """With a month's key, the letters' secret, and a session that is nobody else's."""
    found = tmp_path / "data"
    author(found)
    Keys.open(found / "letters")
    (found / "telegram.session").write_text("the account itself")
    (found / "keys" / "notes.txt").write_text("not a key")
    return found


def author(data_dir: Path) -> str | None:
    return Pseudonyms(data_dir / "keys").author("user:1", source="s", at=NOW)


def test_only_keys_are_taken(data_dir: Path) -> None:
    assert set(key_files(data_dir)) == {"keys/2026-03.key", "letters/letters.key"}


def test_restored_keys_make_the_same_pseudonyms(data_dir: Path, tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "keys.backup", tmp_path / "elsewhere"
    header, _ = save_keys(data_dir, file, passphrase=PASSPHRASE, now=NOW)

    with backup(file, passphrase=PASSPHRASE) as found:
        assert put_keys_of(found, elsewhere) == 2

    assert author(elsewhere) == author(data_dir)
    assert Keys.open(elsewhere / "letters") == Keys.open(data_dir / "letters")
    assert (elsewhere / "keys" / "2026-03.key").stat().st_mode & 0o777 == 0o600
    assert header.holds == "keys"
    assert check(file, passphrase=PASSPHRASE, watch=QUIET) == header


def test_who_asked_not_to_be_kept_stays_out(data_dir: Path, tmp_path: Path) -> None:
    OptedOut(data_dir / "keys" / FOLDER).add("user:7", source="s")
    files, elsewhere = key_files(data_dir), tmp_path / "elsewhere"

    assert put_keys(elsewhere, files) == len(files) == 4

    door = OptedOut(elsewhere / "keys" / FOLDER)
    assert door.holds("user:7", source="s", of=door.hashes())
    assert (elsewhere / "keys").stat().st_mode & 0o777 == 0o700


def test_keys_that_are_there_stay(data_dir: Path) -> None:
    assert put_keys(data_dir, key_files(data_dir)) == 0


def test_another_key_is_never_overwritten_and_none_is_written(data_dir: Path) -> None:
    files = key_files(data_dir) | {"keys/2026-03.key": b"x" * 32}
    (data_dir / "letters" / "letters.key").unlink()

    with pytest.raises(InputError, match="holds another key"):
        put_keys(data_dir, files)
    assert not (data_dir / "letters" / "letters.key").exists()


@pytest.mark.parametrize("name", ["../x.key", "/etc/passwd", "keys/../../2026-03.key"])
def test_a_name_that_is_no_keys_is_written_nowhere(data_dir: Path, name: str) -> None:
    with pytest.raises(InputError, match="no file of keys"):
        put_keys(data_dir, {name: b"x" * 32})


def test_a_folder_without_keys_makes_no_backup(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no keys are here"):
        save_keys(tmp_path, tmp_path / "b", passphrase=PASSPHRASE, now=NOW)
