"""The app as it is served without a sign-in: to this machine alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kayfiyat.mongod import private_mongod
from store.clients import connect
from store.schema import prepare
from tests.ui.browsing import served

SOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
    "Sec-WebSocket-Version": "13",
}

STREAM = "/_stcore/stream"

Headers = Mapping[str, str]


class App:
    """Asks the app as no browser would."""

    def __init__(self, address: str) -> None:
        self.netloc = urlsplit(address).netloc
        self.port = urlsplit(address).port

    def ask(
        self, path: str, host: str = "", *, method: str = "GET", **headers: str
    ) -> tuple[int, Headers]:
        connection = HTTPConnection(self.netloc, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or self.netloc)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return answer.status, told

    def socket(self, host: str, origin: str) -> int:
        """The status with which a socket is opened (101) or refused."""
        status, _headers = self.ask(STREAM, host, Origin=origin, **SOCKET)
        return status


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder: Path = tmp_path_factory.mktemp("app")
    with private_mongod(folder / "data") as uri:
        database = connect(uri, "served")
        prepare(database)
        database.client.close()
        with served(uri, "served", folder) as address:
            yield App(address)


def test_this_machine_is_answered_by_every_name_it_has(app: App) -> None:
    for host in (app.netloc, f"localhost:{app.port}", f"[::1]:{app.port}"):
        assert app.ask("/", host)[0] == 200
    assert app.socket(app.netloc, f"http://{app.netloc}") == 101


def test_a_name_that_somebody_leads_here_is_not_answered(app: App) -> None:
    """DNS rebinding: origin and host agree, and are the stranger's."""
    host = f"evil.example:{app.port}"

    assert app.ask("/", host)[0] == 400
    assert app.ask("/_stcore/host-config", host)[0] == 400
    assert app.socket(host, f"http://{host}") == 400


def test_a_page_elsewhere_opens_no_socket(app: App) -> None:
    assert app.socket(app.netloc, "http://evil.example") == 403


def test_a_page_elsewhere_brings_no_file(app: App) -> None:
    """Cross-site request forgery: a form of theirs has no token of ours."""
    status, _headers = app.ask("/_stcore/upload_file/a/b", method="PUT")

    assert status == 403


@pytest.mark.parametrize("path", ["/", "/voices", "/_stcore/health", "/nothing/here"])
def test_no_other_site_frames_the_app_or_learns_its_addresses(
    path: str, app: App
) -> None:
    _status, told = app.ask(path)

    assert "frame-ancestors 'self'" in told["content-security-policy"]
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../etc/passwd",
        "/media/..%2f..%2fetc%2fpasswd",
        "/app/static/..%5c",
    ],
)
def test_no_path_leads_out_of_what_is_served(path: str, app: App) -> None:
    status, told = app.ask(path)

    page = told.get("content-type", "").startswith("text/html")
    assert status >= 400 or page
