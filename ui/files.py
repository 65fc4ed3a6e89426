"""What a page shows, as the bytes of a file: CSV, Parquet. Pure."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pandas as pd  # type: ignore[import-untyped]

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is run by a spreadsheet (OWASP, CSV Injection)."""

_NEW_CELL = re.compile(r"([;\t\r\n][ \u00a0]{0,9})(?=[=+@＝＋－＠-])")
"""Where Excel ends its cells at ``;``, as it does in Russian and in Uzbek, it splits
our lines there, and at the ends of lines, as the quotes are not where it looks."""


def csv_of(table: pd.DataFrame) -> bytes:
    """RFC 4180 with a mark of UTF-8, which Excel needs to read our letters.

    Words that a spreadsheet would run get a ``'`` before them; numbers stay.
    """
    safe = table.map(_harmless).rename(columns=_harmless)
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def parquet_of(table: pd.DataFrame) -> bytes:
    written = BytesIO()
    table.to_parquet(written, index=False)
    return written.getvalue()


def _harmless(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    inside = _NEW_CELL.sub(r"\1'", cell)
    return f"'{inside}" if cell.lstrip(" \u00a0").startswith(DANGEROUS) else inside
