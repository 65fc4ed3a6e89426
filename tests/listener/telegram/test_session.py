"""The session is its owner's alone, and one process's at a time."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.listening_settings import TelegramSettings
from listener.telegram.session import held_session, session_path

HOLDS = """
import pathlib, sys
from domain.listening_settings import TelegramSettings
from listener.telegram.session import held_session
with held_session(TelegramSettings(), pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def rights(path: Path) -> str:
    return stat.filemode(path.stat().st_mode)


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    with held_session(TelegramSettings(), folder):
        pass

    assert rights(folder / "telegram.session") == "-rw-------"
    assert rights(folder) == "drwx------"


def test_one_that_was_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    with held_session(TelegramSettings(), tmp_path):
        pass
    path = tmp_path / "telegram.session"
    path.chmod(0o644)

    with held_session(TelegramSettings(), tmp_path):
        pass

    assert rights(path) == "-rw-------"


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDS, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        process.stdout.readline()

        with (
            pytest.raises(ConfigError, match="another process uses this"),
            held_session(TelegramSettings(), tmp_path),
        ):
            pass
        process.communicate()

    with held_session(TelegramSettings(), tmp_path):
        pass


@pytest.mark.parametrize("server", ["nowhere", ":443", "127.0.0.1:http"])
def test_an_address_that_is_none_is_named(tmp_path: Path, server: str) -> None:
    with (
        pytest.raises(ConfigError, match=r"telegram\.server"),
        held_session(TelegramSettings(server=server), tmp_path),
    ):
        pass


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = TelegramSettings(server="127.0.0.1:1", public_key="nokey.pem")

    with (
        pytest.raises(ConfigError, match=r"no file nokey\.pem"),
        held_session(settings, tmp_path),
    ):
        pass


def test_a_folder_that_is_not_ours_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(ConfigError, match="cannot be kept here"),
        held_session(TelegramSettings(), tmp_path / "file"),
    ):
        pass


def test_its_name_ends_as_telethon_wants(tmp_path: Path) -> None:
    settings = TelegramSettings(session="mine")

    assert session_path(settings, tmp_path) == tmp_path / "mine.session"
