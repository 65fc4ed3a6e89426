"""`kayfiyat app`: it ends in order when it is told to, and never otherwise."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from domain.errors import ConfigError, KayfiyatError
from kayfiyat.commands import app
from kayfiyat.ports import free_port
from tests.command_line import cli

ENDS = "raise SystemExit(3)"

ANSWERS = """
import os, signal, socket, sys, time
with socket.create_server(("127.0.0.1", int(sys.argv[1]))):
    time.sleep(1)
    os.kill(os.getppid(), signal.SIGTERM)
    time.sleep(60)
"""


@pytest.fixture
def serve(at_home: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command, with ``script`` for Streamlit."""

    def serve(script: str, port: int) -> Result:
        argv = [sys.executable, "-c", script, str(port)]
        monkeypatch.setattr(app, "command", lambda *_, **__: argv)
        return CliRunner().invoke(cli, ["app", "--port", str(port)])

    return serve


def test_it_says_that_it_answers_and_ends_when_it_is_told_to(
    serve: Callable[..., Result],
) -> None:
    port = free_port()

    done = serve(ANSWERS, port)

    assert done.exit_code == 0, done.output
    assert f"The app answers at http://127.0.0.1:{port}" in done.output


def test_when_streamlit_ends_by_itself_that_is_an_error(
    serve: Callable[..., Result],
) -> None:
    done = serve(ENDS, free_port())

    assert isinstance(done.exception, KayfiyatError)
    assert "status 3" in str(done.exception)
    assert "answers" not in done.output


def test_a_port_that_is_taken_is_an_error_and_named(
    serve: Callable[..., Result],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = serve(ANSWERS, port)

    assert isinstance(done.exception, ConfigError)
    assert str(port) in str(done.exception)
    assert "answers at http" not in done.output
