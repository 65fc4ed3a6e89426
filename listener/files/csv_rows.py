"""Rows of a CSV file; a broken row costs itself, not those after it."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from domain.errors import InputError
from listener.files.contents import Aside
from listener.files.opening import encoding_of, opened

Row = Mapping[str, object]

_DELIMITERS = (",", ";", "\t", "|")
_MAX_LINES = 2_000
"""No row spans more: a quote was left open."""
_MAX_LINE = 1 << 20


def header_of(path: Path) -> tuple[str, list[str]]:
    """The delimiter and the names of the columns."""
    with opened(path) as raw:
        lines = io.TextIOWrapper(raw, encoding_of(path), "replace", newline="")
        first = lines.readline(_MAX_LINE)
        if first.lower().startswith("sep="):  # Excel's own way to say it
            first = lines.readline(_MAX_LINE)
    parsed = {by: _fields(first.strip("\r\n"), by) for by in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda by: len(parsed[by] or ()))
    names = [name.strip() for name in parsed[delimiter] or ()]
    if not any(names):
        raise InputError(
            f"{path}: line 1: a table begins with the names of its columns"
        )
    return delimiter, names


def rows_of(path: Path) -> Iterator[tuple[int, Row] | Aside]:
    """Each row with the line that it begins on."""
    delimiter, names = header_of(path)
    with opened(path) as raw:
        text = io.TextIOWrapper(raw, encoding_of(path), "replace", newline="")
        lines = _Lines(_bounded(text))
        if (lines.peek() or "").lower().startswith("sep="):
            lines.take(1)
        lines.take(1)
        while lines.peek() is not None:
            yield from _next(lines, path.name, delimiter, names)


class _Lines:
    """The lines of a file, of which some may be put back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.number = 0

    def peek(self) -> str | None:
        if not self._back:
            line = next(self._lines, None)
            if line is None:
                return None
            self._back.append(line)
        return self._back[0]

    def take(self, count: int) -> list[str]:
        taken: list[str] = []
        while len(taken) < count and self.peek() is not None:
            taken.append(self._back.popleft())
        self.number += len(taken)
        return taken

    def put_back(self, lines: Sequence[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _next(
    lines: _Lines, file: str, delimiter: str, names: Sequence[str]
) -> Iterator[tuple[int, Row] | Aside]:
    begins = lines.number + 1
    taken = _record(lines, delimiter, names)
    fields = _fields("".join(taken), delimiter)
    if fields is None and taken[0].count('"') % 2 == 0:
        fields = _fields(taken[0], delimiter, strict=False)
    if fields == []:
        return
    if fields is not None and _fits(fields, names):
        yield begins, dict(zip(names, fields, strict=False))
        return
    # The rest of what an open quote swallowed are rows of their own.
    lines.put_back(taken[1:])
    reason = (
        "a quote is left open, or a field is far too long"
        if fields is None
        else f"{len(fields)} fields where the header has {len(names)}"
    )
    yield Aside(f"{file}:{begins}", reason)


def _record(lines: _Lines, delimiter: str, names: Sequence[str]) -> list[str]:
    """The lines up to the one on which every quote is closed."""
    taken = lines.take(1)
    quotes = taken[0].count('"')
    if quotes % 2 and _fits(_fields(taken[0], delimiter) or [], names):
        return taken  # a quote within a field that is not quoted: 5" screen
    while quotes % 2 and len(taken) < _MAX_LINES and lines.peek() is not None:
        taken += lines.take(1)
        quotes += taken[-1].count('"')
    return taken


def _fits(fields: Sequence[str], names: Sequence[str]) -> bool:
    """As many fields as names; empty ones at the end may lack or be too many."""
    return len(fields) == len(names) or (
        len(fields) > len(names) and not any(fields[len(names) :])
    )


def _fields(text: str, delimiter: str, *, strict: bool = True) -> list[str] | None:
    """The fields of one row, or None where it is no row."""
    lines = io.StringIO(text, newline="")
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=strict))
    except csv.Error:
        return None
    if len(rows) > 1:
        return None
    return rows[0] if rows else []


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines; one that is longer than any row comes in pieces."""
    while line := text.readline(_MAX_LINE):
        yield line
