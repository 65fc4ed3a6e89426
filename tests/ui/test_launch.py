"""The command line of the app."""

from domain.settings import AppSettings, Settings
from ui.launch import SCRIPT, command

SETTINGS = Settings(app=AppSettings(address="127.0.0.1", port=9001))


def test_the_app_is_served_where_the_settings_say() -> None:
    words = command(SETTINGS, python="python")

    assert words[:5] == ["python", "-m", "streamlit", "run", str(SCRIPT)]
    assert "--server.address=127.0.0.1" in words
    assert "--server.port=9001" in words


def test_nothing_is_sent_to_anyone() -> None:
    words = command(SETTINGS)

    assert "--browser.gatherUsageStats=false" in words
    assert "--client.showErrorLinks=false" in words
