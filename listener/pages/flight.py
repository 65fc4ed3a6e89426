"""What Next.js writes into a page for its scripts: React's "flight" rows. Pure.

The rows come in pieces, ``self.__next_f.push([1,"…"])``, to be joined: ``id:JSON``
a line, and ``id:T<length>,text`` with the length in bytes of UTF-8.
Source: react-server-dom, ``ReactFlightClient.processBinaryChunk``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

_PUSHED = re.compile(
    r"self\.__next_f\.push\(\s*\[\s*1\s*,\s*(\"(?:[^\"\\]|\\.)*+\")\s*\]\s*\)"
)
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
_REFERENCE = re.compile(r"\$([0-9a-f]{1,8})")
_DEEPEST = 200


def flight_values(scripts: Iterable[str]) -> list[Any]:
    """The JSON values of all rows, with the texts that they refer to put in."""
    rows = dict(_rows("".join(_pieces(scripts)).encode("utf-8", "replace")))
    texts = {key: value for key, (text, value) in rows.items() if text}
    return [
        _filled(value, texts, _DEEPEST) for text, value in rows.values() if not text
    ]


def _pieces(scripts: Iterable[str]) -> Iterator[str]:
    for script in scripts:
        for pushed in _PUSHED.findall(script):
            with suppress(ValueError):
                yield json.loads(pushed, strict=False)


def _rows(data: bytes) -> Iterator[tuple[str, tuple[bool, Any]]]:
    """Each row's id, whether it is a text, and what it holds."""
    at = 0
    while at < len(data):
        row = _ROW.match(data, at)
        line_end = data.find(b"\n", at)
        line_end = len(data) if line_end < 0 else line_end
        if row and row[2]:
            end = row.end() + int(row[2], 16)
            yield (
                row[1].decode(),
                (True, data[row.end() : end].decode("utf-8", "replace")),
            )
            at = end
            continue
        if row:
            with suppress(ValueError, RecursionError):
                value = json.loads(data[row.end() : line_end])
                yield row[1].decode(), (False, value)
        at = line_end + 1


def _filled(value: Any, texts: dict[str, str], deep: int) -> Any:
    if deep == 0:
        return None
    if isinstance(value, str):
        found = _REFERENCE.fullmatch(value)
        return texts.get(found[1], value) if found else value
    if isinstance(value, list):
        return [_filled(one, texts, deep - 1) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, texts, deep - 1) for key, one in value.items()}
    return value
