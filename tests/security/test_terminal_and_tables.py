"""Words from outside forge no line of a log, move no cursor and run in no table."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import StringIO

import pandas as pd  # type: ignore[import-untyped]
import pytest
from rich.console import Console

from domain.formulas import RUN as DANGEROUS
from kayfiyat.exporting import csv_of as written_by_the_command
from kayfiyat.printing import table
from tests.security.limits import ROOT
from ui.files import csv_of as written_by_the_app

HOSTILE = "a\x1b[2Jb\x9b31mc\r\nwarning forged\u202ed"

LOGGING = """
import logging, sys, structlog
from kayfiyat import logs
sys.stderr.isatty = lambda: {terminal}
logs.configure()
said = "a\\x1b[2Jb\\x9b31mc\\r\\nwarning forged\\u202ed"
structlog.get_logger().warning("blind", source=said, error=said)
logging.getLogger("aiohttp").warning("Server said %s", said)
"""

FAILING = """
from kayfiyat import cli
from domain.errors import SourceError
from domain.coverage import Reason
def broken():
    raise SourceError("a\\x1b[2Jb\\nkayfiyat: well\\u202e", reason=Reason.NETWORK)
cli.commands = lambda _name: broken
cli.main()
"""

CELLS = [
    "hello;=HYPERLINK(1)",
    'hello;=HYPERLINK("http://x/"&A1)',
    "hello\n=1+1",
    "hello\r\n@SUM(A1)",
    "hello; +1",
    "hello\t-1",
    "hello;＝1",
]
"""Words that begin harmlessly: where cells end at ``;`` the rest is a cell."""


def said(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )
    return done.stderr


@pytest.mark.parametrize("terminal", [True, False])
def test_no_server_writes_a_line_of_the_log(terminal: bool) -> None:
    lines = said(LOGGING.format(terminal=terminal)).strip("\n").split("\n")

    assert len(lines) == 2
    for line in lines:
        # Colours of our own begin with \x1b[ and end in m.
        assert "\x1b[2J" not in line
        assert not {"\x9b", "\r", "\u202e"} & set(line)
        if not terminal:
            json.loads(line)


def test_an_error_is_one_line_that_moves_nothing() -> None:
    assert said(FAILING) == "kayfiyat: a [2Jb kayfiyat: well\n"


def test_a_name_in_a_table_is_no_markup() -> None:
    """Rich ends the command at a closing mark that nothing opened."""
    made = table("source", "posts")
    made.add_row(f"x[/b][link=http://x]y[/link]{HOSTILE}", "1")
    console = Console(file=StringIO(), force_terminal=True, width=200)

    console.print(made)

    assert isinstance(console.file, StringIO)
    shown = console.file.getvalue()
    assert "x[/b][link=http://x]y[/link]a [2Jb 31mc" in shown
    assert not {"\x9b", "\r", "\u202e"} & set(shown)


def saved(cell: str) -> list[str]:
    app = written_by_the_app(pd.DataFrame({"n": [1], "text": [cell], "z": [2]}))
    command = written_by_the_command(
        [{"n": 1, "text": cell, "z": 2}], ("n", "text", "z")
    )
    return [app.decode("utf-8-sig"), command.decode("utf-8-sig")]


@pytest.mark.parametrize("cell", CELLS)
def test_no_cell_begins_within_another(cell: str) -> None:
    """Excel in Russian or Uzbek ends its cells at ``;`` and sees no quotes there."""
    for text in saved(cell):
        for line in text.splitlines():
            for part in line.replace("\t", ";").split(";"):
                assert not part.lstrip(" \u00a0").startswith(DANGEROUS), text


def test_words_stay_words_where_nothing_can_be_run() -> None:
    words = "narx 2-3 ming; gaz esa qimmat (+10 %)\nva svet"
    for text in saved(words):
        assert next(csv.reader(StringIO(text.partition("\r\n")[2])))[1] == words
