"""Who reads the app meanwhile: a program over HTTP and WebSocket, a real browser."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect as open_socket

from benchmarks.soak.faults import Befallen
from tests.ui.browsing import PAGES, chromium, opened, path

PATIENCE = 60.0
POLL_EACH, BROWSE_EACH = 10.0, 120.0
EXCUSED = {"app killed", "primary killed"}
RECOVERS = 90.0
"""Seconds after such a fault in which a page may fail."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the app: seconds it took, or what went wrong."""

    at: float
    seconds: float
    wrong: str = ""


@dataclass
class Visitor:
    """Looks again and again, in a thread of its own."""

    look: Callable[[], str]
    each: float
    looks: list[Look] = field(default_factory=list)

    def visit(self, stop: threading.Event) -> None:
        while not stop.wait(self.each):
            began = time.time()
            try:
                wrong = self.look()
            except Exception as error:  # that a page fails is what we look for
                wrong = f"{type(error).__name__}: {error}"[:200]
            self.looks.append(Look(began, time.time() - began, wrong))

    def good(self) -> list[float]:
        return [one.seconds for one in self.looks if not one.wrong]

    def unexcused(self, befallen: list[Befallen]) -> list[Look]:
        """Looks that failed though nothing had befallen the app or MongoDB."""
        times = [(b.began, b.ended + RECOVERS) for b in befallen if b.kind in EXCUSED]
        return [
            one
            for one in self.looks
            if one.wrong
            and not any(a <= one.at + one.seconds and one.at <= b for a, b in times)
        ]


def polled(port: int) -> Callable[[], str]:
    """The health page, the page itself, then the script run over the WebSocket."""

    def look() -> str:
        for asked in ("/_stcore/health", "/"):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            try:
                connection.request("GET", asked)
                answer = connection.getresponse()
                answer.read()
            finally:
                connection.close()
            if answer.status != http.HTTPStatus.OK:
                return f"{asked} answers {answer.status}"
        return _run(port)

    return look


def _run(port: int) -> str:
    """Let a window's script run; what it says went wrong."""
    asks = BackMsg()
    asks.rerun_script.query_string = "lang=en"
    until = time.monotonic() + PATIENCE
    origin = {"Origin": f"http://127.0.0.1:{port}"}
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with open_socket(address, additional_headers=origin, max_size=None) as socket:
        socket.send(asks.SerializeToString())
        while (left := until - time.monotonic()) > 0:
            said = socket.recv(left)
            assert isinstance(said, bytes)
            message = ForwardMsg.FromString(said)
            if message.delta.new_element.HasField("exception"):
                return f"an exception: {message.delta.new_element.exception.type}"
            if message.HasField("script_finished"):
                return ""
    return "the script does not end"


def browsed(port: int) -> Callable[[], str]:
    """A real browser opens one page after another."""
    turn = iter(range(1_000_000))

    def look() -> str:
        page = PAGES[next(turn) % len(PAGES)]
        with chromium() as browser:
            _, wrong = opened(browser, f"http://127.0.0.1:{port}{path(page)}?lang=en")
        return "; ".join(wrong)[:200]

    return look
