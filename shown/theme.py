"""The palette, in light and in dark.

Against is vermillion and in favour is blue (after Okabe and Ito), so that no
one needs to tell red from green. Charts name colours as Streamlit's theme does
(``blue``); the browser fills in the shade of the theme that is on.
"""

from __future__ import annotations

MOOD = "primary"
IN_FAVOUR = "blue"
NEUTRAL = "#7f8b98"
AGAINST = "orange"
QUIET = "gray"

LIGHT = {
    "primaryColor": "#0b6b78",
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f3f6f8",
    "textColor": "#0d151e",
    "borderColor": "#d5dce3",
    "linkColor": "#0b6b78",
    "blueColor": "#0072b2",
    "blueTextColor": "#005f94",
    "orangeColor": "#c25100",
    "orangeTextColor": "#a34400",
    "grayColor": "#4f5a66",
    "grayTextColor": "#566270",
    "yellowBackgroundColor": "#fff4d6",
    "yellowTextColor": "#6b4e00",
}

DARK = {
    "primaryColor": "#4cc3cf",
    "backgroundColor": "#10161d",
    "secondaryBackgroundColor": "#1a222c",
    "textColor": "#e8edf2",
    "borderColor": "#33404d",
    "linkColor": "#4cc3cf",
    "blueColor": "#56b4e9",
    "blueTextColor": "#86caf0",
    "orangeColor": "#f08a3c",
    "orangeTextColor": "#f7ab70",
    "grayColor": "#a3b0bd",
    "grayTextColor": "#a9b5c2",
    "yellowBackgroundColor": "#3a3013",
    "yellowTextColor": "#f4d58a",
}

SERIES = ("#0b7f8e", "#c25100", "#8a63c4", "#8a7300", "#c2417f", "#5b7083")
"""Of things compared, the first is the one asked about; readable on both grounds."""

PRINTED = {
    MOOD: LIGHT["primaryColor"],
    IN_FAVOUR: LIGHT["blueColor"],
    AGAINST: LIGHT["orangeColor"],
    QUIET: LIGHT["grayColor"],
}
"""The colours of the names above where no browser fills them in."""

SHAPE = {
    "paddingTop": "1rem",
    "baseRadius": "6px",
    "metricValueFontSize": "1.9rem",
    "headingFontSizes": '["2.2rem", "1.6rem", "1.2rem"]',
}


def options() -> dict[str, str]:
    """The theme as Streamlit's options, ``theme.light.textColor`` and so on."""
    named = {"theme": SHAPE, "theme.light": LIGHT, "theme.dark": DARK}
    return {
        f"{section}.{key}": value
        for section, values in named.items()
        for key, value in values.items()
    }
