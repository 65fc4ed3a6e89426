"""Secrets in files: read, told of when they cannot be, and never repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.mail_settings import AlertSettings
from domain.settings import Settings, load


def told(folder: Path, text: str) -> Settings:
    path = folder / "kayfiyat.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def a_secret(folder: Path, text: str = "s3 cret\n") -> Path:
    path = folder / "secret"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_kind_of_source_may_have_its_secret_in_a_file(tmp_path: Path) -> None:
    file = a_secret(tmp_path)

    found = told(
        tmp_path, f"[telegram]\napi_hash_file='{file}'\n[youtube]\nkey_file='{file}'\n"
    )

    assert (found.telegram.api_hash, found.youtube.key) == ("s3 cret", "s3 cret")


def test_an_empty_file_is_no_secret(tmp_path: Path) -> None:
    """As Docker wants all files to be there, used or not."""
    file = a_secret(tmp_path, "\n")

    found = told(tmp_path, f"[youtube]\nkey = 'mine'\nkey_file = '{file}'\n")

    assert found.youtube.key == "mine"


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    file = a_secret(tmp_path)

    with pytest.raises(ConfigError, match=r"youtube\.key and youtube\.key_file"):
        told(tmp_path, f"[youtube]\nkey = 'mine'\nkey_file = '{file}'\n")


@pytest.mark.parametrize(
    "section, key",
    [
        ("telegram", "api_hash_file"),
        ("youtube", "key_file"),
        ("mongodb", "uri='mongodb://me@here/'\npassword_file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_setting(
    tmp_path: Path, section: str, key: str
) -> None:
    setting = f"{section}.{key.rpartition(chr(10))[2]}"
    folder = tmp_path / "secrets"
    folder.mkdir()

    for place, why in (("nowhere", "No such file"), (folder, "Is a directory")):
        with pytest.raises(ConfigError) as wrong:
            told(tmp_path, f"[{section}]\n{key} = '{place}'\n")
        assert f"{place} ({setting}) cannot be read: {why}" in str(wrong.value)
        assert "\n" not in str(wrong.value)


def test_a_file_of_bytes_is_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigError, match="it holds no text"):
        told(tmp_path, f"[youtube]\nkey_file = '{file}'\n")


def test_the_password_of_mongodb_goes_into_its_address(tmp_path: Path) -> None:
    file = a_secret(tmp_path, "a/b@c:d\n")
    uri = "mongodb://me@one:27017,two/?replicaSet=rs0"

    found = told(tmp_path, f"[mongodb]\nuri='{uri}'\npassword_file='{file}'\n")

    assert found.mongodb.uri == (
        "mongodb://me:a%2Fb%40c%3Ad@one:27017,two/?replicaSet=rs0"
    )


def test_a_password_in_the_address_goes_before_the_file(tmp_path: Path) -> None:
    """A process of ours is told the whole address, beside the settings."""
    found = told(
        tmp_path, "[mongodb]\nuri='mongodb://me:it@here/'\npassword_file='nowhere'\n"
    )

    assert found.mongodb.uri == "mongodb://me:it@here/"


@pytest.mark.parametrize("uri", ["", "mongodb://here/", "mongodb://here/a@b"])
def test_a_password_needs_a_user(tmp_path: Path, uri: str) -> None:
    with pytest.raises(ConfigError, match="needs the user's name in the uri"):
        told(tmp_path, f"[mongodb]\nuri='{uri}'\npassword_file='x'\n")


def test_the_webhooks_secret_is_in_its_file_or_in_the_environment(
    tmp_path: Path,
) -> None:
    file = a_secret(tmp_path)
    named = {"KAYFIYAT_WEBHOOK_SECRET": "other"}

    assert AlertSettings().webhook_secret(named) == "other"
    there = AlertSettings(webhook_secret_file=str(file))
    assert there.webhook_secret(named) == "s3 cret"
