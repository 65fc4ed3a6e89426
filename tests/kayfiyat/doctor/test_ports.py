"""The ports on which our parts answer."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from kayfiyat.doctor import ports
from kayfiyat.ports import free_port
from tests.kayfiyat.doctor.worlds import OK, WRONG, a_world, says

MAIL = {"host": "127.0.0.1", "sender": "letters@example.org", "security": "none"}


@contextmanager
def answering(body: bytes, server: str = "test") -> Iterator[int]:
    """A web server that says ``body`` to everyone; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(200)
            self.send_header("Server", server)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as web:
        thread = threading.Thread(target=web.serve_forever)
        thread.start()
        yield web.server_port
        web.shutdown()
        thread.join()


def site_at(port: int) -> dict[str, Any]:
    return {"site": {"url": "https://letters.example.org", "port": port}, "mail": MAIL}


def test_a_free_port_is_fine(tmp_path: Path) -> None:
    world = a_world(tmp_path, app={"port": free_port()})

    assert says(ports.app(world), OK, "free")


def test_parts_that_are_off_need_none(tmp_path: Path) -> None:
    assert says(ports.site(a_world(tmp_path)), OK, "off")
    assert says(ports.health(a_world(tmp_path)), OK, "off")


def test_our_app_is_known_by_its_sign_of_life(tmp_path: Path) -> None:
    with answering(b"ok") as port:
        found = ports.app(a_world(tmp_path, app={"port": port}))

    assert says(found, OK, "ours answers")


def test_our_site_is_known_by_its_name(tmp_path: Path) -> None:
    with answering(b"", server="Kayfiyat") as port:
        found = ports.site(a_world(tmp_path, **site_at(port)))

    assert says(found, OK, "ours answers")


@pytest.mark.parametrize(
    "body, ours", [(b'{"mongodb": true, "sources": []}', True), (b"[]", False)]
)
def test_our_health_is_known_by_what_it_tells(
    tmp_path: Path, body: bytes, ours: bool
) -> None:
    with answering(body) as port:
        found = ports.health(a_world(tmp_path, listener={"health_port": port}))

    assert says(found, OK if ours else WRONG, str(port))


def test_another_program_on_the_port_is_wrong(tmp_path: Path) -> None:
    with answering(b"hello") as port:
        found = ports.app(a_world(tmp_path, app={"port": port}))

    assert says(found, WRONG, "another program", "app.port")


def test_one_that_is_no_web_server_is_another(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as busy:

        def hang_up() -> None:
            busy.accept()[0].close()

        silent = threading.Thread(target=hang_up)
        silent.start()
        found = ports.app(a_world(tmp_path, app={"port": busy.getsockname()[1]}))
        silent.join()

    assert says(found, WRONG, "another program")


@pytest.mark.parametrize("address", ["203.0.113.7", "no.such.name"])
def test_an_address_that_is_not_ours_is_wrong(tmp_path: Path, address: str) -> None:
    found = ports.app(a_world(tmp_path, app={"address": address}))

    assert says(found, WRONG, address, "app.port")


def test_two_parts_on_one_port_are_wrong(tmp_path: Path) -> None:
    world = a_world(tmp_path, app={"port": 8600}, **site_at(8600))

    assert says(ports.app(world), WRONG, "app.port and site.port")
    assert says(ports.site(world), WRONG, "give site.port another")


def test_an_app_that_answers_everywhere_is_asked_here(tmp_path: Path) -> None:
    with answering(b"ok") as port:
        told = {"address": "0.0.0.0", "port": port, "only_here": True}
        found = ports.app(a_world(tmp_path, app=told))

    assert says(found, OK, "ours answers")
