"""Whether a part lives: by a page that answers, or by a file that it touches."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kayfiyat.alive import trouble


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *words: object) -> None: ...


@contextmanager
def served() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("status, says", [(200, ""), (204, ""), (503, "answers 503")])
def test_a_page_must_be_well(status: int, says: str) -> None:
    with served() as port:
        found = trouble([f"http://127.0.0.1:{port}/{status}"], now=0.0)

    assert found.endswith(says)
    assert bool(found) == bool(says)


def test_a_page_that_takes_us_and_never_answers_is_trouble() -> None:
    """As one does whose process is stopped: the system still takes connections."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/"

        assert "does not answer: timed out" in trouble([url], now=0.0, patience=0.1)


def test_a_page_that_is_not_there_is_trouble() -> None:
    assert "does not answer" in trouble(["http://127.0.0.1:9/"], now=0.0)


@pytest.mark.parametrize(
    "later, says", [(59, ""), (61, "no sign of life for 61 seconds")]
)
def test_a_file_must_be_fresh(tmp_path: Path, later: int, says: str) -> None:
    file = tmp_path / "alive"
    file.touch()
    os.utime(file, (1_000.0, 1_000.0))

    assert trouble([str(file), "60"], now=1_000.0 + later) == says
    assert trouble([str(tmp_path / "none"), "60"], now=0.0) == "no sign of life yet"


@pytest.mark.parametrize("words", [[], ["x"], ["x", "soon"], ["https://here/"]])
def test_other_words_are_not_taken_for_life(words: list[str]) -> None:
    assert "give a URL" in trouble(words, now=0.0)


def test_the_status_tells_it() -> None:
    argv = [sys.executable, "-m", "kayfiyat.alive", "http://127.0.0.1:9/"]

    done = subprocess.run(argv, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
