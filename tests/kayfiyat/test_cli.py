"""The command line: what is read for a command, and how it answers."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from kayfiyat.cli import TABLE, commands
from tests.command_line import cli

HEAVY = {"pandas", "altair", "numba", "streamlit"}

ALONE = """
import sys
from kayfiyat.cli import main
sys.argv = ["kayfiyat", "{name}", "--help"]
try:
    main()
except SystemExit:
    sys.stderr.write(" ".join(sys.modules))
"""


@pytest.mark.parametrize("name", ["listen", "status"])
def test_a_command_reads_nothing_of_the_others(name: str) -> None:
    script = ALONE.format(name=name)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert f"kayfiyat {name}" in done.stdout
    assert not HEAVY & set(done.stderr.split())


@pytest.mark.parametrize("name", [row.name for row in TABLE])
def test_a_command_is_the_same_alone_and_among_all(name: str) -> None:
    alone = CliRunner().invoke(commands(name), [name, "--help"])

    assert alone.exit_code == 0
    assert alone.output == CliRunner().invoke(cli, [name, "--help"]).output
