"""Letters that pictures cannot show, as no font of this machine has them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import vl_convert

from shown.pictures import FONTS

NOBODYS = "\U0010fffd"
"""A character for private use: what is drawn for it stands for what is not there."""

OURS = "ʻʼўқғҳЎҚҒҲ"
"""The letters of Uzbek that a font may lack."""

_SIDE = 40


def missing(letters: Iterable[str] = OURS) -> list[str]:
    """Those of ``letters`` that are drawn as an unknown one would be."""
    unknown = {_drawn(NOBODYS), _drawn(" ")}
    return [letter for letter in letters if _drawn(letter) in unknown]


def _drawn(letter: str) -> bytes:
    return vl_convert.svg_to_png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIDE}" height="{_SIDE}">'
        f'<text x="8" y="30" font-size="24" font-family="{escape(FONTS)}">'
        f"{escape(letter)}</text></svg>"
    )
