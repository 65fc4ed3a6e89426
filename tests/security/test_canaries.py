"""Every secret is a canary: nothing that is said, logged, kept or served holds one."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import structlog
from bson import json_util
from pymongo.database import Database
from typer.testing import CliRunner

from domain.settings import load
from kayfiyat.commands.run import _parts
from kayfiyat.opening import Opened, Place
from kayfiyat.ports import free_port
from store.clients import OPTIONS
from tests.command_line import cli
from tests.security.limits import ROOT

MongoDB = Database[dict[str, Any]]

SECRETS = {
    "KAYFIYAT_MAIL_PASSWORD": "zqmail",
    "KAYFIYAT_CLIENT_SECRET": "zqclient",
    "KAYFIYAT_WEBHOOK_SECRET": "zqhook",
    "KAYFIYAT_BACKUP_PASSPHRASE": "zqbackup-of-many-letters",
}

SETTINGS = """
[listener]
pause = 0.0
jitter = 0.0
every = 0.5
private_addresses = true
health_port = {health}

[youtube]
key = "zqyoutube"
base = "http://127.0.0.1:{port}"

[telegram]
api_id = 7
api_hash = "zqhash"
server = "127.0.0.1:1"

[mail]
host = "127.0.0.1"
port = 1
user = "letters"
sender = "letters@e.uz"

[alerts]
to = ["a@e.uz"]
webhook = "http://127.0.0.1:1/zqpath"

[[sources]]
kind = "youtube"
name = "UC0123456789012345678901"
"""

COMMANDS = (
    "status",
    "doctor",
    "mood",
    "changes",
    "campaigns",
    "scorecard",
    "listen --once",
    "digest --once",
    "digest --to a@e.uz",
    "digest --preview preview",
    "digest --list",
    "events list",
    "labels show",
    "sources check UC0123456789012345678901",
    "sources try http://127.0.0.1:1/",
    "subscribers count",
    "subscribers invite a@e.uz",
    "backup backup",
    "backup backup --check",
    "restore backup",
    "verify",
    "migrate",
    "audit",
    "login",
    "set-up-mongodb",
    "read kayfiyat.toml",
    "import kayfiyat.toml",
)


@dataclass
class Tube:
    """A stand-in for YouTube that says back what it was asked with, as an error."""

    health: int
    asked: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    looked: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def served(self) -> Iterator[int]:
        tube = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                tube.asked.append(f"{self.path} {self.headers}")
                for path in ("health", "metrics"):
                    with suppress(OSError):
                        tube.look(path)
                if len(tube.seen) > 1:
                    tube.looked.set()
                told = {"code": 400, "message": f"{self.headers['X-Goog-Api-Key']} bad"}
                body = json.dumps({"error": told}).encode()
                self.send_response(400)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: Any) -> None: ...

        with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield server.server_port
            server.shutdown()

    def look(self, path: str) -> None:
        """At what the listener tells whoever asks, while it listens."""
        with urlopen(f"http://127.0.0.1:{self.health}/{path}", timeout=5) as answer:
            self.seen.append(answer.read().decode())


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A command sends its log to where it writes, which is closed when it ends."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def tube(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tube]:
    """In a folder whose settings are full of canaries."""
    tube = Tube(free_port())
    monkeypatch.chdir(tmp_path)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    with tube.served() as port:
        settings = SETTINGS.format(port=port, health=tube.health)
        Path("kayfiyat.toml").write_text(settings, encoding="utf-8")
        yield tube


def said(command: str) -> str:
    """All that a command writes, and all that --debug would show."""
    done = CliRunner().invoke(cli, command.split(), input="\n")
    raised = done.exception
    shown = "".join(traceback.format_exception(raised)) if raised else ""
    return done.output + shown


QUICK = ("status", "verify", "listen --once")
"""Without MongoDB all end at the same place, after some seconds."""


def test_no_command_says_a_secret(
    tube: Tube,
    uri_and_db: tuple[str, str],
    database: MongoDB,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Also with --debug, which is where most is said."""
    monkeypatch.setenv("MONGODB_URI", uri_and_db[0])
    monkeypatch.setenv("MONGODB_DB", uri_and_db[1])
    for command in COMMANDS:
        words = said(f"{command} --debug")
        assert "zq" not in words, (command, words)

    assert "zqyoutube" in tube.asked[0]
    for name in database.list_collection_names():
        assert "zq" not in json_util.dumps(list(database[name].find())), name
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "kayfiyat.toml":
            assert b"zq" not in path.read_bytes(), path


def test_no_command_says_the_password_of_a_mongodb_that_is_not_there(
    tube: Tube, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://us:zqmongo@127.0.0.1:1/?replicaSet=r")
    monkeypatch.setitem(OPTIONS, "serverSelectionTimeoutMS", 50)
    for command in QUICK:
        words = said(command)
        assert "zq" not in words, (command, words)


def test_no_command_says_the_password_that_mongodb_refuses(
    tube: Tube, mongodb_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = mongodb_uri.replace("//", "//us:zqmongo@")
    monkeypatch.setenv("MONGODB_URI", refused)
    for command in ("status", "doctor", "verify", "listen --once"):
        words = said(command)
        assert "does not let us in" in words or command == "doctor", words
        assert "zq" not in words, (command, words)


def test_a_listener_shows_no_secret_to_whoever_looks(
    tube: Tube, uri_and_db: tuple[str, str], tmp_path: Path
) -> None:
    """At its /health and /metrics, in its log, among its arguments."""
    told = {"MONGODB_URI": uri_and_db[0], "MONGODB_DB": uri_and_db[1]}
    command = [sys.executable, "-W", "ignore", "-m", "kayfiyat", "listen"]
    listening = subprocess.Popen(
        command,
        env=os.environ | told | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert tube.looked.wait(60)
        arguments = Path(f"/proc/{listening.pid}/cmdline").read_text()
    finally:
        listening.terminate()
        log, _ = listening.communicate()

    assert "kayfiyat_errors_total" in tube.seen[1]
    assert "zq" not in "".join([*tube.seen, arguments, log])
    assert "check youtube.key" in log


@pytest.mark.parametrize(
    "broken",
    [
        '[youtube]\nkey = "zqyoutube',
        "[youtube]\nkey = zqyoutube",
        '[youtube]\nkey = ["zqyoutube"]',
        '[youtube]\nkey = "zqyoutube"\nkey = "zqyoutube"',
        '[telegram]\napi_id = 7\napi_hash = {a = "zqhash"}',
        '[mail]\npassword = "zqmail"',
        '[auth]\nclient_secret = "zqclient"',
        '[mongodb]\nuri = "mongodb://us:zqmongo@:x/"\npassword_file = "nowhere"',
        '[mongodb]\nuri = 7\npassword = "zqmongo"',
        'youtube = "zqyoutube"',
        '[alerts]\nwebhook = "ftp://e.uz/zqpath"',
        '[[youtube]]\nkey = "zqyoutube"',
    ],
)
def test_no_broken_settings_are_repeated_with_their_secret(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kayfiyat.toml").write_text(broken, encoding="utf-8")

    words = said("status")

    assert words
    assert "zq" not in words


def test_no_secret_stands_among_the_arguments_of_a_part(
    tube: Tube, database: MongoDB, tmp_path: Path
) -> None:
    """Everyone on the machine reads them: /proc/PID/cmdline."""
    settings, uri = load(Path("kayfiyat.toml")), "mongodb://us:zqmongo@127.0.0.1:1/"
    where = Place(settings, Path("kayfiyat.toml"), tmp_path)

    parts = _parts(where, Opened(uri, database), settings.app, once=False)

    assert len(parts) >= 4
    assert not any("zq" in word for part in parts for word in part.argv)
