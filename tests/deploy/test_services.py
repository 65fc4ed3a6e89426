"""Each service, started by hand as docker-compose.yml says, lives and is seen to."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.deploy.composed import PATIENCE, Here, ended, services, until

RUNNING = ("listener", "scorer", "digest", "app", "site")
BEATING = ("scorer", "digest")


@pytest.fixture(scope="module")
def running(here: Here) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """All at once, as on a server."""
    with ExitStack() as all_of_them:
        started = {name: here.start(name) for name in RUNNING}
        for process in started.values():
            all_of_them.enter_context(ended(process))
        yield started


@pytest.mark.parametrize("service", RUNNING)
def test_its_health_check_passes_and_fails_once_it_hangs(
    here: Here, running: dict[str, subprocess.Popen[bytes]], service: str
) -> None:
    process = running[service]
    until(lambda: here.is_healthy(service), f"{service} is healthy")

    os.killpg(process.pid, signal.SIGSTOP)
    _long_after(here, service)
    assert not here.is_healthy(service)

    os.killpg(process.pid, signal.SIGCONT)
    until(lambda: here.is_healthy(service), f"{service} is healthy again")
    assert process.poll() is None


def _long_after(here: Here, service: str) -> None:
    """Let the last sign of life be older than the check allows."""
    if service in BEATING:
        *_, file, seconds = services()[service]["healthcheck"]["test"]
        beat = here.told(file, service)
        at = os.stat(beat).st_mtime - int(seconds) - 1
        os.utime(beat, (at, at))


def test_the_app_refuses_to_be_open_to_all(here: Here) -> None:
    (here.folder / "open.toml").write_text("[app]\nonly_here = true\n")

    refused = subprocess.run(
        here.argv("app", "--config", "open.toml"),
        cwd=here.folder,
        env=here.environment("app"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert refused.returncode == 2
    assert "without a sign-in; fill in [auth]" in refused.stderr
    assert refused.stderr.count("\n") == 1
