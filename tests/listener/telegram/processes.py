"""The processes of a whole: MongoDB, a Telegram, the listener; each can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kayfiyat.mongod import binary
from kayfiyat.mongod_process import REPLICA_SET, Running, answers
from kayfiyat.ports import free_port
from tests.telegram_server.living import ALL

_CONNECTED = "telegram connected"


class Mongod:
    """One that keeps its port, so that it can be killed and come again."""

    def __init__(self, folder: Path) -> None:
        self._files = folder / "mongodb"
        self._files.mkdir()
        self._port = free_port()
        self._process = self._started()

    @property
    def uri(self) -> str:
        return f"mongodb://127.0.0.1:{self._port}/?directConnection=true"

    def kill_and_start(self) -> None:
        self.kill()
        self._process = self._started()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [str(binary()), "--dbpath", str(self._files), "--quiet"]
        command += ["--port", str(self._port), "--bind_ip", "127.0.0.1"]
        command += ["--nounixsocket", "--replSet", REPLICA_SET, "--oplogSize", "990"]
        command += ["--wiredTigerCacheSizeGB", "0.5"]
        # A session of its own: Ctrl-C must not end it before those who write.
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, start_new_session=True
        )
        assert answers(Running(process.pid, self._port, process))
        return process


class Telegram:
    """The server in its own process, by the lines that it obeys."""

    def __init__(
        self,
        folder: Path,
        *,
        comments: int,
        changes: float = 0.0,
        seed: int = 1,
        channels: Sequence[str] = ALL,
    ) -> None:
        command = [sys.executable, "-m", "tests.telegram_server"]
        command += ["--folder", str(folder), "--comments", str(comments)]
        command += ["--session", str(folder / "telegram.session")]
        command += ["--changes", str(changes), "--seed", str(seed)]
        command += ["--channels", *channels]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.place: dict[str, str] = self._heard()

    def do(self, what: str, **how: Any) -> Any:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": what, **how}) + "\n")
        self._process.stdin.flush()
        return self._heard()

    def end(self) -> None:
        self._process.terminate()
        self._process.communicate()

    def _heard(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


class Listener:
    """The real command, in a process that can be killed."""

    def __init__(self, folder: Path, uri: str) -> None:
        self._command = [sys.executable, "-m", "kayfiyat", "listen"]
        self._command += ["--config", str(folder / "kayfiyat.toml")]
        self._command += ["--data-dir", str(folder)]
        self._log = folder / "listener.log"
        self._environment = os.environ | {"MONGODB_URI": uri, "MONGODB_DB": "chaos"}
        self._process: subprocess.Popen[bytes] | None = None
        self._words = ""

    def start(self) -> None:
        """Start it, unless it runs."""
        if self._process is None or self._process.poll() is not None:
            self._words = self.words
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    self._command, env=self._environment, stdout=log, stderr=log
                )

    def end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def works(self, *, within: float) -> bool:
        """Wait until it is connected; whether it was in time."""
        deadline = time.monotonic() + within
        while _CONNECTED not in self.words[len(self._words) :]:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    @property
    def words(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""
