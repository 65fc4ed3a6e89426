"""A file that has its name only once all of it is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import InputError
from kayfiyat.keeping.files import write_new


def test_a_place_within_what_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(InputError, match="cannot be written"):
        write_new(tmp_path / "file" / "x.backup", [b"x"])


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x"
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left"):
        write_new(tmp_path / "x.backup", broken())

    assert list(tmp_path.iterdir()) == []
