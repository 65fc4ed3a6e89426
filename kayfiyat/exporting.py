"""Tables for spreadsheets: CSV that no spreadsheet runs. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Words that begin so may be run as a formula (OWASP, CSV Injection)."""


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
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff\x00").startswith(RUN) else cell
