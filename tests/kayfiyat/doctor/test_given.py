"""The settings file, and the overrides in the environment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import ConfigError
from kayfiyat.doctor.given import known_names, overrides, settings
from kayfiyat.doctor.world import gathered, secrets
from tests.kayfiyat.doctor.worlds import NOON, OK, WARNING, WRONG, a_world, says


def test_a_settings_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "kayfiyat.toml"
    file.write_text("[app]\nport = 9000\n")

    world = gathered(None, tmp_path, {}, now=lambda: NOON)

    assert says(settings(world), OK, str(file))
    assert world.told.app.port == 9000


def test_without_a_file_init_is_proposed(tmp_path: Path) -> None:
    assert says(settings(a_world(tmp_path)), WARNING, "kayfiyat init")


@pytest.mark.parametrize(
    "text, word",
    [
        ("[app]\nport = 0\n", "app.port"),
        ("[app\n", "not TOML"),
        ("[ap]\nport = 1\n", "ap is no setting"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "kayfiyat.toml"
    file.write_text(text)

    assert says(settings(gathered(file, tmp_path, {}, now=lambda: NOON)), WRONG, word)


def test_settings_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    world = replace(a_world(tmp_path), settings=None)

    with pytest.raises(ConfigError):
        _ = world.told


@pytest.mark.parametrize(
    "name",
    [
        "KAYFIYAT_APP__PORT",
        "kayfiyat_app__port",
        "KAYFIYAT_SOURCES",
        "KAYFIYAT_MAIL_PASSWORD",
        "KAYFIYAT_UPLOADS",
    ],
)
def test_an_override_that_names_a_setting_is_fine(tmp_path: Path, name: str) -> None:
    assert says(overrides(a_world(tmp_path, env={name: "x", "HOME": "y"})), OK, "1 in")


@pytest.mark.parametrize(
    "name, meant",
    [
        ("KAYFIYAT_APP_PORT", "KAYFIYAT_APP__PORT"),
        ("KAYFIYAT_TELEGRAMM__API_ID", "KAYFIYAT_TELEGRAM__API_ID"),
        ("KAYFIYAT_XYZ", "SECTION__KEY"),
    ],
)
def test_a_slip_in_an_override_is_found(tmp_path: Path, name: str, meant: str) -> None:
    found = overrides(a_world(tmp_path, env={name: "geheim"}))

    assert says(found, WARNING, name, meant)
    assert "geheim" not in repr(found)


def test_every_section_can_be_overridden() -> None:
    assert {"KAYFIYAT_MAIL__HOST", "KAYFIYAT_MONGODB", "KAYFIYAT_PRIVACY__K"} <= (
        known_names()
    )


def test_secrets_are_known_so_that_they_can_be_hidden(tmp_path: Path) -> None:
    world = a_world(
        tmp_path,
        env={"KAYFIYAT_MAIL_PASSWORD": "of mail"},
        telegram={"api_id": 1, "api_hash": "of telegram"},
        youtube={"key": "of youtube"},
        mongodb={"uri": "mongodb://kay:of%20mongodb@db/?tls=true"},
    )

    assert secrets(world) == {
        "of mail", "of telegram", "of youtube", "of%20mongodb", "of mongodb"
    }  # fmt: skip
