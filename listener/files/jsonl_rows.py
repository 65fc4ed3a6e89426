"""Rows of a JSONL file: one JSON object a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from domain.errors import InputError
from listener.files.contents import Aside
from listener.files.opening import opened

Row = Mapping[str, object]

_MAX_LINE = 8 << 20
_SAMPLE = 200


def rows_of(path: Path) -> Iterator[tuple[int, Row] | Aside]:
    """Each row with its line; broken lines are set aside."""
    with opened(path) as file:
        number = 0
        while line := file.readline(_MAX_LINE):
            number += 1
            if len(line) == _MAX_LINE and not line.endswith(b"\n"):
                while (rest := file.readline(_MAX_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield Aside(f"{path.name}:{number}", "a line of more than 8 MB")
            elif line.strip(b"\r\n\t \0" + codecs.BOM_UTF8):
                yield _row(line, f"{path.name}:{number}", number)


def names_of(path: Path) -> list[str]:
    """The names in the first rows: not every row need have all."""
    names: dict[str, None] = {}
    for count, row in enumerate(rows_of(path)):
        if count == _SAMPLE:
            break
        if isinstance(row, tuple):
            names |= dict.fromkeys(row[1])
    if not names:
        raise InputError(f"{path}: holds no JSON objects; write one a line")
    return list(names)


def _row(line: bytes, place: str, number: int) -> tuple[int, Row] | Aside:
    text = line.decode("utf-8-sig", "replace")
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return Aside(place, "not JSON, or nested too deep")
    if not isinstance(row, dict):
        return Aside(place, "not a JSON object")
    return number, row
