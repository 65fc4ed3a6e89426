"""Comments and posts in tables: CSV, JSONL and Excel with named columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from domain.comments import FoundComment, FoundPost
from domain.errors import InputError
from domain.sources import Source
from listener.files import csv_rows, excel_rows, jsonl_rows
from listener.files.columns import columns_of
from listener.files.contents import Aside, Chat, Found, chat_of
from listener.files.naming import (
    ContentIds,
    file_source,
    natural_id,
    one_line,
    stem_of,
)
from listener.moments import from_text
from listener.pseudonyms import NAME_ONLY

What = Literal["post", "comment"]
Row = Mapping[str, object]
_Rows = Iterable[tuple[int, Row] | Aside]

TABLES: Mapping[str, tuple[Callable[[Path], list[str]], Callable[[Path], _Rows]]] = {
    "csv": (lambda path: csv_rows.header_of(path)[1], csv_rows.rows_of),
    "jsonl": (jsonl_rows.names_of, jsonl_rows.rows_of),
    "xlsx": (excel_rows.names_of, excel_rows.rows_of),
}
"""How a table's columns are named, and its rows read, by its kind."""

MAX_GROUPED = 1_000_000
"""Rows of several channels are sorted by channel in memory."""

_YES = {"1", "true", "yes", "t", "y", "ha", "да", "ҳа"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a row: its columns, the zone of bare times, what rows are."""

    columns: Mapping[str, str]
    zone: ZoneInfo
    what: What
    file: str

    def value(self, row: Row, meaning: str) -> object:
        column = self.columns.get(meaning)
        value = row.get(column) if column is not None else None
        return None if value == "" else value


def chats_in(
    path: Path,
    *,
    kind: str,
    columns: Mapping[str, str] | None,
    zone: ZoneInfo,
    what: What | None = None,
) -> tuple[Chat, ...]:
    """The table's rows: one chat, or one for each name in its column ``channel``.

    Rows are comments unless told otherwise by a column ``what`` or the caller, or
    by the looks of it: channels but no authors, posts or replies make posts.
    """
    names_of, rows = TABLES[kind]
    names = names_of(path)
    found = columns_of(names, columns, path)
    reading = Reading(found, zone, what or _looks_like(found), path.name)
    if "channel" not in found:
        source = file_source(stem_of(path))
        return (_chat(source, lambda: rows(path), reading),)
    return tuple(
        _chat(file_source(name), _given(grouped), reading)
        for name, grouped in _by_channel(rows(path), reading, path).items()
    )


def _looks_like(columns: Mapping[str, str]) -> What:
    people = {"author", "post", "reply_to", "official"} & {*columns}
    return "post" if "channel" in columns and not people else "comment"


def _given(rows: _Rows) -> Callable[[], _Rows]:
    return lambda: rows


def _by_channel(
    rows: _Rows, reading: Reading, path: Path
) -> dict[str, list[tuple[int, Row] | Aside]]:
    grouped: dict[str, list[tuple[int, Row] | Aside]] = {}
    for count, row in enumerate(rows):
        if count == MAX_GROUPED:
            raise InputError(
                f"{path}: more than {MAX_GROUPED:,} rows of several channels; "
                "split it by channel"
            )
        named = None if isinstance(row, Aside) else reading.value(row[1], "channel")
        name = one_line("" if named is None else named)[:64] or stem_of(path)
        grouped.setdefault(name, []).append(row)
    return grouped


def _chat(source: Source, rows: Callable[[], _Rows], reading: Reading) -> Chat:
    return chat_of(source, lambda: _found(rows(), source, reading), public=None)


def _found(rows: _Rows, source: Source, reading: Reading) -> Iterator[Found | Aside]:
    ids = ContentIds(source.id)
    for row in rows:
        if isinstance(row, Aside):
            yield row
        else:
            number, values = row
            at = from_text(reading.value(values, "at"), reading.zone)
            if at is None:
                yield Aside(f"{reading.file}:{number}", "no date that can be read")
            else:
                yield _read(values, at, source, reading=reading, ids=ids)


def _read(
    row: Row, at: datetime, source: Source, *, reading: Reading, ids: ContentIds
) -> Found:
    given = reading.value(row, "text")
    text = given if isinstance(given, str) else "" if given is None else str(given)
    own = natural_id(source, reading.value(row, "id"))
    reply_to = natural_id(source, reading.value(row, "reply_to"))
    if _what(row, reading) == "post":
        return FoundPost(
            id=own or ids.id_of(at, text, ""),
            at=at,
            text=text,
            reply_to=reply_to,
            views=_views(reading.value(row, "views")),
        )
    identity = _identity(reading.value(row, "author"))
    return FoundComment(
        id=own or ids.id_of(at, text, identity),
        at=at,
        text=text,
        post=natural_id(source, reading.value(row, "post")),
        reply_to=reply_to,
        identity=identity,
        official=one_line(reading.value(row, "official")).casefold() in _YES,
    )


def _what(row: Row, reading: Reading) -> str:
    stated = one_line(reading.value(row, "what")).casefold()
    return stated if stated in ("post", "comment") else reading.what


def _identity(value: object) -> str | None:
    # What a table calls its authors means nothing outside of it.
    name = "" if value is None else one_line(value)
    return f"{NAME_ONLY}{name}" if name else None


def _views(value: object) -> int | None:
    text = one_line(value)
    return int(text) if text.isdecimal() and len(text) < 16 else None
