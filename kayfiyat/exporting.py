"""Tables for spreadsheets: CSV that no spreadsheet runs. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from domain.formulas import harmless


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
