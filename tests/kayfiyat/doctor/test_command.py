"""`kayfiyat doctor`, as it is run: on a bare folder, a good one, a bad one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kayfiyat.ports import free_port

Doctor = Callable[..., "subprocess.CompletedProcess[str]"]

GOOD = """
sources = [
  { kind = "telegram_web", name = "kun", institution = "Kun.uz", official = true },
]

[listener]
contact = "us@example.org"

[app]
port = {port}
"""

BAD = """
sources = [{ kind = "telegram", name = "kun" }]

[app]
address = "0.0.0.0"
port = 8600

[youtube]
key = "a secret key"

[mail]
host = "127.0.0.1"
sender = "letters@example.org"
security = "none"
user = "operator@example.org"

[site]
url = "https://letters.example.org"
"""


@pytest.fixture
def doctor(tmp_path: Path, uri_and_db: tuple[str, str]) -> Doctor:
    """The command in an empty folder; ``stored`` gives it a MongoDB."""
    uri, name = uri_and_db

    def run(*args: str, stored: bool = True) -> subprocess.CompletedProcess[str]:
        named = {"MONGODB_URI": uri, "MONGODB_DB": name} if stored else {}
        return subprocess.run(
            [sys.executable, "-m", "kayfiyat", "doctor", *args],
            cwd=tmp_path,
            env=os.environ | named | {"COLUMNS": "80"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


def facts(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {each["check"]: each for each in json.loads(done.stdout)}


def test_a_bare_folder_is_looked_at_and_left_bare(
    doctor: Doctor, tmp_path: Path
) -> None:
    done = doctor(stored=False)

    assert done.returncode in {0, 2}, done.stderr
    assert "kayfiyat init" in done.stdout
    assert "mongod 6." in done.stdout, "its program is there"
    assert list(tmp_path.iterdir()) == []
    assert "Traceback" not in done.stderr


def test_a_good_folder_has_nothing_wrong(doctor: Doctor, tmp_path: Path) -> None:
    good = GOOD.replace("{port}", str(free_port()))
    (tmp_path / "kayfiyat.toml").write_text(good, encoding="utf-8")

    done = doctor("--json")
    found = facts(done)

    machine = {"disk", "MongoDB's disk", "Python", "pictures"}
    troubles = {name for name, each in found.items() if each["state"] != "ok"}
    assert troubles <= machine, "all that is ours to set is well"
    assert {"MongoDB", "stored data", "sources", "mail"} <= set(found)
    assert set(found["mail"]) == {"check", "state", "said", "mend"}


def test_a_bad_folder_is_told_line_by_line(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "kayfiyat.toml").write_text(BAD, encoding="utf-8")
    (tmp_path / "data" / "keys").mkdir(parents=True)

    done = doctor("--json")
    found = facts(done)

    assert done.returncode == 2
    for name in ("Telegram", "app's port", "app's reach", "mail", "secret files"):
        assert found[name]["state"] == "wrong", name
        assert found[name]["mend"], name
    for hidden in ("a secret key", "operator@example.org"):
        assert hidden not in done.stdout + doctor().stdout


def test_settings_that_cannot_be_read_end_in_two(
    doctor: Doctor, tmp_path: Path
) -> None:
    (tmp_path / "kayfiyat.toml").write_text("[app\n", encoding="utf-8")

    done = doctor("--json")

    assert done.returncode == 2
    assert "not TOML" in facts(done)["settings"]["said"]


def test_states_are_words_that_a_pipe_gets_too(doctor: Doctor) -> None:
    lines = doctor().stdout.splitlines()

    begins = {line.split(" ")[0] for line in lines[:-2] if not line.startswith(" ")}
    assert begins <= {"ok", "warning", "wrong"}
    assert lines[-1].endswith("ok.")
