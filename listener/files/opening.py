"""Open a file, packed or not, and read no more of it than is safe."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from domain.errors import InputError

MAX_BYTES = 1 << 30
"""Larger files must be split; so much text is some millions of comments."""

_FREE_BYTES, _MAX_RATIO = 16 << 20, 200
"""Exports pack to a tenth. What unpacks to 200 times its size is a bomb."""

_HEAD = 1 << 18


@contextmanager
def opened(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[BinaryIO]:
    """The bytes of ``path``, unpacked if it is gzip, whatever its name.

    Raises InputError where it cannot be read, is too large or is a bomb.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            unpacked = gzip.GzipFile(fileobj=file) if packed else file
            limit = min(max_bytes, _unpacked_limit(path)) if packed else max_bytes
            yield io.BufferedReader(_Limited(path, unpacked, limit), 1 << 16)
    except IsADirectoryError:
        raise InputError(
            f"{path}: a folder; name the files in it, such as result.json"
        ) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            f"{path}: the packed file is damaged ({error}); pack or fetch it again"
        ) from None
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"{path}: cannot be read ({reason}); mend the path") from None


def head_of(path: Path) -> bytes:
    """The first quarter of a megabyte, unpacked."""
    with opened(path) as file:
        return file.read(_HEAD)


def whole_of(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """All bytes, unpacked."""
    with opened(path, max_bytes=max_bytes) as file:
        return file.read()


def encoding_of(path: Path) -> str:
    """The encoding of a text file: as its mark says, else UTF-8, else cp1251.

    A few broken bytes in UTF-8 do not make it cp1251, which would garble all of
    it: where cp1251 is meant, hardly any letter is valid UTF-8.
    """
    with opened(path) as file:
        first = file.read(1 << 16)
        if first.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        high = broken = 0
        while first:
            high += sum(map(first.count, _LEADS))
            broken += decoder.decode(first).count("\ufffd")
            first = file.read(1 << 20)
    return "cp1251" if broken * 2 > high else "utf-8-sig"


_LEADS = [bytes([code]) for code in range(0xC0, 0x100)]


def _unpacked_limit(path: Path) -> int:
    return max(_FREE_BYTES, path.stat().st_size * _MAX_RATIO)


class _Limited(io.RawIOBase):
    def __init__(self, path: Path, file: gzip.GzipFile | BinaryIO, limit: int) -> None:
        self._path, self._file, self._limit = path, file, limit
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        chunk = self._file.read(len(buffer))
        self._read += len(chunk)
        if self._read > self._limit:
            raise InputError(
                f"{self._path}: unpacks to more than {self._limit >> 20} MB; "
                "split it into smaller files"
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)
