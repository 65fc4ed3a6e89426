"""The sign-in's secrets, and the app that does not stand open."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.sign_in import AuthSettings
from kayfiyat.sign_in import client_secret, secrets_file

AUTH = AuthSettings(
    client_id="kayfiyat",
    server_metadata_url="https://id.example.uz/.well-known/openid-configuration",
    redirect_uri="https://mood.example.uz/oauth2callback",
    analysts=("analyst@example.uz",),
)
SECRET = 'a "quoted" \\ secret\u00e9'
GIVEN = {"KAYFIYAT_CLIENT_SECRET": SECRET}


def test_the_secrets_are_read_by_their_owner_alone(tmp_path: Path) -> None:
    path = secrets_file(AUTH, tmp_path, GIVEN)

    assert path is not None
    assert {each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    told = tomllib.loads(path.read_text(encoding="utf-8"))["auth"]
    assert told["client_secret"] == SECRET
    assert told["redirect_uri"] == AUTH.redirect_uri
    assert len(told["cookie_secret"]) == 64


def test_a_restart_signs_nobody_out(tmp_path: Path) -> None:
    texts = []
    for _ in range(2):
        path = secrets_file(AUTH, tmp_path, GIVEN)
        assert path is not None
        texts.append(path.read_text(encoding="utf-8"))

    assert texts[0] == texts[1]


def test_where_sign_in_was_taken_out_its_secret_goes(tmp_path: Path) -> None:
    path = secrets_file(AUTH, tmp_path, GIVEN)

    assert secrets_file(AuthSettings(), tmp_path, {}) is None
    assert path is not None
    assert not path.exists()


def test_the_clients_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3\n", encoding="utf-8")
    auth = AUTH.model_copy(update={"client_secret_file": str(file)})

    assert client_secret(auth, {}) == "s3"


@pytest.mark.parametrize("file", ["", "nowhere"])
def test_a_missing_secret_is_told_with_its_place(file: str, tmp_path: Path) -> None:
    auth = AUTH.model_copy(update={"client_secret_file": file})

    with pytest.raises(ConfigError, match=file or "KAYFIYAT_CLIENT_SECRET"):
        client_secret(auth, {})


@pytest.mark.parametrize("words", [["app", "--address", "0.0.0.0"], ["run"]])
def test_the_app_does_not_answer_strangers_without_a_sign_in(
    words: list[str], tmp_path: Path
) -> None:
    config = tmp_path / "kayfiyat.toml"
    config.write_text(
        'sources = [{ kind = "telegram_web", name = "uza" }]\n'
        '[app]\naddress = "0.0.0.0"\n',
        encoding="utf-8",
    )
    more = ["--config", str(config), "--data-dir", str(tmp_path / "data")]

    done = subprocess.run(
        [sys.executable, "-m", "kayfiyat", *words, *more],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode != 0
    assert "would answer everyone who reaches '0.0.0.0'" in " ".join(
        done.stderr.split()
    )
    assert "fill in [auth]" in " ".join(done.stderr.split())
    assert not (tmp_path / "data" / "mongodb").exists()
