"""Files are opened with care: packed ones, bombs, folders, odd encodings."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from domain.errors import InputError
from listener.files.opening import encoding_of, head_of, whole_of

TEXT = "Тариф қиммат, ўзбекча\n"


def write(folder: Path, data: bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_packed_file_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    packed = write(tmp_path, gzip.compress(b"text,at\n"), "table.csv")
    plain = write(tmp_path, b"text,at\n", "table.csv.gz")

    assert whole_of(packed) == whole_of(plain) == head_of(packed) == b"text,at\n"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = write(tmp_path, gzip.compress(bytes(40 << 20)))

    with pytest.raises(InputError, match=r"a\.csv: unpacks to more than 16 MB; split"):
        whole_of(bomb)


def test_a_file_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="split it"):
        whole_of(write(tmp_path, b"x" * 2000), max_bytes=1000)


@pytest.mark.parametrize("cut", [5, 15, 30])
def test_a_damaged_packed_file_is_named(tmp_path: Path, cut: int) -> None:
    packed = gzip.compress(TEXT.encode() * 9)

    with pytest.raises(InputError, match=r"a\.csv: the packed file is damaged"):
        whole_of(write(tmp_path, packed[:cut]))
    with pytest.raises(InputError, match=r"a\.csv: the packed file is damaged"):
        whole_of(write(tmp_path, packed[:-6] + b"\0\0\0\0\0\0"))


def test_a_folder_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder; name the files in it"):
        whole_of(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        whole_of(tmp_path / "none.csv")


@pytest.mark.parametrize(
    "data, encoding",
    [
        (TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (b"plain\n", "utf-8-sig"),
        (b"", "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        ("Тариф дорогой".encode("cp1251"), "cp1251"),
        (TEXT.encode() * 40 + b"\xff\xfe broken", "utf-8-sig"),
        ("я".encode() * 700_001, "utf-8-sig"),  # letters cut by the reading
    ],
)
def test_the_encoding_is_told_from_the_letters(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    assert encoding_of(write(tmp_path, data)) == encoding
