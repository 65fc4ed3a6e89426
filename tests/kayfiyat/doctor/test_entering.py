"""Who can reach the app, and how they sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.errors import ConfigError
from kayfiyat.doctor.entering import PROMISED, provider, reach, sign_in
from tests.kayfiyat.doctor.test_ports import answering
from tests.kayfiyat.doctor.worlds import OK, WRONG, a_world, says

AUTH = {
    "client_id": "kayfiyat",
    "server_metadata_url": "https://id.example.org/.well-known/openid-configuration",
    "redirect_uri": "https://mood.example.org/oauth2callback",
    "analysts": ["olim@example.org"],
}


@pytest.mark.parametrize(
    "told, word",
    [
        ({}, "this machine alone"),
        ({"app": {"address": "0.0.0.0", "only_here": True}}, "settings state"),
        ({"app": {"address": "0.0.0.0"}, "auth": AUTH}, "sign in"),
    ],
)
def test_an_app_that_strangers_cannot_use_is_fine(
    tmp_path: Path, told: dict[str, Any], word: str
) -> None:
    assert says(reach(a_world(tmp_path, **told)), OK, word)


def test_an_app_open_to_everyone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="without a sign-in"):
        reach(a_world(tmp_path, app={"address": "0.0.0.0"}))


def test_sign_in_needs_its_secret(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="KAYFIYAT_CLIENT_SECRET"):
        sign_in(a_world(tmp_path, auth=AUTH))


def test_sign_in_with_its_secret_is_fine(tmp_path: Path) -> None:
    world = a_world(tmp_path, auth=AUTH, env={"KAYFIYAT_CLIENT_SECRET": "geheim"})

    found = sign_in(world)

    assert says(found, OK, "analysts: 1")
    assert "geheim" not in repr(found)
    assert says(sign_in(a_world(tmp_path)), OK, "off")


def asked_of(tmp_path: Path, body: bytes) -> Any:
    with answering(body) as port:
        auth = AUTH | {"server_metadata_url": f"http://127.0.0.1:{port}/metadata"}
        return provider(a_world(tmp_path, auth=auth))


def test_a_provider_tells_where_to_sign_in(tmp_path: Path) -> None:
    told = ",".join(f'"{name}": "https://id.example.org"' for name in PROMISED)

    assert says(asked_of(tmp_path, b"{%s}" % told.encode()), OK, "id.example.org")


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"issuer": "x"}'])
def test_a_page_that_is_no_providers_is_wrong(tmp_path: Path, body: bytes) -> None:
    assert says(asked_of(tmp_path, body), WRONG, "token_endpoint")


def test_nobody_is_asked_without_sign_in(tmp_path: Path) -> None:
    assert says(provider(a_world(tmp_path)), OK, "off")
