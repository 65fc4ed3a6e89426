"""The secret of the letters is made once, is its owner's, and makes three keys."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from digest.readers.keys import FILE, Keys
from domain.errors import ConfigError

OPENED = """
import sys
from pathlib import Path
from digest.readers.keys import Keys
sys.stdin.readline()
print(Keys.open(Path(sys.argv[1])).sealing.hex())
"""


def test_the_secret_is_made_once_and_makes_the_same_keys(tmp_path: Path) -> None:
    assert Keys.open(tmp_path / "a") == Keys.open(tmp_path / "a")
    assert Keys.open(tmp_path / "a") != Keys.open(tmp_path / "b")


def test_no_two_keys_are_alike_and_none_is_the_secret(tmp_path: Path) -> None:
    keys = Keys.open(tmp_path)
    secret = (tmp_path / FILE).read_bytes()

    assert len({keys.naming, keys.sealing, keys.signing, secret}) == 4
    assert {len(each) for each in (keys.naming, keys.sealing, keys.signing)} == {32}


def test_the_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "letters"
    Keys.open(folder)

    assert [each.name for each in folder.iterdir()] == [FILE]
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_secret_that_came_open_from_a_backup_is_closed(tmp_path: Path) -> None:
    Keys.open(tmp_path)
    (tmp_path / FILE).chmod(0o644)

    Keys.open(tmp_path)

    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_keys_are_not_in_what_is_logged(tmp_path: Path) -> None:
    keys = Keys.open(tmp_path)

    assert repr(keys) == "Keys()"


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", OPENED, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    for each in starting:
        assert each.stdin is not None
        each.stdin.write(b"\n")
        each.stdin.flush()

    said = {each.communicate()[0] for each in starting}

    assert len(said) == 1
    assert len(said.pop().strip()) == 64
    assert [each.name for each in folder.iterdir()] == [FILE]


def test_half_a_secret_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"short")

    with pytest.raises(ConfigError, match="restore it from a backup"):
        Keys.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == b"short"


def test_a_folder_that_cannot_be_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match="give --data-dir a folder"):
        Keys.open(tmp_path / "file")
