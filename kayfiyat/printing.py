"""What commands print: JSON for programs, Rich tables for people."""

from __future__ import annotations

import json
import math
import sys
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

console = Console()
aside = Console(stderr=True)
"""For what is said beside the result, so that a pipe gets the result alone."""


def print_json(value: Any, *, indent: int | None = None) -> None:
    """Write ``value`` to standard output as JSON, as UTF-8 whatever the locale."""
    text = json.dumps(_plain(value), ensure_ascii=False, indent=indent, default=str)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def table(*columns: str, title: str | None = None) -> Table:
    """A table whose first column is text and whose others are numbers."""
    made = PlainTable(title=title, title_justify="left", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        made.add_column(column, justify="right" if number else "left", no_wrap=True)
    return made


class PlainTable(Table):
    """A table whose words are words: a channel called ``[/b]`` is called so.

    Rich reads markup in cells, and a closing mark that nothing opened ends the
    command; links and colours would be the channel's to choose.
    """

    def add_row(self, *cells: RenderableType | None, **options: Any) -> None:
        super().add_row(*map(_literal, cells), **options)


def _literal(cell: RenderableType | None) -> RenderableType | None:
    return Text(printable(cell)) if isinstance(cell, str) else cell


def one_line(text: str) -> str:
    """Text from outside as a line that a terminal may show."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """``text`` without what moves a terminal's cursor or turns its writing around."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def signed(value: float | None, digits: int = 0) -> str:
    """A number with its sign, with a real minus; a dash for none."""
    if value is None:
        return "–"
    rounded = round(value, digits)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):.{digits}f}"


def _plain(value: Any) -> Any:
    """JSON knows no infinities: they become null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
