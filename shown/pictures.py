"""Charts as pictures, drawn without a browser. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from textwrap import wrap
from typing import Any

import altair as alt
import vl_convert

from shown import theme

WIDTH = 900
"""Pixels of a picture; it is written at twice as many, for print."""

SCALE = 2

FONTS = "DejaVu Sans, Noto Sans, sans-serif"
"""Those that have ʻ and the Cyrillic ў, қ, ғ, ҳ; the first that is there is taken.

DejaVu has − and ▲ as well: where one letter is missing, all of a text is drawn in
whatever font has it, and be it slanted.
"""

NARROW = 600
"""Below so many pixels a title is smaller."""

LETTER = 8
"""Pixels that a letter below the title takes at the most, as a rule."""

VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def png_of(
    spec: Mapping[str, Any],
    *,
    title: str,
    subtitle: str = "",
    width: int = WIDTH,
    scale: float = SCALE,
) -> bytes:
    """The chart on white under its title. Asks nothing of any network."""
    return vl_convert.vegalite_to_png(
        json.dumps(pictured(spec, title=title, subtitle=subtitle, width=width)),
        vl_version=VEGA_LITE,
        scale=scale,
        allowed_base_urls=[],
    )


def pictured(
    spec: Mapping[str, Any], *, title: str, subtitle: str = "", width: int = WIDTH
) -> dict[str, Any]:
    """The chart as it is drawn outside the page: with colours, fonts and a width."""
    drawn: dict[str, Any] = _coloured(dict(spec))
    size = 16 if width >= NARROW else 13
    heading = {"text": title, "anchor": "start", "fontSize": size, "offset": 14}
    if subtitle:
        lines = wrap(subtitle, width // LETTER)
        heading |= {"subtitle": lines, "subtitleColor": theme.LIGHT["grayTextColor"]}
    given = drawn.get("config", {})
    config = given | {
        "background": theme.LIGHT["backgroundColor"],
        "font": FONTS,
        "view": {"stroke": None},
        "axis": given.get("axis", {})
        | {"gridColor": theme.LIGHT["borderColor"], "domain": False},
        "axisX": {"grid": False},
    }
    return drawn | {"width": width, "title": heading, "config": config}


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
