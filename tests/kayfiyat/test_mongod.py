from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database

from domain.errors import StoreError
from kayfiyat import mongod
from kayfiyat.mongod import private_mongod
from store.clients import connect

HOLDS_ONE = """
import pathlib, sys
from kayfiyat.mongod import private_mongod
with private_mongod(pathlib.Path(sys.argv[1])) as uri:
    print(uri, flush=True)
    sys.stdin.read()
"""


@contextmanager
def opened(uri: str) -> Iterator[Database[dict[str, Any]]]:
    database = connect(uri, "kayfiyat")
    yield database
    database.client.close()


@contextmanager
def another_process(data_dir: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process of ours that holds the mongod of ``data_dir`` until its end."""
    command = [sys.executable, "-c", HOLDS_ONE, str(data_dir)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        yield process, process.stdout.readline().strip()


def pid_of(data_dir: Path) -> int:
    return int(json.loads((data_dir / "mongod.json").read_text())["pid"])


def test_what_was_written_is_there_at_the_next_start_whatever_the_port(
    tmp_path: Path,
) -> None:
    with private_mongod(tmp_path) as first, opened(first) as database:
        database.things.insert_one({"_id": 1})

    with private_mongod(tmp_path) as second, opened(second) as database:
        assert database.things.count_documents({}) == 1
        database.things.insert_one({"_id": 2})

    assert first != second


def test_at_the_end_it_is_stopped(tmp_path: Path) -> None:
    with private_mongod(tmp_path):
        pid = pid_of(tmp_path)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not (tmp_path / "mongod.json").exists()


def test_a_second_process_uses_the_one_that_runs(tmp_path: Path) -> None:
    with private_mongod(tmp_path) as ours:
        with another_process(tmp_path) as (process, theirs):
            process.communicate("")

        with opened(ours) as database:
            assert database.command("ping")["ok"] == 1

    assert ours == theirs


def test_two_that_start_at_once_make_one(tmp_path: Path) -> None:
    with (
        another_process(tmp_path) as (first, uri),
        another_process(tmp_path) as (second, other),
    ):
        first.communicate("")
        second.communicate("")

    assert uri == other


def test_one_left_behind_by_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    with another_process(tmp_path) as (process, theirs):
        process.send_signal(signal.SIGKILL)
        process.wait()

    with private_mongod(tmp_path) as ours:
        pid = pid_of(tmp_path)
        assert ours == theirs

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_record_of_one_that_was_killed_is_no_hindrance(tmp_path: Path) -> None:
    with another_process(tmp_path) as (process, _):
        os.kill(pid_of(tmp_path), signal.SIGKILL)
        process.kill()

    with private_mongod(tmp_path) as uri, opened(uri) as database:
        assert database.command("ping")["ok"] == 1


@pytest.mark.parametrize("record", ["", "{}", '{"pid": 1, "port": 9}'])
def test_a_record_that_makes_no_sense_is_no_hindrance(
    tmp_path: Path, record: str
) -> None:
    (tmp_path / "mongod.json").write_text(record)

    with private_mongod(tmp_path) as uri, opened(uri) as database:
        assert database.command("ping")["ok"] == 1


def test_ctrl_c_on_the_terminal_does_not_reach_it(tmp_path: Path) -> None:
    with private_mongod(tmp_path):
        assert os.getsid(pid_of(tmp_path)) != os.getsid(0)


def test_it_answers_on_this_machine_only(tmp_path: Path) -> None:
    with private_mongod(tmp_path) as uri, opened(uri) as database:
        options = database.client.admin.command("getCmdLineOpts")["parsed"]

    assert options["net"]["bindIp"] == "127.0.0.1"


def test_a_data_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with (
        pytest.raises(StoreError, match=r"data.*name another with --data-dir"),
        private_mongod(tmp_path / "data"),
    ):
        pass


def test_without_any_mongod_the_mend_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(mongod, "WHEEL", "a-wheel-that-is-not-installed")

    with (
        pytest.raises(StoreError, match="install MongoDB or set MONGODB_URI"),
        private_mongod(tmp_path),
    ):
        pass


@pytest.mark.parametrize(
    "script, said",
    [
        (
            (
                "echo mongod: error while loading shared libraries: libcurl.so.4: "
                "cannot open shared object file >&2; exit 127"
            ),
            r"libcurl\.so\.4; run `apt-get install libcurl4`",
        ),
        ("echo Illegal instruction >&2; exit 132", "start: Illegal instruction"),
    ],
)
def test_a_mongod_that_cannot_start_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    binary = tmp_path / "mongod"
    binary.write_text(f"#!/bin/sh\n{script}\n")
    binary.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    with pytest.raises(StoreError, match=said), private_mongod(tmp_path / "data"):
        pass


def test_files_that_another_mongod_keeps_are_named(tmp_path: Path) -> None:
    with private_mongod(tmp_path):
        record = tmp_path / "mongod.json"
        lost = record.rename(tmp_path / "lost.json")
        with (
            pytest.raises(StoreError, match="another mongod that does not answer us"),
            private_mongod(tmp_path),
        ):
            pass
        lost.replace(record)
