"""The app as `kayfiyat app` serves it to those who sign in, and a real provider."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from playwright.sync_api import Cookie, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as open_socket

from kayfiyat.ports import answers, free_port

USERS: dict[str, dict[str, Any]] = {
    "reader": {"email": "Reader@example.uz", "email_verified": True},
    "analyst": {"email": "analyst@example.uz", "email_verified": True},
    "unverified": {"email": "analyst@example.uz", "email_verified": False},
    "stranger": {"email": "stranger@example.uz", "email_verified": True},
}
"""Whom the provider knows, and what it says of them."""

SETTINGS = """
[mongodb]
uri = "{uri}"
db = "{db}"

[app]
port = {port}

[auth]
client_id = "kayfiyat"
server_metadata_url = "{provider}/.well-known/openid-configuration"
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
readers = ["reader@example.uz"]
analysts = ["analyst@example.uz"]
"""


REPLAY = """frame => {
    const xsrf = document.cookie.match(/_streamlit_xsrf="?([^;"]*)/)[1];
    const socket = new WebSocket(
        `ws://${location.host}/_stcore/stream`, ['streamlit', xsrf]);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => socket.send(
        Uint8Array.from(atob(frame), letter => letter.charCodeAt(0)));
    window.came = [];
    socket.onmessage = ({data}) => window.came.push(btoa(
        Array.from(new Uint8Array(data), byte => String.fromCharCode(byte)).join('')));
}"""
"""Opens a socket as the person of the page, and sends what another one sent."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where the app answers."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, method: str, path: str, **headers: str) -> tuple[int, str]:
        """What the app answers to a request that no browser would make."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers=named)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def socket_asked(self, **headers: str) -> int:
        """The status that a WebSocket's opening handshake is answered with."""
        status, _body = self.asked(
            "GET",
            "/_stcore/stream",
            Connection="Upgrade",
            Upgrade="websocket",
            Sec_WebSocket_Version="13",
            Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==",
            **headers,
        )
        return status

    def socket(self, cookies: Sequence[Cookie]) -> ClientConnection:
        """A window's socket without the window.

        Playwright forgets the sockets of a page that leaves for another, so that their
        end is not always told.
        """
        sent = "; ".join(f"{each['name']}={each['value']}" for each in cookies)
        return open_socket(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            additional_headers={"Cookie": sent, "Origin": self.url},
        )


def closed(socket: ClientConnection) -> int | None:
    """The code by which the app closes ``socket``, whatever it sends before."""
    try:
        while True:
            socket.recv(timeout=60)
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd else None


@contextmanager
def provider() -> Iterator[str]:
    """The address of an OpenID Connect provider that asks for no password.

    In a process of its own, with its own warnings.
    """
    port = free_port()
    argv = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock"]
    argv += ["--port", str(port)]
    for name, claims in USERS.items():
        argv += ["--user-claims", json.dumps({"sub": name, **claims})]
    with _running(argv, port, os.environ.copy()):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def served_to_members(
    uri_and_db: tuple[str, str], provider: str, folder: Path
) -> Iterator[Served]:
    """The app by our own command line, with sign-in."""
    uri, db = uri_and_db
    port = free_port()
    config = folder / "kayfiyat.toml"
    config.write_text(
        SETTINGS.format(uri=uri, db=db, port=port, provider=provider), encoding="utf-8"
    )
    argv = [sys.executable, "-m", "kayfiyat", "app", "--config", str(config)]
    argv += ["--data-dir", str(folder / "data")]
    secret = {"KAYFIYAT_CLIENT_SECRET": "known to the provider and us"}
    with _running(argv, port, os.environ | secret):
        yield Served(port)


def sign_in(page: Page, name: str) -> None:
    """From the app's first sentence through the provider and back."""
    page.get_by_role("link", name=re.compile("Sign in|Войти")).click()
    page.get_by_role("button", name=name, exact=True).click()


def drawn(page: Page) -> None:
    """Wait until a page of the app stands."""
    expect(page.locator("h1")).to_be_visible(timeout=60_000)
    expect(
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
    ).to_be_visible(timeout=60_000)


def replayed(page: Page, frame: str) -> None:
    """Send ``frame`` as the person of ``page``, and wait until it was run."""
    page.evaluate(REPLAY, frame)
    while "script_finished" not in map(_kind, page.evaluate("window.came")):
        page.wait_for_timeout(100)


def _kind(frame: str) -> str | None:
    said = ForwardMsg()
    said.ParseFromString(b64decode(frame))
    return said.WhichOneof("type")


@contextmanager
def _running(argv: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    running = subprocess.Popen(
        argv, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not answers("127.0.0.1", port):
            assert running.poll() is None, "it ended before it answered"
            time.sleep(0.1)
        yield
    finally:
        running.terminate()
        running.wait()
