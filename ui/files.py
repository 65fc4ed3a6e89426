"""What a page shows, as the bytes of a file: CSV, Parquet, PNG. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import altair as alt
import pandas as pd  # type: ignore[import-untyped]
import vl_convert

from ui import theme

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is run by a spreadsheet (OWASP, CSV Injection)."""

WIDTH = 900
"""Pixels of a picture; it is written at twice as many, for print."""

SCALE = 2

FONTS = "Noto Sans, DejaVu Sans, sans-serif"
"""Those that have ʻ and the Cyrillic ў, қ, ғ, ҳ; the first that is there is taken."""

VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


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


def png_of(spec: Mapping[str, Any], *, title: str, subtitle: str = "") -> bytes:
    """The chart on white under its title. Asks nothing of any network."""
    return vl_convert.vegalite_to_png(
        json.dumps(pictured(spec, title=title, subtitle=subtitle)),
        vl_version=VEGA_LITE,
        scale=SCALE,
        allowed_base_urls=[],
    )


def pictured(
    spec: Mapping[str, Any], *, title: str, subtitle: str = ""
) -> dict[str, Any]:
    """The chart as it is drawn outside the page: with colours, fonts and a width."""
    drawn: dict[str, Any] = _coloured(dict(spec))
    heading = {"text": title, "anchor": "start", "fontSize": 16, "offset": 14}
    if subtitle:
        heading |= {"subtitle": subtitle, "subtitleColor": theme.LIGHT["grayTextColor"]}
    config = drawn.get("config", {}) | {
        "background": theme.LIGHT["backgroundColor"],
        "font": FONTS,
        "view": {"stroke": None},
        "axis": {"gridColor": theme.LIGHT["borderColor"], "domain": False},
        "axisX": {"grid": False},
    }
    return drawn | {"width": WIDTH, "title": heading, "config": config}


def _harmless(cell: Any) -> Any:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(DANGEROUS):
        return f"'{cell}"
    return cell


def _coloured(part: Any) -> Any:
    """The colours that a browser fills in by their names in the theme."""
    if isinstance(part, dict):
        return {
            key: value if key in {"datasets", "values"} else _coloured(value)
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [_coloured(each) for each in part]
    return theme.PRINTED.get(part, part) if isinstance(part, str) else part
