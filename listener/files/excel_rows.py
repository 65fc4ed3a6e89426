"""Rows of an Excel workbook's first sheet that has any."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from domain.errors import InputError
from listener.files.contents import Aside

Row = Mapping[str, object]

MAX_UNPACKED = 1 << 30
"""A workbook that unpacks to more is a bomb, or too large to be one table."""

_MAX_RATIO = 500
_SMALL = 16 << 20


def names_of(path: Path) -> list[str]:
    """The names of the columns: the first row."""
    with _sheet(path) as rows:
        names = _names(next(rows, ()))
    if not any(names):
        raise InputError(f"{path}: row 1: a table begins with the names of its columns")
    return names


def rows_of(path: Path) -> Iterator[tuple[int, Row] | Aside]:
    """Each row with its number; a time in a cell is a time, not its number."""
    with _sheet(path) as rows:
        names = _names(next(rows, ()))
        for number, cells in enumerate(rows, start=2):
            if any(cell is not None for cell in cells):
                values = map(_value, cells)
                yield number, dict(zip(names, values, strict=False))


@contextmanager
def _sheet(path: Path) -> Iterator[Iterator[tuple[Any, ...]]]:
    _check(path)
    try:
        # Formulas are never computed: what Excel last showed is read.
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl fails in as many ways as files are broken
        raise InputError(
            f"{path}: not an Excel workbook that can be read "
            f"({type(error).__name__}); save it again as .xlsx or as CSV"
        ) from None
    try:
        yield _rows(book, path)
    finally:
        book.close()


def _rows(book: Any, path: Path) -> Iterator[tuple[Any, ...]]:
    try:
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True)
            first = next(rows, None)
            if first is not None and any(cell is not None for cell in first):
                yield first
                yield from rows
                return
    except Exception as error:
        raise InputError(
            f"{path}: the workbook is damaged ({type(error).__name__}); save it again"
        ) from None


def _check(path: Path) -> None:
    """Refuse what unpacks to far more than it is."""
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: not an Excel workbook ({error})") from None
    limit = min(MAX_UNPACKED, max(_SMALL, path.stat().st_size * _MAX_RATIO))
    if unpacked > limit:
        raise InputError(
            f"{path}: unpacks to {unpacked >> 20} MB; save it as CSV, or split it"
        )


def _names(cells: tuple[Any, ...]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in cells]


def _value(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)  # an id that Excel took for a number
    return cell
