"""The health check of MongoDB, by the real mongosh. `make check-deploy`."""

from __future__ import annotations

import os
import signal
import subprocess

from tests.deploy.composed import Here, services, until


def is_healthy(here: Here) -> bool:
    check = services()["mongo"]["healthcheck"]
    kind, *words = check["test"]
    assert (kind, check["timeout"]) == ("CMD", "20s")
    at = ("--port", str(here.ports["27017"]))
    try:
        done = subprocess.run(
            [words[0], *at, *words[1:]], timeout=20, capture_output=True, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def test_it_passes_and_fails_once_mongod_hangs(here: Here) -> None:
    until(lambda: is_healthy(here), "MongoDB is healthy")
    pid = int((here.folder / "mongod.pid").read_text())

    os.kill(pid, signal.SIGSTOP)
    try:
        assert not is_healthy(here)
    finally:
        os.kill(pid, signal.SIGCONT)
