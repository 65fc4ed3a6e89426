"""The command line of the app."""

from domain.settings import AppSettings, Settings
from ui import theme
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


def _light(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted([_light(one), _light(other)])
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_words_can_be_read_in_light_and_in_dark() -> None:
    for palette in (theme.LIGHT, theme.DARK):
        ground = palette["backgroundColor"]
        words = [name for name in palette if name.endswith(("TextColor", "textColor"))]
        words += ["primaryColor", "blueColor", "orangeColor", "grayColor"]
        low = [n for n in words if contrast(palette[n], ground) < 4.5]
        assert low == []
