"""Tables for spreadsheets: CSV that no spreadsheet runs. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Words that begin so may be run as a formula (OWASP, CSV Injection)."""

_NEW_CELL = re.compile(r"([;\t\r\n][ \u00a0]{0,9})(?=[=+@＝＋－＠-])")
"""Where Excel ends its cells at ``;``, as it does in Russian and in Uzbek, it splits
our lines there, and at the ends of lines, as the quotes are not where it looks."""


def csv_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """RFC 4180, with a mark of UTF-8, which Excel needs to read our letters.

    Words that a spreadsheet would run get a ``'`` before them; numbers stay. None is
    an empty cell.
    """
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([harmless(row.get(each)) for each in columns] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8", "replace")


def harmless(cell: Any) -> Any:
    """What may stand in a cell: words made safe, all else as it is."""
    if not isinstance(cell, str):
        return cell
    inside = _NEW_CELL.sub(r"\1'", cell)
    run = cell.lstrip(" \u00a0\ufeff\x00").startswith(RUN)
    return f"'{inside}" if run else inside
