"""The command line of the app."""

from datetime import time
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.mail_settings import LetterSettings
from domain.settings import AppSettings, PrivacySettings, Settings, load
from domain.sign_in import AuthSettings
from ui.launch import SERVED, command, environment

SETTINGS = Settings(app=AppSettings(address="127.0.0.1", port=9001))


def test_the_app_is_served_where_the_settings_say() -> None:
    words = command(SETTINGS, python="python")

    assert words[:5] == ["python", "-m", "streamlit", "run", str(SERVED)]
    assert "--server.address=127.0.0.1" in words
    assert "--server.port=9001" in words


def test_nothing_is_sent_to_anyone() -> None:
    words = command(SETTINGS)

    assert "--browser.gatherUsageStats=false" in words
    assert "--client.showErrorLinks=false" in words


AUTH = AuthSettings(
    client_id="kayfiyat",
    server_metadata_url="https://id.example.uz/.well-known/openid-configuration",
    redirect_uri="https://mood.example.uz/oauth2callback",
    analysts=("analyst@example.uz",),
)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", "10.0.0.7", "kayfiyat.uz"])
def test_an_address_that_others_reach_needs_a_sign_in(address: str) -> None:
    app = AppSettings(address=address)

    with pytest.raises(ConfigError, match="without a sign-in"):
        command(Settings(app=app))
    assert command(Settings(app=app, auth=AUTH))
    assert command(Settings(app=app.model_copy(update={"only_here": True})))


def test_the_secrets_are_those_that_were_written() -> None:
    words = command(SETTINGS, secrets=Path("/data/sign-in/secrets.toml"))

    assert "--secrets.files=/data/sign-in/secrets.toml" in words


def test_the_app_knows_when_letters_are_due_wherever_the_settings_lie(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    letter = LetterSettings(at=time(9, 30), zone="Europe/Berlin", public=True)
    for name, value in environment(Settings(letter=letter), uploads=tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    assert load().letter == letter


def test_the_app_knows_who_may_use_it_wherever_the_settings_lie(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = Settings(auth=AUTH, privacy=PrivacySettings(k=9))
    for name, value in environment(settings, uploads=tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    assert load().auth == AUTH
    assert load().privacy.k == 9
