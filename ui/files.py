"""What a page shows, as the bytes of a file: CSV, Parquet. Pure."""

from __future__ import annotations

from io import BytesIO

import pandas as pd  # type: ignore[import-untyped]

from domain.formulas import harmless


def clocked(table: pd.DataFrame) -> pd.DataFrame:
    """``table`` with the clock of its moments in their names: they have no zone."""
    moments = table.select_dtypes("datetime").columns
    return table.rename(columns={name: f"{name}_tashkent" for name in moments})


def csv_of(table: pd.DataFrame) -> bytes:
    """RFC 4180 with a mark of UTF-8, which Excel needs to read our letters.

    Words that a spreadsheet would run get a ``'`` before them; numbers stay.
    """
    safe = table.map(harmless).rename(columns=harmless)
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def parquet_of(table: pd.DataFrame) -> bytes:
    written = BytesIO()
    table.to_parquet(written, index=False)
    return written.getvalue()
