"""Words that a spreadsheet would run as a formula, made harmless. Pure."""

from __future__ import annotations

import re
from typing import Any

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Words that begin so may be run (OWASP, CSV Injection)."""

_UNSEEN = " \u00a0\ufeff\x00"

_NEW_CELL = re.compile(r"([;\t\r\n][ \u00a0]{0,9})(?=[=+@＝＋－＠-])")
"""Where Excel ends its cells at ``;``, as it does in Russian and in Uzbek, it splits
our lines there, and at the ends of lines, as the quotes are not where it looks."""


def harmless(cell: Any) -> Any:
    """What may stand in a cell: words made safe by a ``'``, all else as it is."""
    if not isinstance(cell, str):
        return cell
    inside = _NEW_CELL.sub(r"\1'", cell)
    return f"'{inside}" if cell.lstrip(_UNSEEN).startswith(RUN) else inside
