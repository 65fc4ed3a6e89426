"""Refuse a workbook that is a bomb before anything of it is read.

A workbook is a zip of XML. Small in the zip it can be large unpacked, and small
unpacked it can be many elements: of an empty string, four bytes, openpyxl makes a
hundred, and the style of a cell becomes a thousand.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from domain.errors import InputError

MAX_UNPACKED = 1 << 30
"""A workbook that unpacks to more is a bomb, or too large to be one table."""

MAX_MARKS = 12_000_000
"""Of ``<`` in all parts: half a million rows of five columns have so many."""

MAX_MARKS_OF_WORDS = 3_000_000
"""In the words of the sheets, of which four make a word: openpyxl takes seven
microseconds for each, as it makes an object of it."""

MAX_MARKS_BESIDE = 200_000
"""In a part that is neither a sheet nor the words of the sheets: styles, say."""

_MAX_RATIO = 500
_SMALL = 16 << 20
_CHUNK = 1 << 20


def check(path: Path) -> None:
    """Raise InputError if ``path`` is no zip, or holds far more than it should."""
    try:
        with zipfile.ZipFile(path) as packed:
            _check_bytes(packed, path)
            _check_marks(packed, path)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        # A part under a password is a RuntimeError, an odd packing NotImplemented.
        raise InputError(f"{path}: not an Excel workbook ({error})") from None


def _check_bytes(packed: zipfile.ZipFile, path: Path) -> None:
    unpacked = sum(part.file_size for part in packed.infolist())
    limit = min(MAX_UNPACKED, max(_SMALL, path.stat().st_size * _MAX_RATIO))
    if unpacked > limit:
        raise InputError(
            f"{path}: unpacks to {unpacked >> 20} MB; save it as CSV, or split it"
        )


def _check_marks(packed: zipfile.ZipFile, path: Path) -> None:
    left = MAX_MARKS
    for part in packed.infolist():
        most = min(left, _most(part.filename))
        marks = _marks(packed, part, most=most)
        left -= marks
        if marks > most:
            raise InputError(
                f"{path}: holds more cells than one table should; save it as CSV, or "
                "split it"
            )


def _most(part: str) -> int:
    if part.startswith("xl/worksheets/"):
        return MAX_MARKS
    return MAX_MARKS_OF_WORDS if part == "xl/sharedStrings.xml" else MAX_MARKS_BESIDE


def _marks(packed: zipfile.ZipFile, part: zipfile.ZipInfo, *, most: int) -> int:
    """How many ``<`` are in ``part``; no more is read once there are too many."""
    found = 0
    with packed.open(part) as file:
        while found <= most and (chunk := file.read(_CHUNK)):
            # UTF-16 has the same byte in each, with a zero beside it.
            found += chunk.count(b"<")
    return found
