"""docker-compose.yml as a test reads it, and its services started by hand.

Hosts become loopback, ports free ones, folders those of the test. All else is as it
stands in the file: commands, environment, health checks.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0

PLACES = {
    "/tmp/": "{0}/{1}-",  # noqa: S108 - the container's own
    "/run/secrets": "{0}/secrets",
    "/data/configdb": "{0}/configdb",
}
"""Folders of a container, and where they are here."""


def composed() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = composed()["services"]
    return found


@dataclass(frozen=True)
class Here:
    """The folder in place of the container's file system, and the ports."""

    folder: Path
    ports: Mapping[str, int]

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    def told(self, value: str, service: str) -> str:
        """A text of the file, in the words of this machine."""
        value = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value).replace("$$", "$")
        value = value.replace("mongo:27017", "127.0.0.1:27017")
        value = value.replace("0.0.0.0", "127.0.0.1")
        for port, free in self.ports.items():
            value = re.sub(rf"\b{port}\b", str(free), value)
        for place, folder in PLACES.items():
            value = value.replace(place, folder.format(self.folder, service))
        return value

    def environment(self, service: str) -> dict[str, str]:
        given = services()[service].get("environment", {})
        kept = {k: v for k, v in os.environ.items() if not k.startswith("KAYFIYAT_")}
        return kept | {k: self.told(v, service) for k, v in given.items()}

    def argv(self, service: str, *more: str) -> list[str]:
        """The command of a service of ours, by this Python."""
        words = [self.told(each, service) for each in services()[service]["command"]]
        return [sys.executable, "-m", "kayfiyat", *words, *more]

    def start(self, service: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{service}.log").open("wb")
        with log:
            return subprocess.Popen(
                self.argv(service),
                cwd=self.folder,
                env=self.environment(service),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def is_healthy(self, service: str) -> bool:
        """What the health check of the file says."""
        kind, *words = services()[service]["healthcheck"]["test"]
        assert (kind, words[0]) == ("CMD", "python")
        argv = [sys.executable, *(self.told(each, service) for each in words[1:])]
        checked = subprocess.run(argv, capture_output=True, cwd=ROOT, check=False)
        return checked.returncode == 0


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Ends the process and all that it started."""
    try:
        yield
    finally:
        for number in (signal.SIGCONT, signal.SIGTERM):
            if process.poll() is None:
                os.killpg(process.pid, number)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"never: {what}")
        time.sleep(0.2)
