"""The real Caddy with our Caddyfile: TLS, WebSockets, who asks. `make check-deploy`."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from kayfiyat.alive import of_page
from kayfiyat.ports import free_port
from tests.deploy.composed import ROOT, Here, ended, services, until

APP, SITE = "mood.example.uz", "letters.example.uz"
FORGED = {"X-Forwarded-For": "203.0.113.7"}


class ToUs(AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: int = 0,  # noqa: ARG002
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=2, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    return {name: free_port() for name in ("https", "alive", "app", "site")}


@pytest.fixture(scope="module")
def app(here: Here, ports: dict[str, int]) -> Iterator[None]:
    """The app, without sign-in, for this machine alone."""
    (here.folder / "mine.toml").write_text("")
    environment = here.environment("app") | {
        "KAYFIYAT_APP__PORT": str(ports["app"]),
        "KAYFIYAT_APP__BEHIND_PROXY": "false",
    }
    argv = here.argv("app", "--config", "mine.toml")
    with ended(
        subprocess.Popen(argv, cwd=here.folder, env=environment, start_new_session=True)
    ):
        health = f"http://127.0.0.1:{ports['app']}/_stcore/health"
        until(lambda: not of_page(health, 5.0), "the app answers")
        yield


@pytest.fixture(scope="module")
def proxy(
    app: None, ports: dict[str, int], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Caddy, and the folder of what it keeps."""
    kept = tmp_path_factory.mktemp("caddy")
    told = {
        "KAYFIYAT_APP_HOST": APP,
        "KAYFIYAT_SITE_HOST": SITE,
        "KAYFIYAT_HTTPS_PORT": str(ports["https"]),
        "KAYFIYAT_PROXY_HEALTH": str(ports["alive"]),
        "KAYFIYAT_APP": f"127.0.0.1:{ports['app']}",
        "KAYFIYAT_SITE": f"127.0.0.1:{ports['site']}",
        "XDG_DATA_HOME": str(kept),
        "XDG_CONFIG_HOME": str(kept),
    }
    caddy = shutil.which("caddy") or "caddy"
    argv = [caddy, "run", "--config", str(ROOT / "deploy" / "Caddyfile")]
    with (kept / "log").open("wb") as log, ExitStack() as stack:
        process = subprocess.Popen(
            argv, env=os.environ | told, stderr=log, start_new_session=True
        )
        stack.enter_context(ended(process))
        until(lambda: is_healthy(ports), "Caddy is healthy")
        yield kept
        os.killpg(process.pid, signal.SIGSTOP)
        assert not is_healthy(ports)


def is_healthy(ports: dict[str, int]) -> bool:
    kind, *words = services()["proxy"]["healthcheck"]["test"]
    words = [each.replace(":8080", f":{ports['alive']}") for each in words]
    if words[0] == "wget":
        words[1:1] = ["--timeout=3", "--tries=1"]
    return kind == "CMD" and subprocess.run(words, check=False).returncode == 0


@pytest.fixture
async def browser(proxy: Path) -> AsyncIterator[aiohttp.ClientSession]:
    authority = proxy / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    trust = ssl.create_default_context(cafile=str(authority))
    door = aiohttp.TCPConnector(ssl=trust, resolver=ToUs())
    async with aiohttp.ClientSession(connector=door) as session:
        yield session


async def test_the_app_is_served_over_tls_and_cannot_be_framed(
    browser: aiohttp.ClientSession, ports: dict[str, int]
) -> None:
    at = f"https://{APP}:{ports['https']}"
    async with browser.get(f"{at}/") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        assert "Caddy" not in answer.headers.get("Server", "")


async def test_a_window_of_the_app_gets_its_socket(
    browser: aiohttp.ClientSession, ports: dict[str, int]
) -> None:
    at = f"{APP}:{ports['https']}"

    async with browser.ws_connect(
        f"wss://{at}/_stcore/stream", origin=f"https://{at}"
    ) as socket:
        await socket.send_bytes(b"\x5a\x00")  # "rerun the script", in Streamlit's words
        message = await socket.receive(timeout=30)

    assert message.type is aiohttp.WSMsgType.BINARY


async def test_the_site_learns_who_asks_from_the_proxy_alone(
    browser: aiohttp.ClientSession, ports: dict[str, int]
) -> None:
    seen: list[web.Request] = []

    async def see(request: web.Request) -> web.Response:
        seen.append(request)
        return web.Response(headers={"Server": "Kayfiyat"})

    app = web.Application()
    app.router.add_get("/{path:.*}", see)
    async with TestServer(app, port=ports["site"]):
        at = f"https://{SITE}:{ports['https']}/confirm?token=abc"
        async with browser.get(at, headers=FORGED) as answer:
            assert answer.status == 200

    assert seen[0].headers.getall("X-Forwarded-For") == ["127.0.0.1"]
    assert seen[0].headers["X-Forwarded-Proto"] == "https"
    assert seen[0].host.partition(":")[0] == SITE
    assert seen[0].query == {"token": "abc"}


async def test_another_name_is_nobodys(
    browser: aiohttp.ClientSession, ports: dict[str, int]
) -> None:
    with pytest.raises(aiohttp.ClientConnectionError):
        await browser.get(f"https://other.example.uz:{ports['https']}/")
