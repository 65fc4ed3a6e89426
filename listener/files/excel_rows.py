"""Rows of an Excel workbook's first sheet that has any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from domain.errors import InputError
from listener.files.contents import Aside
from listener.files.excel_size import check

Row = Mapping[str, object]

MAX_ROWS = 1_048_576
"""That a sheet of Excel has; one row that says it is the billionth is a bomb."""

MAX_COLUMNS = 1_000
"""Of a sheet's 16,384: one cell in the last makes all those before it."""


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
    check(path)
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
            sheet.reset_dimensions()  # what a sheet says of its size may be a lie
            rows = _narrow(sheet.iter_rows(max_row=MAX_ROWS, values_only=True), path)
            first = next(rows, None)
            if first is not None and any(cell is not None for cell in first):
                yield first
                yield from rows
                return
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f"{path}: the workbook is damaged ({type(error).__name__}); save it again"
        ) from None


def _narrow(rows: Iterator[tuple[Any, ...]], path: Path) -> Iterator[tuple[Any, ...]]:
    for cells in rows:
        if len(cells) > MAX_COLUMNS:
            raise InputError(
                f"{path}: a row of {len(cells):,} columns; save the table alone as CSV"
            )
        yield cells


def _names(cells: tuple[Any, ...]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in cells]


def _value(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)  # an id that Excel took for a number
    return cell
